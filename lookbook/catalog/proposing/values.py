"""What the values of a column are like."""

import math
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import methodcaller

from lookbook.catalog.joining import Joining, pictures_in
from lookbook.conditions import number
from lookbook.photos import EXTENSIONS

_SAMPLE = 5000
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Values:
    """The cells of one column in the table's first rows."""

    cells: Sequence[str]

    @cached_property
    def filled(self) -> Sequence[str]:
        """The first 5,000 cells that are not empty."""
        return list(islice(filter(None, map(str.strip, self.cells)), _SAMPLE))

    @property
    def distinct(self) -> float:
        """How many of the filled cells differ, 0..1."""
        return len({*self.filled}) / len(self.filled) if self.filled else 0.0

    @property
    def count(self) -> int:
        """How many values there are."""
        return len({*self.filled})

    @cached_property
    def pictures(self) -> float:
        """The share of filled cells that name files with a picture's ending, or addresses of such."""
        return self._share(lambda cell: any(_ending(name) in EXTENSIONS for name in pictures_in(cell)[:2]))

    @cached_property
    def numbers(self) -> float:
        """The share of filled cells that are numbers or prices."""
        return self._share(lambda cell: not math.isnan(number(cell)))

    @cached_property
    def addresses(self) -> float:
        """The share of filled cells that are addresses."""
        return self._share(lambda cell: "://" in cell)

    @cached_property
    def words(self) -> float:
        """How many words a filled cell has on average."""
        return sum(len(_WORD.findall(cell)) for cell in self.filled) / len(self.filled) if self.filled else 0.0

    def among(self, words: Mapping[str, str] | frozenset[str]) -> float:
        """Return the share of filled cells of which a word is among these."""
        return self._share(lambda cell: any(word in words for word in _WORD.findall(cell.casefold())))

    def joined(self, filenames: Sequence[str]) -> int:
        """Return how many of some pictures are named by a cell."""
        named = Joining((name, at) for at, cell in enumerate(self.cells) for name in pictures_in(cell))
        return sum(named.row(filename) is not None for filename in filenames)

    def separator(self) -> str:
        """Return what stands between the levels of a category in at least half of the cells, "" where nothing does."""
        return next((sign for sign in ">/|" if self._share(methodcaller("__contains__", sign)) > 0.5), "")

    def _share(self, test: Callable[[str], bool]) -> float:
        return sum(map(test, self.filled)) / len(self.filled) if self.filled else 0.0


def _ending(name: str) -> str:
    return posixpath.splitext(re.split("[?#]", name, maxsplit=1)[0])[1].lower()
