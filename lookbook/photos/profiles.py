"""Embedded colour profiles: from their colours to those of sRGB."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from PIL import ImageCms

# Where an ICC profile names the colours it is for (ICC.1:2022, section 7.2.6), and the image mode that fits.
_SPACE = slice(16, 20)
_MODES = {b"RGB ": "RGB", b"CMYK": "CMYK", b"GRAY": "L"}
_FITS: dict[str, tuple[str, ...]] = {"CMYK": ("CMYK",), "L": ("1", "L", "I;16")}
"""What an image's mode begins with, where a profile is for its mode alone; one for RGB does for what becomes RGB."""
_NEARLY = 12
"""How many of 255 steps a profile called sRGB may differ from it: makers round its curve, some have a black point."""
_SAMPLES = [(16,) * 3, (64,) * 3, (128,) * 3, (192,) * 3, (255,) * 3, (200, 60, 60), (60, 200, 60), (60, 60, 200)]


@dataclass(frozen=True)
class Conversion:
    """From a profile's colours to sRGB.

    Attributes:
        mode: of the images that it takes; others have to be brought to it first.
        transform: the colour engine's own.
    """

    mode: str
    transform: "ImageCms.ImageCmsTransform"

    def __call__(self, image: Image.Image) -> Image.Image:
        """Convert an image to RGB."""
        from PIL import ImageCms

        converted = ImageCms.applyTransform(
            image if image.mode == self.mode else image.convert(self.mode), self.transform
        )
        return image if converted is None else converted


def to_srgb(profile: bytes | None, image_mode: str) -> Conversion | None:
    """Make the conversion of an image of a mode from its profile's colours to sRGB.

    Returns:
        None where nothing is to be done: no profile, one that does not fit the image, a broken one, or sRGB's own.
    """
    mode = _MODES.get(profile[_SPACE]) if profile else None
    if not profile or mode is None or (mode in _FITS and not image_mode.startswith(_FITS[mode])):
        return None
    from PIL import ImageCms  # loads the colour engine, which most catalogues never need

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
        conversion = Conversion(mode, transform)
        is_srgb = "sRGB" in (source.profile.profile_description or "") and _changes_little(conversion)
    except (ImageCms.PyCMSError, OSError):
        return None
    return None if is_srgb else conversion


def _changes_little(conversion: Conversion) -> bool:
    """Return whether a profile that is called sRGB is so: linear light and wide gamuts go by that name too."""
    before = Image.fromarray(np.array([_SAMPLES], np.uint8)).convert(conversion.mode)
    change = np.asarray(conversion(before)).astype(int) - np.asarray(before.convert("RGB"))
    return int(np.abs(change).max()) <= _NEARLY
