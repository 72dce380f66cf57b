"""The product table as it is kept beside an index, column by column, so that opening it reads no text."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.column import Column
from lookbook.catalog.memory_table import MemoryTable
from lookbook.catalog.product_ids import Belonging
from lookbook.catalog.texts import Texts
from lookbook.disk.artefact import Artefact

FORMAT = 3
"""To be raised whenever the same table would be kept in another way."""


class Source(Protocol):
    """What a table is made from."""

    @property
    def filenames(self) -> Sequence[str]:
        """The pictures' filenames, sorted."""

    @property
    def styles_sha256(self) -> str:
        """Of the product table and what tells its columns."""

    def joined(self) -> MemoryTable:
        """Read the product table and join it with the pictures."""


def _key(source: Source) -> str:
    names = "\0".join(source.filenames).encode("utf-8", "surrogateescape")
    return f"{FORMAT} {source.styles_sha256} {hashlib.sha256(names).hexdigest()}"


def _pack(table: MemoryTable, file: BinaryIO) -> None:
    names = np.frombuffer(json.dumps(list(table.by_name)).encode(), np.uint8)
    parts: dict[str, NDArray[np.generic]] = {"names": names, "known": table.known}
    for place, column in enumerate(table.by_name.values()):
        parts |= {
            f"data{place}": column.spelled.data,
            f"starts{place}": column.spelled.starts,
            f"own{place}": column.own,
        }
    parts |= {"ids": table.ids.data, "ids_starts": table.ids.starts, "first": table.first}
    np.savez(file, allow_pickle=False, **parts)


def _unpack(path: Path, source: Source) -> MemoryTable:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        names = json.loads(kept["names"].tobytes())
        values = {
            name: Column(Texts(kept[f"data{place}"], kept[f"starts{place}"]), kept[f"own{place}"])
            for place, name in enumerate(names)
        }
        products = Belonging(Texts(kept["ids"], kept["ids_starts"]), kept["first"])
        return MemoryTable(source.filenames, values, kept["known"], products, source.styles_sha256)


TABLE: Artefact[Source, MemoryTable] = Artefact(
    path=Path("products.npz"),
    key=_key,
    make=lambda source: source.joined(),
    pack=_pack,
    unpack=_unpack,
    needed=lambda source: bool(source.styles_sha256),
)
"""The product table of an index's pictures."""
