"""From whatever a caller may hand in as a photo to upright RGB, or one sentence that says why not."""

import io
import os
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lookbook.photos.arrays import to_rgb
from lookbook.photos.decoding import explained
from lookbook.photos.formats import sniff
from lookbook.photos.pixels import turned, upright_rgb
from lookbook.photos.problems import PhotoError, check_pixels
from lookbook.photos.reading import MAX_BYTES, MAX_PIXELS, sized

ADDRESSES = ("http://", "https://")
_WANTED = "give a path, an address, a file's bytes, a file opened with 'rb', a Pillow image or an array of pixels"
_NUMBERS = ("I", "F")


class Given(NamedTuple):
    """A photo that was handed in.

    Attributes:
        pixels: upright RGB, uint8 (H, W, 3), read-only.
        size: the width and height that the upright photo has in full; `pixels` may be smaller.
    """

    pixels: NDArray[np.uint8]
    size: tuple[int, int]


def take(
    photo: object,
    longest: int | None = None,
    *,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
) -> Given:
    """Take a photo in whatever form it comes; nothing of the caller's is changed.

    Args:
        photo: a path; a public http or https address; a file's bytes (bytes, bytearray, memoryview, or a uint8 array of
            one dimension); an open file, which is read from its start; a Pillow image, turned as its EXIF says; an
            array, a tensor or lists of pixels (see `arrays.to_rgb`).
        longest, name, max_bytes, max_pixels: see `photos.read`.

    Raises:
        PhotoError: it is none of these, or the photo can't be read.
    """
    if isinstance(photo, Image.Image):
        return _of_pixels(_of_image(photo, name, max_pixels))
    if isinstance(photo, str) and photo.startswith(ADDRESSES):
        source: bytes | str = _of_address(photo, max_bytes)
        name = name or photo
    elif isinstance(photo, str | os.PathLike):
        source = _path(photo)
    elif isinstance(photo, bytes | bytearray | memoryview):
        source = bytes(photo)
    elif hasattr(photo, "read"):
        name = name or _name(photo)
        source = _of_file(photo, name, max_bytes)
    else:
        array = _array(photo, name)
        if not _is_file(array):
            return _of_pixels(to_rgb(array, max_pixels, name))
        source = array.tobytes()
    return Given(*sized(source, longest, name=name, max_bytes=max_bytes, max_pixels=max_pixels))


def _of_pixels(pixels: NDArray[np.uint8]) -> Given:
    return Given(pixels, (pixels.shape[1], pixels.shape[0]))


def _of_address(url: str, max_bytes: int) -> bytes:
    from lookbook.photos.web import fetch  # few photos come from the web

    return fetch(url, max_bytes)


def _path(photo: "str | os.PathLike[str]") -> str:
    return os.fsdecode(os.fspath(photo))


def _of_image(image: Image.Image, name: str | None, max_pixels: int) -> NDArray[np.uint8]:
    if 0 in image.size:
        raise PhotoError(
            f"{name or 'The photo'} is an empty Pillow image of {image.size}; choose another one.", "empty"
        )
    check_pixels(image.size, max_pixels, name)
    with explained("Pillow image of a", name, max_pixels):
        image.load()
        if image.mode not in _NUMBERS:
            return upright_rgb(image)
    return turned(to_rgb(np.asarray(image), max_pixels, name), image)


def _name(file: object) -> str | None:
    """Read what an open file is called; temporary files have numbers for names."""
    called = getattr(file, "name", None)
    return called if isinstance(called, str) else None


def _of_file(file: object, name: str | None, max_bytes: int) -> bytes:
    """Read an open file from its start, no more than is allowed, and leave it where it stood."""
    if isinstance(file, io.TextIOBase):
        raise PhotoError(f"{name or 'The photo'} is a file opened as text; open it with 'rb'.", "unreadable")
    try:
        return _from_start(file, max_bytes)
    except Exception as error:  # a file of the caller's own making may raise anything
        raise PhotoError.of("unreadable", name, f"{type(error).__name__}: {_first_line(error)}") from error


def _from_start(file: object, max_bytes: int) -> bytes:
    at = file.tell() if _can_seek(file) else None  # type: ignore[attr-defined]  # whatever it is, it is asked
    if at:
        file.seek(0)  # type: ignore[attr-defined]
    try:
        parts, length = [], 0
        while length <= max_bytes and (part := file.read(max_bytes + 1 - length)):  # type: ignore[attr-defined]
            if not isinstance(part, bytes | bytearray | memoryview):
                raise TypeError(f"it gives {type(part).__name__} and not bytes, open it with 'rb'")
            parts.append(bytes(part))
            length += len(part)
    finally:
        if at is not None:
            file.seek(at)  # type: ignore[attr-defined]
    return b"".join(parts)


def _can_seek(file: object) -> bool:
    seekable = getattr(file, "seekable", None)
    return bool(seekable()) if callable(seekable) else hasattr(file, "seek") and hasattr(file, "tell")


def _array(photo: object, name: str | None) -> NDArray[np.generic]:
    """Make an array of what may be one: a tensor, a frame, lists of numbers."""
    who = name or "The photo"
    if isinstance(photo, Sequence) and any(not isinstance(part, Sequence | np.ndarray | int | float) for part in photo):
        kind = next(type(part).__name__ for part in photo if not isinstance(part, Sequence | np.ndarray | int | float))
        raise PhotoError(f"{who} is a {type(photo).__name__} with {kind} in it; give one photo.", "not a picture")
    if isinstance(photo, Sequence) and any(isinstance(part, str | bytes) for part in photo):
        raise PhotoError(f"{who} is a {type(photo).__name__} of {len(photo)} files; give one photo.", "not a picture")
    if not isinstance(photo, Sequence) and not hasattr(photo, "__array__"):
        raise PhotoError(f"{who} is of type {type(photo).__name__}; {_WANTED}.", "not a picture")
    try:
        array = np.asarray(photo)
    except Exception as error:  # lists of unequal length, a tensor on another device: each has its own error
        why = _first_line(error)
        raise PhotoError(f"{who} can't be taken as an array of pixels ({why}); {_WANTED}.", "not a picture") from error
    return array


def _is_file(array: NDArray[np.generic]) -> bool:
    """Return whether an array holds the bytes of a file, as OpenCV's encoder gives them."""
    return array.ndim == 1 and array.dtype == np.uint8 and sniff(array[:64].tobytes()) is not None


def _first_line(error: Exception) -> str:
    """Shorten another library's words so that they fit into a sentence."""
    first = next(iter(str(error).splitlines()), "").rstrip(".").replace(";", ",")
    return first if len(first) <= 120 else f"{first[:117]} …"
