"""From a decoded Pillow image of any mode to upright sRGB pixels."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112  # EXIF 2.3, section 4.6.4 A
_MAY_TURN = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "Raw profile type exif"})
# Where an ICC profile names the colours it is for (ICC.1:2022, section 7.2.6), and the image mode that fits.
_PROFILE_SPACE = slice(16, 20)
_PROFILE_MODES = {b"RGB ": "RGB", b"CMYK": "CMYK"}


def upright_rgb(image: Image.Image) -> NDArray[np.uint8]:
    """Turn a loaded image upright and give its sRGB pixels, shape (H, W, 3), read-only.

    Transparency is laid on white. A broken EXIF block or colour profile is left aside, as browsers do.
    """
    turn = _TURNS.get(_orientation(image))
    rgb = _rgb(image)
    return np.asarray(rgb if turn is None else rgb.transpose(turn))


def lies_on_its_side(image: Image.Image) -> bool:
    """Tell whether turning an image upright swaps its width and height."""
    return _orientation(image) >= 5


def _orientation(image: Image.Image) -> int:
    if _MAY_TURN.isdisjoint(image.info):
        return 1
    try:
        orientation = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  a broken EXIF block raises every type of error; the picture is good without it
        return 1
    return orientation if isinstance(orientation, int) else 1


def _rgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        image = _eight_bits(image)
    elif image.has_transparency_data:
        image = _on_white(image.convert("RGBA"))
    if profile and image.mode == "CMYK":
        image = _srgb(image, profile)
    if image.mode != "RGB":
        image = image.convert("RGB")
    return _srgb(image, profile) if profile else image


def _eight_bits(image: Image.Image) -> Image.Image:
    grey = np.asarray(image).astype(np.uint32)
    return Image.fromarray(((grey * 255 + 32767) // 65535).astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    return white.convert("RGB")


def _srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert from the profile's colours to sRGB; the image itself where that is sRGB, broken or for another mode."""
    if _PROFILE_MODES.get(profile[_PROFILE_SPACE]) != image.mode:
        return image
    from PIL import ImageCms  # loads the colour engine, which most catalogues never need

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in (source.profile.profile_description or ""):
            return image
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted if converted is not None else image
