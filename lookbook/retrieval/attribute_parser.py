"""What a text asks for by name: words that are attribute values of this very catalogue, or stand for some."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions import AnyOf
from lookbook.retrieval.products import Products
from lookbook.retrieval.vocabulary import VOCABULARY
from lookbook.retrieval.words import words

KINDS = ("articleType", "subCategory", "masterCategory")
"""The columns that tell the kind of garment, the finest first; a name goes by the finest that has it."""
COLUMNS = ("articleType", "baseColour", "gender", "season", "usage", "subCategory", "masterCategory")
"""The attributes that may be asked for, where the product table has them."""
SHORTENED = "baseColour"
"""The column whose values go by one of their words, too, where no other has it: navy for Navy Blue."""

Requested = Mapping[str, Sequence[str]]
"""Column -> the values that were asked for; any of them will do."""
Named = Sequence[tuple[str, str]]
"""Columns and values that a name means."""


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
            length = self._length(query, start)
            named = self._names.get(tuple(query[start : start + length]), ())
            for column, value in named:
                values = requested.setdefault(column, [])
                values += [] if value in values else [value]
            rest += [] if named else query[start : start + max(length, 1)]
            start += max(length, 1)
        return requested, rest

    def at(self, query: Sequence[str], start: int) -> tuple[int, str]:
        """Return how many words from a place on are one name, and its first column; 0 and "" for none."""
        length = self._length(query, start)
        named = self._names.get(tuple(query[start : start + length]), ())
        return (length, named[0][0]) if named else (0, "")

    def kind(self, column: str) -> bool:
        """Return whether a column tells the kind of garment."""
        return column in KINDS

    def means(self, name: Sequence[str]) -> Named:
        """Return the columns and values that a whole name means."""
        return self._names.get(tuple(name), ())

    @cached_property
    def synonyms(self) -> Mapping[tuple[str, ...], Named]:
        """What is no value of the catalogue itself but stands for some of its values."""
        return {said: named for said, named in self._synonyms.items() if said not in self._own}

    def share(self, requested: Requested) -> NDArray[np.float32]:
        """Return what share of the requested columns each product (N,) fulfils, 0..1; 0 where nothing is requested."""
        fulfilled = np.zeros(len(self._products), np.float32)
        for column, values in requested.items():
            fulfilled += self._products.having(column, AnyOf(tuple(values)))
        return np.asarray(fulfilled / max(len(requested), 1), np.float32)

    def _length(self, query: Sequence[str], start: int) -> int:
        lengths = range(min(self._longest, len(query) - start), 0, -1)
        return next((size for size in lengths if tuple(query[start : start + size]) in self._names), 0)

    @cached_property
    def _names(self) -> Mapping[tuple[str, ...], Named]:
        """Each name that can be asked by -> the column and value that it means, several where columns share it."""
        return {**self._synonyms, **self._own}

    @cached_property
    def _own(self) -> Mapping[tuple[str, ...], Named]:
        names: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        columns = [column for column in COLUMNS if column in self._products.columns]
        for column in columns:
            for value in self._products.column(column).places:
                named = names.setdefault(tuple(words(value)), [])
                if not (column in KINDS and any(other in KINDS for other, _ in named)):
                    named.append((column, value))
        names.pop((), None)
        return names

    @cached_property
    def _synonyms(self) -> Mapping[tuple[str, ...], Named]:
        meant = {tuple(words(said)): tuple(self._found(values)) for said, values in VOCABULARY.synonyms.items()}
        return {said: named for said, named in {**dict(self._shortened()), **meant}.items() if named}

    def _found(self, values: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Return the values that this catalogue has; those of one colour's name stand in for it, the first alone."""
        for value in values:
            named = self._own.get(tuple(words(value)), ())
            yield from named
            if any(column == SHORTENED for column, _ in named):
                return

    def _shortened(self) -> Iterator[tuple[tuple[str, ...], Named]]:
        if SHORTENED in self._products.columns:
            values = list(self._products.column(SHORTENED).places)
            parts = [word for value in values for word in set(words(value))]
            for value in values:
                yield from (((word,), [(SHORTENED, value)]) for word in words(value) if parts.count(word) == 1)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._names), default=1)
