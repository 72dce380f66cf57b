"""What a file is that was taken for a zip or a table, told from its first bytes."""

import re
from collections.abc import Sequence

from lookbook.photos.formats import sniff

_TABLES: Sequence[tuple[re.Pattern[bytes], str]] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), what)
    for pattern, what in (
        (rb"PK\x03\x04.*xl/", "a damaged Excel workbook"),
        (rb"PK\x03\x04.*\[Content_Types\]\.xml", "an office document"),
        (rb"PK\x03\x04", "a zip"),
        (rb"\xd0\xcf\x11\xe0", "an office document"),
        (rb"(\xef\xbb\xbf)?\s*<(!doctype html|html)", "a web page"),
        (rb"SQLite format 3\0", "an SQLite database"),
        (rb"version https://git-lfs", "a pointer of Git LFS, not the file itself"),
    )
)
_ZIPS: Sequence[tuple[re.Pattern[bytes], str]] = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb"\x1f\x8b", "a gzip file, such as .tar.gz; unpack it"),
        (rb"BZh|\xfd7zXZ|\x28\xb5\x2f\xfd", "a compressed file, such as .tar.xz; unpack it"),
        (rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it"),
        (rb"Rar!", "a RAR archive; unpack it"),
        (rb".{257}ustar", "a tar archive; unpack it"),
        (rb"PK", "a zip that is damaged or cut short; download it again"),
        (rb"version https://git-lfs", "a pointer of Git LFS; fetch the file itself with git lfs pull"),
        (rb"\Z", "empty; download it again"),
    )
)
_HEAD = 4096


def table_instead(data: bytes) -> str | None:
    """Say what a file is that is no table of text; None for one that may be."""
    return next((what for pattern, what in _TABLES if pattern.match(data[:_HEAD])), None)


def zip_instead(head: bytes) -> str:
    """Say what a file is that is no zip, and what to do with it; `head` is how it begins."""
    if sniff(head):
        return "one picture; give the folder that it lies in"
    found = (what for pattern, what in _ZIPS if pattern.match(head))
    return next(found, "no zip; give a folder, a zip or a URL of pictures")
