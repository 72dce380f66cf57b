"""Ids as numbers: the first id that comes is 0, and a number never changes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lookbook.disk import atomic

if TYPE_CHECKING:
    import pyarrow as pa


class Vocabulary:
    """The ids that have come so far."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._codes = {name: code for code, name in enumerate(ids)}

    def __len__(self) -> int:
        """How many ids there are."""
        return len(self._codes)

    @property
    def ids(self) -> Sequence[str]:
        """The ids, by their numbers."""
        return list(self._codes)

    def codes(self, names: "pa.Array") -> NDArray[np.int32]:
        """Return the number of every id of a text array (R,) without nulls; what is new is added."""
        encoded = names.dictionary_encode()
        codes = self._codes
        local = [codes.setdefault(name, len(codes)) for name in encoded.dictionary.to_pylist()]
        places: NDArray[np.int32] = encoded.indices.to_numpy()
        return np.array(local, np.int32)[places]

    @classmethod
    def read(cls, path: Path, most: int | None = None) -> "Vocabulary":
        """Read what `write` wrote, or the first so many ids of it. Raises OSError."""
        from pyarrow import parquet

        if not path.exists():
            return cls()
        with parquet.ParquetFile(path) as file:  # read_table would import pandas
            return cls(file.read(["id"]).column("id").to_pylist()[:most])

    def write(self, path: Path) -> None:
        """Write the ids, whole or not at all."""
        import pyarrow as pa
        from pyarrow import parquet

        with atomic.replacing(path) as draft:
            parquet.write_table(pa.table({"id": pa.array(self.ids, pa.string())}), draft)
