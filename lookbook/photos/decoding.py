"""Pillow's decoders (with pillow-heif for HEIC), each within the memory that a process grants to all of them."""

import io
import math
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from lookbook.photos import jpeg, png, tiff, webp
from lookbook.photos.formats import Format
from lookbook.photos.pixels import Pixels, lies_on_its_side, upright_rgb
from lookbook.photos.problems import PhotoError, check_pixels
from lookbook.photos.room import ROOM

MAX_WHOLE_PIXELS = 25_000_000
"""The largest picture of a format that can't be decoded at reduced scale, that is, of any but JPEG."""
MAX_LEFT_PIXELS = 12_500_000
"""The largest picture that a caller who will shrink it gets as it is: what phones take in HEIC has 12.2 million."""

# Built once and called directly: `Image.open` would probe every format and print its own size warnings.
_DECODERS: dict[Format, type[ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WebP": WebPImagePlugin.WebPImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
}
# Bytes a pixel at the highest point of decoding, measured with pictures of 24.5 million pixels.
_BYTES_A_PIXEL: dict[Format, int] = {
    "JPEG": 5,
    "PNG": 5,
    "WebP": 16,
    "GIF": 5,
    "BMP": 5,
    "TIFF": 6,
    "AVIF": 12,
    "HEIC": 9,
}
_BYTES_A_RESULT = 3
_THIRTY_TWO_BITS = ("I", "F")
_HUSH_MODULES = r"PIL\.|pillow_heif"
_HUSH = ("ignore", None, Warning, re.compile(_HUSH_MODULES), 0)


def decode(
    data: bytes, form: Format, longest: int | None, name: str | None, max_pixels: int
) -> tuple[Pixels, tuple[int, int]]:
    """Decode a file of a known format; see `reading.read`.

    Returns:
        Upright pixels (H, W, 3), and the width and height that the upright photo has in full.

    Raises:
        PhotoError: whatever is wrong with it.
    """
    with explained(form, name, max_pixels):
        image, data = _opened(data, form, name, max_pixels)
        size = _upright(image)
        return _loaded(image, data, form, longest, name), size


def full_size(data: bytes, form: Format, name: str | None, max_pixels: int) -> tuple[int, int]:
    """Read the width and height of an upright photo from its header. Raises PhotoError."""
    with explained(form, name, max_pixels):
        return _upright(_opened(data, form, name, max_pixels)[0])


@contextmanager
def explained(form: str, name: str | None, max_pixels: int) -> Iterator[None]:
    """Turn whatever a decoder raises into a PhotoError that says so in one sentence."""
    _hush_pillow()
    try:
        yield
    except PhotoError:
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise PhotoError.of("too many pixels", name, f"at most {max_pixels:,}") from error
    except Exception as error:  # decoders meet damage with every type of error there is
        if form == "TIFF" and tiff.is_unknown(error):
            raise PhotoError.of("unsupported", name, "a TIFF of a rare kind") from error
        raise PhotoError.of("damaged", name, f"{'an' if form == 'AVIF' else 'a'} {form} file") from error


def scale(size: tuple[int, int], form: Format, longest: int | None) -> int:
    """Return how many pixels of a row and of a column become one, for a caller who shrinks to `longest` afterwards."""
    if longest is None:
        return 1
    least = math.ceil(math.sqrt(size[0] * size[1] / MAX_LEFT_PIXELS))
    if form != "JPEG":
        return least
    enough = min(size) // longest
    return max(
        next((scale for scale in (8, 4, 2) if scale <= enough), 1),
        next((scale for scale in (1, 2, 4) if scale >= least), 8),
    )


def _opened(data: bytes, form: Format, name: str | None, max_pixels: int) -> tuple[ImageFile.ImageFile, bytes]:
    """Open a file whose size is allowed, and leave out what stands beside its pixels."""
    max_pixels = max_pixels if form == "JPEG" else min(max_pixels, MAX_WHOLE_PIXELS)
    if form == "WebP":
        check_pixels(webp.size(data), max_pixels, name)  # opening one takes the memory already
    if form == "PNG":
        data = png.without_asides(data)
    if form == "TIFF":
        tiff.hush()
    image = _open(data, form)
    check_pixels(image.size, max_pixels, name)
    return image, data


def _upright(image: Image.Image) -> tuple[int, int]:
    return image.size[::-1] if lies_on_its_side(image) else image.size


def _open(data: bytes, form: Format) -> ImageFile.ImageFile:
    """Read a file's header."""
    if form == "HEIC":
        from pillow_heif import HeifImageFile  # heavy, and most catalogues have none

        heif: type[ImageFile.ImageFile] = HeifImageFile  # the library has no types
        return heif(io.BytesIO(data))
    return _DECODERS[form](io.BytesIO(data))


def _loaded(image: ImageFile.ImageFile, data: bytes, form: Format, longest: int | None, name: str | None) -> Pixels:
    try:
        return _pixels(image, data, form, longest, name)
    except OSError as error:
        if form != "JPEG" or "truncated" not in str(error):
            raise
        data = jpeg.ended(data)
        return _pixels(_open(data, form), data, form, longest, name)


def _pixels(image: ImageFile.ImageFile, data: bytes, form: Format, longest: int | None, name: str | None) -> Pixels:
    """Load an opened image and convert it."""
    shrink, held = scale(image.size, form, longest), 0
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        held = jpeg.held(image, data, name)
        jpeg.draft(image, shrink)
        shrink = 1
    area = image.width * image.height
    with ROOM.taken(area * _BYTES_A_PIXEL[form] + area // shrink**2 * _BYTES_A_RESULT + held):
        image.load()
        if image.mode in _THIRTY_TWO_BITS:
            raise PhotoError.of("unsupported", name, f"a {form} of 32 bits a pixel")
        levels = tiff.levels(image) if isinstance(image, TiffImagePlugin.TiffImageFile) else None
        return upright_rgb(image, shrink, levels)


def _hush_pillow() -> None:
    """Keep Pillow's warnings on odd metadata from the person: the photo is read all the same, or refused by an error.

    The filter is set once and stays; `catch_warnings` around each photo would not be safe in threads.
    """
    if warnings.filters[:1] != [_HUSH]:
        warnings.filterwarnings("ignore", module=_HUSH_MODULES)
