"""What is known of the items themselves, be they sold yet or not: for models that look at more than purchases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Goods:
    """I items, in the order of `Purchases.item_ids`.

    Attributes:
        ids: their ids.
        columns: attribute -> its value for each item (I,), "" where it has none.
        texts: their words (I,); empty where none are known.
        vectors: (I, D) of their pictures, of length 1, or 0 where an item has none; D = 0 where none are known.
        product_codes: which product each is a variant of (I,): another colour has the same; empty where nothing tells.
    """

    ids: Sequence[str]
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    texts: Sequence[str] = ()
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    product_codes: Sequence[str] = ()

    @classmethod
    def bare(cls, ids: Sequence[str]) -> Self:
        """Return items of which nothing but the ids is known."""
        return cls(ids=ids)

    @cached_property
    def _remembered(self) -> dict[str, Any]:
        """What was computed of the items so far; every question asks for the same."""
        return {}

    def __len__(self) -> int:
        """How many items there are."""
        return len(self.ids)

    @cached_property
    def products(self) -> NDArray[np.int32]:
        """Which product each item (I,) is a variant of, as a number: another colour has the same product code."""
        return numbered(
            [code or f"\0{name}" for code, name in zip(self.product_codes or self.ids, self.ids, strict=True)]
        )

    def packed(self) -> dict[str, NDArray[Any]]:
        """Return all but words and pictures as arrays for a file, the values of columns as numbers."""
        columns = {f"column_{name}": self.codes(name) for name in self.columns}
        products = {"products": self.products} if self.product_codes else {}
        return {"ids": np.array(self.ids, np.str_), **products, **columns}

    @classmethod
    def unpacked(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Return what `packed` packed."""
        columns = {name.removeprefix("column_"): arrays[name] for name in arrays if name.startswith("column_")}
        return cls(
            ids=arrays["ids"].tolist(),
            columns={name: [f"{code:08}" for code in codes] for name, codes in columns.items()},
            product_codes=[f"{code:08}" for code in arrays.get("products", [])],
        )

    def codes(self, column: str) -> NDArray[np.int32]:
        """Return the values of a column (I,) as numbers from 0; all 0 where there is no such column."""
        values = self.columns.get(column)
        nothing = np.zeros(len(self), np.int32)
        return self.remembered(f"column {column}", lambda: nothing if values is None else numbered(values))

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """Return what was made of these items under a name, made only when it is first asked for."""
        if name not in self._remembered:
            self._remembered[name] = make()
        made: T = self._remembered[name]
        return made


def numbered(values: Sequence[str]) -> NDArray[np.int32]:
    """Return a number for each value (N,), equal where the values are, in their order."""
    return np.unique(np.array(values, object).astype(str), return_inverse=True)[1].astype(np.int32).reshape(-1)
