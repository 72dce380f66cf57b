"""From the bytes of a photo to an upright RGB array, or one sentence that says why not.

Build and query both come through `read`, and Pillow is the only decoder (with pillow-heif for HEIC), so the same file
always gives the same pixels.
"""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lookbook.limits import MAX_PHOTO_BYTES as MAX_BYTES
from lookbook.limits import MAX_PHOTO_PIXELS as MAX_PIXELS
from lookbook.photos.decoding import decode, full_size, scale
from lookbook.photos.formats import Format, describe, sniff
from lookbook.photos.problems import PhotoError, check_bytes

__all__ = ["MAX_BYTES", "MAX_PIXELS", "file_bytes", "read", "read_at", "sized", "upright_size"]


def read(
    source: bytes | str | Path,
    longest: int | None = None,
    *,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> NDArray[np.uint8]:
    """Read a photo as an upright RGB array of shape (H, W, 3), read-only.

    Transparency is laid on white, EXIF orientation is applied, an embedded colour profile is converted to sRGB (a
    broken one is left aside, as browsers do), 16 bits become 8, and of several frames the first is taken. Any picture
    of at least one pixel is read, however narrow: whether it shows a garment is not for the reader to say.

    Photos that are read in many threads at once wait for each other where their memory would be too much.

    Args:
        source: the file's bytes, or its path.
        longest: the side the caller will resize to. A JPEG may then come at 1/2, 1/4 or 1/8 of its size: the smallest
            of these at which BOTH sides still have at least `longest` pixels, else its full size. What would still
            have more than 12.5 million pixels comes smaller, whatever its format: as means of n x n pixels. Others
            come at full size, so resize what you get in any case.
        name: what to call the photo in a message; the path where there is one.
        max_bytes: a larger file is refused unread.
        max_pixels: a larger picture is refused from its header, before it is decoded; other formats than JPEG, which
            can't be decoded at reduced scale, from 25 million on in any case.

    Raises:
        PhotoError: whatever is wrong with the photo; `kind` tells what.
    """
    return sized(source, longest, name=name, max_bytes=max_bytes, max_pixels=max_pixels)[0]


def sized(
    source: bytes | str | Path,
    longest: int | None = None,
    *,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """Read a photo as `read` does, and tell the width and height that it has in full, upright."""
    if longest is not None and longest < 1:
        raise ValueError(f"longest must be at least 1, not {longest}")
    if not isinstance(source, bytes):
        name = name or str(source)
        source = file_bytes(source, max_bytes, name)
    return decode(source, _format(source, name, max_bytes), longest, name, max_pixels)


def read_at(
    data: bytes,
    sides: Sequence[int],
    *,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> list[NDArray[np.uint8]]:
    """Read a photo for several uses, each as `read` with one of `sides` would, decoding it no more often than needed.

    Only a JPEG is decoded once more for another scale of its own, which costs little.

    Raises:
        PhotoError: whatever is wrong with the photo.
    """
    form = _format(data, name, max_bytes)
    first, size = decode(data, form, sides[0], name, max_pixels)
    found = {scale(size, form, sides[0]): first}
    for side in sides[1:]:
        if scale(size, form, side) not in found:
            found[scale(size, form, side)] = decode(data, form, side, name, max_pixels)[0]
    return [found[scale(size, form, side)] for side in sides]


def upright_size(data: bytes) -> tuple[int, int]:
    """Return the full width and height of a photo that `read` can read, from its header alone."""
    return full_size(data, _format(data, None, len(data)), None, MAX_PIXELS)


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


def _format(data: bytes, name: str | None, max_bytes: int) -> Format:
    """Return a photo's format. Raises PhotoError where there is none that can be read."""
    if not data:
        raise PhotoError.of("empty", name)
    check_bytes(len(data), max_bytes, name)
    form = sniff(data)
    if form is None:
        foreign = describe(data)
        raise PhotoError.of("unsupported" if foreign.picture else "not a picture", name, foreign.what)
    return form
