"""What a product table holds in memory, as it is kept beside an index, so that opening it reads no text."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.pictured_table import PicturedTable
from lookbook.disk.artefact import Artefact

FORMAT = 3
"""To be raised whenever the same table would be kept in another way."""


class Source(Protocol):
    """What a table is made from."""

    @property
    def filenames(self) -> Sequence[str]:
        """The pictures' filenames, sorted."""

    @property
    def table_key(self) -> str:
        """Changes when what is kept does; "" where there is no table."""

    def joined(self) -> PicturedTable:
        """Read the product table and join it with the pictures."""

    def unpacked(self, arrays: Mapping[str, NDArray[Any]]) -> PicturedTable:
        """Return the table that was packed."""


def _key(source: Source) -> str:
    names = "\0".join(source.filenames).encode("utf-8", "surrogateescape")
    return f"{FORMAT} {source.table_key} {hashlib.sha256(names).hexdigest()}"


def _pack(table: PicturedTable, file: BinaryIO) -> None:
    np.savez(file, allow_pickle=False, **table.packed())


def _unpack(path: Path, source: Source) -> PicturedTable:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return source.unpacked(kept)


TABLE: Artefact[Source, PicturedTable] = Artefact(
    path=Path("products.npz"),
    key=_key,
    make=lambda source: source.joined(),
    pack=_pack,
    unpack=_unpack,
    needed=lambda source: bool(source.table_key),
)
"""The product table of an index's pictures."""
