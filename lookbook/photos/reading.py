"""From the bytes of a photo to an upright RGB array, or one sentence that says why not.

Build and query both come through `read`, and Pillow is the only decoder (with pillow-heif for HEIC), so the same file
always gives the same pixels.
"""

import io
import os
import re
import stat
import warnings
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
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

from lookbook.errors import LookbookError
from lookbook.photos.formats import EXTENSIONS, Format, describe, sniff
from lookbook.photos.pixels import lies_on_its_side, upright_rgb

__all__ = [
    "EXTENSIONS",
    "MAX_BYTES",
    "MAX_PIXELS",
    "Kind",
    "PhotoError",
    "check_bytes",
    "file_bytes",
    "read",
    "upright_size",
]

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 100_000_000

Kind = Literal[
    "empty", "not a picture", "unsupported", "damaged", "too many pixels", "too many bytes", "missing", "unreadable"
]
_SENTENCES: dict[Kind, str] = {
    "empty": "{name} is empty{detail}; choose another file.",
    "not a picture": "{name} is not a picture but {detail}; choose a photo (JPEG, PNG, WebP, HEIC ...).",
    "unsupported": "{name} is {detail}, which can't be read here; save it as JPEG or PNG.",
    "damaged": "{name} is {detail} that is damaged or cut short; copy or download it again.",
    "too many pixels": "{name} has too many pixels ({detail}); make it smaller.",
    "too many bytes": "{name} is too large ({detail}); make it smaller.",
    "missing": "{name} does not exist{detail}; check the path.",
    "unreadable": "{name} can't be opened ({detail}); check the file and its permissions.",
}

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
_HUSH_MODULES = r"PIL\.|pillow_heif"
_HUSH = ("ignore", None, Warning, re.compile(_HUSH_MODULES), 0)


class PhotoError(LookbookError):
    """A photo that can't be read; the message is one sentence for the person who gave it."""

    def __init__(self, message: str, kind: Kind = "damaged") -> None:
        super().__init__(message)
        self.kind: Kind = kind

    @classmethod
    def of(cls, kind: Kind, name: str | None, detail: str = "") -> "PhotoError":
        """Make the error of a kind: `name` is the file as the person knows it, `detail` fills the kind's sentence."""
        return cls(_SENTENCES[kind].format(name=name or "The photo", detail=detail), kind)


def read(
    source: bytes | str | Path,
    longest: int | None = None,
    *,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> NDArray[np.uint8]:
    """Read a photo as an upright RGB array of shape (H, W, 3); treat it as read-only.

    Transparency is laid on white, EXIF orientation is applied, an embedded colour profile is converted to sRGB (a
    broken one is left aside, as browsers do), 16 bits become 8, and of several frames the first is taken. Any picture
    of at least one pixel is read, however narrow: whether it shows a garment is not for the reader to say.

    Args:
        source: the file's bytes, or its path.
        longest: the side the caller will resize to. A JPEG may then come at 1/2, 1/4 or 1/8 of its size: the smallest
            of these at which BOTH sides still have at least `longest` pixels, else its full size. Other formats come at
            full size, so resize what you get in any case.
        name: what to call the photo in a message; the path where there is one.
        max_bytes: a larger file is refused unread.
        max_pixels: a larger picture is refused from its header, before it is decoded.

    Raises:
        PhotoError: whatever is wrong with the photo; `kind` tells what.
    """
    if longest is not None and longest < 1:
        raise ValueError(f"longest must be at least 1, not {longest}")
    if not isinstance(source, bytes):
        name = name or str(source)
        source = file_bytes(source, max_bytes, name)
    if not source:
        raise PhotoError.of("empty", name)
    check_bytes(len(source), max_bytes, name)
    form = sniff(source)
    if form is None:
        foreign = describe(source)
        raise PhotoError.of("unsupported" if foreign.picture else "not a picture", name, foreign.what)
    return _decode(source, form, longest, name, max_pixels)


def upright_size(data: bytes) -> tuple[int, int]:
    """Give the full width and height of a photo that `read` can read, from its header alone."""
    if (form := sniff(data)) is None:
        raise PhotoError.of("not a picture", None, describe(data).what)
    image = _open(data, form)
    return image.size[::-1] if lies_on_its_side(image) else image.size


def file_bytes(path: str | Path, max_bytes: int = MAX_BYTES, name: str | None = None) -> bytes:
    """Read a regular file of at most `max_bytes`; a folder, pipe or device is refused. Raises PhotoError."""
    name = name or str(path)
    try:
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode) and status.st_size <= max_bytes:
            return Path(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PhotoError.of("missing", name) from error
    except PermissionError as error:
        raise PhotoError.of("unreadable", name, "no permission") from error
    except (OSError, ValueError) as error:
        raise PhotoError.of("unreadable", name, getattr(error, "strerror", None) or str(error)) from error
    if stat.S_ISREG(status.st_mode):
        check_bytes(status.st_size, max_bytes, name)
    raise PhotoError.of("unreadable", name, "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file")


def check_bytes(size: int, max_bytes: int, name: str | None) -> None:
    """Raise PhotoError for a file of more than `max_bytes`."""
    if size > max_bytes:
        raise PhotoError.of("too many bytes", name, f"{size / 2**20:.1f} MB, at most {max_bytes / 2**20:.0f} MB")


def _decode(data: bytes, form: Format, longest: int | None, name: str | None, max_pixels: int) -> NDArray[np.uint8]:
    _hush_pillow()
    limit = f"at most {max_pixels:,}"
    try:
        image = _open(data, form)
        width, height = image.size
        if width * height > max_pixels:
            raise PhotoError.of("too many pixels", name, f"{width:,} x {height:,}, {limit}")
        if longest and form == "JPEG":
            image.draft(None, (longest, longest))
        image.load()
        if image.mode in ("I", "F"):
            raise PhotoError.of("unsupported", name, f"a {form} of 32 bits a pixel")
        return upright_rgb(image)
    except PhotoError:
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise PhotoError.of("too many pixels", name, limit) from error
    except Exception as error:  # decoders meet damage with every type of error there is
        raise PhotoError.of("damaged", name, f"{'an' if form == 'AVIF' else 'a'} {form} file") from error


def _open(data: bytes, form: Format) -> ImageFile.ImageFile:
    if form == "HEIC":
        from pillow_heif import HeifImageFile  # heavy, and most catalogues have none

        heif: type[ImageFile.ImageFile] = HeifImageFile  # the library has no types
        return heif(io.BytesIO(data))
    return _DECODERS[form](io.BytesIO(data))


def _hush_pillow() -> None:
    """Keep Pillow's warnings on odd metadata from the person: the photo is read all the same, or refused by an error.

    The filter is set once and stays; `catch_warnings` around each photo would not be safe in threads.
    """
    if warnings.filters[:1] != [_HUSH]:
        warnings.filterwarnings("ignore", module=_HUSH_MODULES)
