"""Where the product table of a catalogue lies, as seen from its pictures."""

import os
import posixpath
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from lookbook.photos.junk import is_junk

TABLES = (
    "styles.csv",
    "articles.csv",
    "meta/styles.csv",
    "Anno_coarse/list_category_img.txt",
    "Anno/list_category_img.txt",
)
"""Where product tables usually lie, seen from a folder at or above the pictures; capitals don't count."""
MAYBE = ("products.csv", "products.xlsx")
"""What may be the product table, or a table of something else: taken where its columns are known."""
_ENDINGS = frozenset([".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".parquet", ".xml"])
_OURS = frozenset(["skipped.csv", "missing.csv", "index.json"])


class Files(Protocol):
    """Where a product table is looked for."""

    def has(self, filename: str) -> bool:
        """Return whether there is such a file."""

    def files(self, folder: str) -> list[str]:
        """List the names of the files in a folder, not below it; [] where it can't be listed."""

    def read(self, filename: str, max_bytes: int) -> bytes:
        """Read a file's bytes. Raises PhotoError."""


class Place(NamedTuple):
    """A file that is called as product tables are; `sure` where such a file is one."""

    path: str
    sure: bool


def places(files: Files, folder: str) -> Iterator[Place]:
    """Yield where the table lies, the nearest first."""
    for level in _levels(folder):
        names = files.files(level)
        spelled = {name.casefold(): name for name in names} | {name: name for name in names}
        for table in (*TABLES, *MAYBE):
            if "/" not in table and table in spelled:
                yield Place(posixpath.join(level, spelled[table]), table in TABLES)
            elif "/" in table and files.has(path := posixpath.join(level, table)):
                yield Place(path, sure=True)


def candidates(folder: str) -> list[str]:
    """List the paths at which a product table may come to lie, as they are usually spelled."""
    return [posixpath.join(level, table) for level in _levels(folder) for table in (*TABLES, *MAYBE)]


def tables_near(files: Files, folder: str) -> list[str]:
    """List the files at or above the pictures that look like tables."""
    return [
        posixpath.join(level, name)
        for level in _levels(folder)
        for name in sorted(files.files(level))
        if os.path.splitext(name)[1].lower() in _ENDINGS and name not in _OURS and not is_junk(name)
    ]


def _levels(folder: str) -> Iterator[str]:
    """Yield a folder and those above it, "" the last."""
    yield folder
    while folder:
        folder = posixpath.dirname(folder)
        yield folder
