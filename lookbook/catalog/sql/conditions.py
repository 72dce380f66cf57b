"""Conditions on columns, rendered as SQL so that they mean what they mean on a table in memory."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from lookbook.catalog.column import Column
from lookbook.catalog.sql.cells import Kind, text
from lookbook.catalog.sql.source import Source
from lookbook.catalog.texts import Texts
from lookbook.conditions import AnyOf, Between, Condition, Dates, Renderers, Where, day, number, render
from lookbook.errors import BadCondition

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement

MOST_VALUES = 10_000
"""How many different texts a column may hold for their spellings to be looked through, one by one."""


class Spellings(NamedTuple):
    """The different cells of a column of texts: as the database has them, as ours, and when that was."""

    cells: Sequence[Any]
    column: Column
    since: float


class Conditions:
    """Renders conditions on one table.

    What is spelled in several ways in a column of texts is found by all of them, and so is a value that stands beside
    others in a cell: the different texts are read, looked through here, and named to the database. That is not done
    where there are very many: then only capitals and blanks are forgiven.

    Args:
        source: the table.
        seconds: how long the different texts of a column are remembered.
        clock: the time in seconds.
    """

    def __init__(self, source: Source, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._source, self._seconds, self._clock = source, seconds, clock
        self._remembered: dict[str, Spellings] = {}
        renderers: Renderers[ColumnElement[bool]] = {
            AnyOf: self._any_of, Between: self._between, Dates: self._dates,
        }  # fmt: skip
        self._renderers = renderers

    def rendered(self, where: Where) -> "list[ColumnElement[bool]]":
        """Return conditions as SQL. Raises BadCondition or DatabaseError."""
        return render(where, self._renderers)

    def _any_of(self, name: str, wanted: AnyOf) -> "ColumnElement[bool]":
        import sqlalchemy

        column, kind = self._source.column(name), self._source.kinds[name]
        if kind is Kind.TEXT:
            return self._spelled(name, wanted)
        if kind is Kind.NUMBER:
            numbers = [number(value) for value in wanted.values]
            named: list[ColumnElement[bool]] = [column.in_([value for value in numbers if not math.isnan(value)])]
        else:
            named = [self._dates(name, Dates(value, value)) for value in wanted.values]
        empty = [column.is_(None)] if "" in map(str.strip, wanted.values) else []
        return sqlalchemy.or_(*named, *empty)

    def _between(self, name: str, wanted: Between) -> "ColumnElement[bool]":
        import sqlalchemy

        column, kind = self._source.column(name), self._source.kinds[name]
        if kind is Kind.TEXT:
            return self._spelled(name, wanted)
        if kind is Kind.DAY:
            return sqlalchemy.false()
        low = [] if wanted.low is None else [column >= wanted.low]
        high = [] if wanted.high is None else [column <= wanted.high]
        return sqlalchemy.and_(column.is_not(None), *low, *high)

    def _dates(self, name: str, wanted: Dates) -> "ColumnElement[bool]":
        import sqlalchemy

        column, kind = self._source.column(name), self._source.kinds[name]
        if kind is Kind.TEXT:
            return self._spelled(name, wanted)
        first = -math.inf if wanted.first is None else day(wanted.first)
        last = math.inf if wanted.last is None else day(wanted.last, last=True)
        if kind is Kind.NUMBER or math.isnan(first) or math.isnan(last):
            return sqlalchemy.false()
        bounds = [] if first == -math.inf else [column >= date.fromordinal(int(first))]
        bounds += [] if last == math.inf else [column < date.fromordinal(int(last)) + timedelta(1)]
        return sqlalchemy.and_(column.is_not(None), *bounds)

    def _spelled(self, name: str, wanted: Condition) -> "ColumnElement[bool]":
        """Name the cells of a column of texts that fulfil a condition."""
        import sqlalchemy

        column, spellings = self._source.column(name), self._spellings(name)
        if spellings is None:
            return self._roughly(name, wanted)
        cells = [spellings.cells[place] for place in np.flatnonzero(wanted.mask(spellings.column)).tolist()]
        empty = [column.is_(None)] if any(cell is None for cell in cells) else []
        return sqlalchemy.or_(column.in_([cell for cell in cells if cell is not None]), *empty)

    def _roughly(self, name: str, wanted: Condition) -> "ColumnElement[bool]":
        import sqlalchemy

        if not wanted.values:
            raise BadCondition(
                f"{name} holds more than {MOST_VALUES:,} different texts, of which no range can be asked for; make it "
                "a column of numbers or dates."
            )
        trimmed = sqlalchemy.func.lower(sqlalchemy.func.trim(self._source.column(name)))
        return trimmed.in_([value.strip().lower() for value in wanted.values])

    def _spellings(self, name: str) -> Spellings | None:
        """Return the different cells of a column, None where there are very many."""
        known = self._remembered.get(name)
        if known is None or self._clock() - known.since > self._seconds:
            cells = self._source.values(name, MOST_VALUES)
            known = Spellings(cells, distinct([text(cell) for cell in cells]), self._clock())
            self._remembered[name] = known
        return known if len(known.cells) <= MOST_VALUES else None


def distinct(values: Sequence[str]) -> Column:
    """Return a column whose values are these, each at its own place, be two of them the same."""
    return Column(Texts.of(values), np.arange(len(values), dtype=np.int32))


def told(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return values and how many have each, as `ProductTable.counts` does, of how many have each spelling.

    Only the sum over all spellings of a value counts.
    """
    spelled = sorted(counts, key=lambda value: (-counts[value], value))
    column = distinct(spelled)
    times = np.bincount(column.meant, [counts[value] for value in spelled], len(spelled))
    return column.told(times.astype(np.intp))
