"""Rows of a table whose quotes may be damaged: which quotes never close, and how the rows after them are kept."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Self

from lookbook.catalog.tables.table import TableError

_LONGEST = 2**31 - 1
"""Letters to a cell; csv by itself takes 131,072 for damage, but shops keep whole pictures in their descriptions."""
_SURE = 4
"""The columns from which on lines with just as many fields each, and ids alike, are rows, not the lines of a cell."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""A line with its end. `StringIO` would copy the whole text, which takes a second for a million products."""
_DIGIT = re.compile("[0-9]")
_DIGITS = 3
"""With fewer columns, the digits that ids must have, all in the same places."""


class Lines:
    """The lines of a text with their ends, which can be handed back.

    Attributes:
        taken: the lines that were read since the last `start`.
        number: how many were read in all.
        ended: whether somebody asked for a line beyond the last one since the last `start`.
    """

    def __init__(self, text: str) -> None:
        self._source = (found[0] for found in _LINE.finditer(text))
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0
        self.ended = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._source, "")
        if not line:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        self.number += 1
        return line

    def start(self) -> None:
        """Keep the lines from here on."""
        self.taken, self.ended = [], False

    def hand_back(self, kept: int = 0) -> None:
        """Take back all lines since `start` but the first `kept`: they will be read again."""
        self._back.extendleft(reversed(self.taken[kept:]))
        self.number -= len(self.taken) - kept
        del self.taken[kept:]


class Reader:
    """The rows of a table as csv reads them, but for quotes that never close; blank lines are no rows.

    Such a quote makes all text up to the next quote one cell, and rows vanish in it. A row of several lines is taken
    for one where its quotes are in order; else each line is read anew by itself, where that gives rows.
    """

    def __init__(self, lines: Lines, separator: str, name: str, stray: Callable[[int], None] | None) -> None:
        self._lines = lines
        self._separator = separator
        self._name = name
        self._stray = stray
        self._width = 0

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        csv.field_size_limit(_LONGEST)
        while True:
            self._lines.start()
            row = self._read()
            if len(self._lines.taken) > 1 or self._lines.ended:
                row = self._checked(row)
            if row:
                self._width = self._width or len(row)
                return row

    def _read(self) -> list[str]:
        try:
            return next(csv.reader(self._lines, delimiter=self._separator))
        except csv.Error as error:
            raise TableError(f"{self._name}, line {self._lines.number}: {error}; correct this line.") from error

    def _checked(self, row: list[str]) -> list[str]:
        """Return a row of several lines, or of the last one, as it is meant."""
        taken, unclosed = self._lines.taken, self._lines.ended
        alone = self._alone(taken[0])
        if not (self._lie_apart(taken, unclosed) if unclosed or self._damaged(taken) else self._look_alike(taken)):
            if unclosed:
                raise self._error(self._lines.number - len(taken) + 1)
            return row
        self._lines.hand_back(kept=1)
        if self._stray is None:
            raise self._error(self._lines.number)
        self._stray(self._lines.number)
        return alone

    def _error(self, line: int) -> TableError:
        return TableError(f"{self._name}, line {line}: a quote opens a cell here and never closes; correct this line.")

    def _alone(self, line: str) -> list[str]:
        """Read a line by itself; a quote that it does not close is a sign of the text."""
        rest = Lines(line)
        fields = next(csv.reader(rest, delimiter=self._separator), [])
        if not rest.ended:
            return fields
        first, *others = fields[-1].rstrip("\r\n").split(self._separator)
        return [*fields[:-1], f'"{first}', *others]

    def _damaged(self, lines: Sequence[str]) -> bool:
        """Return whether text follows a closing quote, as where the quote opened another cell."""
        try:
            next(csv.reader(lines, delimiter=self._separator, strict=True))
        except csv.Error:
            return True
        return False

    def _lie_apart(self, lines: Sequence[str], unclosed: bool) -> bool:
        """Return whether lines may be rows, one each: wide enough, the last one maybe only begun."""
        first, *others = (fields for line in lines if (fields := self._alone(line)))
        width = self._width or len(first)
        looked_at = others[:1] if unclosed else others[:-1]  # to the end of a file, cells of several lines may follow
        begun = [] if unclosed else others[-1:]
        return all(len(fields) >= width for fields in [first, *looked_at]) and all(
            len(fields) >= width or _shape(fields) == _shape(first) for fields in begun
        )

    def _look_alike(self, lines: Sequence[str]) -> bool:
        """Return whether lines must be rows, though their quotes are in order: all of one width, with ids alike."""
        rows = [self._alone(line) for line in lines]
        if {len(fields) for fields in rows} != {self._width}:
            return False
        if self._width >= _SURE:
            return len({_shape(fields) for fields in rows}) == 1
        return len({_DIGIT.sub("9", fields[0]) for fields in rows}) == 1 and len(_DIGIT.findall(rows[0][0])) >= _DIGITS


def _shape(fields: Sequence[str]) -> str:
    """Return what ids of one table have in common: 1163 and 59998, SKU-7a and AB-12c."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", fields[0].strip())) if fields else ""
