"""What a text asks for by name: words that are attribute values of this very catalogue."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions import AnyOf
from lookbook.retrieval.products import Products
from lookbook.retrieval.words import words

COLUMNS = ("articleType", "baseColour", "gender", "season", "usage", "subCategory", "masterCategory")
"""The attributes that may be asked for, where the product table has them."""
SHORTENED = "baseColour"
"""The column whose values go by one of their words, too, where no other has it: navy for Navy Blue."""

Requested = Mapping[str, Sequence[str]]
"""Column -> the values that were asked for; any of them will do."""


class AttributeParser:
    """Reads the attribute values out of a query, and scores products by them."""

    def __init__(self, products: Products) -> None:
        self._products = products

    def parse(self, query: Sequence[str]) -> tuple[Requested, list[str]]:
        """Return the attribute values in a query of words, the longest first, and the words that name none.

        ["striped", "navy", "shirt"] -> {"baseColour": ["navy blue"], "articleType": ["shirts"]}, ["striped"]
        """
        requested: dict[str, list[str]] = {}
        rest: list[str] = []
        start = 0
        while start < len(query):
            lengths = range(self._longest, 0, -1)
            length = next((size for size in lengths if tuple(query[start : start + size]) in self._names), 1)
            named = self._names.get(tuple(query[start : start + length]), ())
            for column, value in named:
                requested.setdefault(column, []).append(value)
            rest += [] if named else query[start : start + length]
            start += length
        return requested, rest

    def share(self, requested: Requested) -> NDArray[np.float32]:
        """Return what share of the requested columns each product (N,) fulfils, 0..1; 0 where nothing is requested."""
        fulfilled = np.zeros(len(self._products), np.float32)
        for column, values in requested.items():
            fulfilled += self._products.having(column, AnyOf(tuple(values)))
        return np.asarray(fulfilled / max(len(requested), 1), np.float32)

    @cached_property
    def _names(self) -> Mapping[tuple[str, ...], Sequence[tuple[str, str]]]:
        """Each name that can be asked by -> the column and value that it means, several where columns share it."""
        names: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        columns = [column for column in COLUMNS if column in self._products.columns]
        for column in columns:
            for value in self._products.column(column).places:
                names.setdefault(tuple(words(value)), []).append((column, value))
        if SHORTENED in columns:
            values = list(self._products.column(SHORTENED).places)
            parts = [word for value in values for word in set(words(value))]
            for value in values:
                for word in words(value):
                    if parts.count(word) == 1:
                        names.setdefault((word,), [(SHORTENED, value)])
        names.pop((), None)
        return names

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._names), default=1)
