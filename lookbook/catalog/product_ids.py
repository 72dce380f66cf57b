"""Which pictures are one product's, and what products are called."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.texts import Texts


class Belonging(NamedTuple):
    """The products of N pictures.

    Attributes:
        ids: the id of each one's product (N,).
        first: the place of the first picture of each one's product (N,).
    """

    ids: Texts
    first: NDArray[np.intp]

    @classmethod
    def unpacked(cls, arrays: Mapping[str, NDArray[Any]]) -> "Belonging":
        """Return what `packed` packed."""
        return cls(Texts(arrays["ids"], arrays["ids_starts"]), arrays["first"])

    def packed(self) -> dict[str, NDArray[Any]]:
        """Return it as arrays for a file."""
        return {"ids": self.ids.data, "ids_starts": self.ids.starts, "first": self.first}


def belonging(filenames: Sequence[str], named: Sequence[str]) -> Belonging:
    """Return the products of pictures: those with one id are one product's, and one without an id is a product.

    A product's id is that of its row, else its picture's stem; the whole path where another product has the same one.

    Args:
        filenames: N pictures.
        named: the id in each one's row, "" where there is none.
    """
    products: dict[str, int] = {}
    first = [products.setdefault(name, place) if name else place for place, name in enumerate(named)]
    own = [name or PurePosixPath(filename).stem for name, filename in zip(named, filenames, strict=True)]
    times = Counter(own[place] for place in dict.fromkeys(first))
    unlike = (
        name if given or times[name] == 1 else filename
        for name, given, filename in zip(own, named, filenames, strict=True)
    )
    return Belonging(Texts.of(unlike), np.array(first, np.intp))
