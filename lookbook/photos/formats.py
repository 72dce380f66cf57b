"""What a file is, told from its first bytes: never from its name."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from lookbook.photos.junk import is_junk

HEAD = 64
"""Bytes that tell what a picture is."""
EXTENSIONS = frozenset(
    [".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"]
)
_SPOILED = re.compile(r"[^.]+|.+\.(jpe?g?|jfif|png|webp|gif|bmp|tiff?|hei[cf]|avif)[^.a-z0-9~].*")
"""A name without ending, or with one that something was added to: 1001, .jpg_large, .jpg?v=12."""


def pictures_below(folder: Path) -> list[Path]:
    """List the pictures in a folder and below it, sorted; junk is left out."""
    found = []
    for top, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if not is_junk(name)]
        found += [Path(top, name) for name in names if not is_junk(name)]
    return sorted(file for file in found if file.is_file() and is_picture(str(file), lambda name: head(Path(name))))


def has_ending(filename: str) -> bool:
    """Return whether a file's ending is a picture's; whether it is one shows when it is read."""
    return os.path.splitext(filename)[1].lower() in EXTENSIONS


def may_be(filename: str) -> bool:
    """Return whether a file could be a picture by its name: its ending is one's, is spoiled, or it has none."""
    return has_ending(filename) or _SPOILED.fullmatch(filename.rpartition("/")[2].lower()) is not None


def is_picture(filename: str, begins: Callable[[str], bytes]) -> bool:
    """Return whether a file counts as a picture: by its ending, else, where that is spoiled or missing, by content.

    Args:
        filename: its path, with slashes.
        begins: returns how a file begins.
    """
    return has_ending(filename) or (may_be(filename) and sniff(begins(filename)) is not None)


def head(path: Path) -> bytes:
    """Return how a file of this machine begins, enough for `sniff`; nothing where it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


Format = Literal["JPEG", "PNG", "WebP", "GIF", "BMP", "TIFF", "AVIF", "HEIC"]


class Foreign(NamedTuple):
    """A file that is not one of the formats read here: is it a picture all the same, and what to call it."""

    picture: bool
    what: str


_FORMATS: tuple[tuple[Format, re.Pattern[bytes]], ...] = (
    ("JPEG", re.compile(rb"\xff\xd8")),
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("WebP", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("BMP", re.compile(rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL)),
    ("TIFF", re.compile(rb"II[\x2a\x2b]\0|MM\0[\x2a\x2b]")),
    # mif1 and msf1 name the container only, so the brands that follow decide between AVIF and HEIC.
    ("AVIF", re.compile(rb"....ftyp(avi[fs]|m[is]f1.{4,40}avi[fs])", re.DOTALL)),
    ("HEIC", re.compile(rb"....ftyp(hei[cxms]|hev[cxms]|m[is]f1)", re.DOTALL)),
)

_FOREIGN: tuple[tuple[re.Pattern[bytes], Foreign], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), Foreign(picture, what))
    for pattern, picture, what in (
        (rb"%PDF", False, "a PDF document"),
        (rb"\W{0,8}<(!doctype html|html|head|body)", False, "a web page"),
        (rb"\W{0,8}<(svg|[?!].{1,1500}<svg)", True, "an SVG drawing"),
        (rb"PK\x03\x04|PK\x05\x06", False, "a zip archive or an office document"),
        (rb"Rar!|7z\xbc\xaf\x27|\x1f\x8b|BZh|\xfd7zXZ", False, "an archive"),
        (rb"\xd0\xcf\x11\xe0", False, "an office document"),
        (rb"....ftypcrx |FUJIFILM|IIU\0|IIRO", True, "a camera's raw picture"),
        (rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI |\0\0\x01[\xb3\xba]|FLV\x01", False, "a video"),
        (rb"ID3|OggS|fLaC|RIFF....WAVE", False, "a sound"),
        (rb"8BPS", True, "a Photoshop document"),
        (rb"\xff\x0a|\0\0\0\x0cJXL ", True, "a JPEG XL picture"),
        (rb"\xff\x4f\xff\x51|\0\0\0\x0cjP  ", True, "a JPEG 2000 picture"),
        (rb"%!PS|\xc5\xd0\xd3\xc6", True, "a PostScript drawing"),
        (rb"\0\0[\x01\x02]\0[^\0]\0", True, "an icon"),
        (rb"gimp xcf", True, "a GIMP document"),
        (rb"qoif|DDS |P[1-7]\s|FORM....ILBM|#\?RADIANCE", True, "a picture of a rare format"),
    )
)


def sniff(data: bytes) -> Format | None:
    """Return which readable format the data begins as, None if it is none of them."""
    return next((name for name, pattern in _FORMATS if pattern.match(data)), None)


def describe(data: bytes) -> Foreign:
    """Say what a file that `sniff` does not know is, as well as its beginning tells."""
    head = data[:2048]
    for pattern, foreign in _FOREIGN:
        if pattern.match(head):
            return foreign
    if not head.strip(b"\0"):
        return Foreign(False, "a file of zeros")
    is_text = b"\0" not in head and not re.search(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]", head) and _is_utf8(head)
    return Foreign(False, "a text file" if is_text else "a file of an unknown kind")


def _is_utf8(head: bytes) -> bool:
    try:
        head[: len(head) - 4 if len(head) == 2048 else None].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True
