"""Conditions as Milvus reads them: of marks and numbers alone, so no text of anybody's is a part of a filter."""

import json
import math
import sys
from collections.abc import Iterator
from itertools import pairwise

from lookbook.conditions import AnyOf, Between, Dates, Renderers, Where, render
from lookbook.stores.facts import Facts, slot, terms

FACTS, TERMS = "facts", "terms"
"""The field that holds what filters need, and in it the marks of values."""
PARTS = 20
"""How many parts all rows make: marks are as good as drawn by chance, so none is far above 5 in 100 of the rows."""
NUMBER, DAY = "n_", "d_"
"""What stands before a column's mark where its number, or its date, is kept."""


def counts(state: int) -> str:
    """Return the filter of what counts in a state."""
    return f"born <= {state} and gone > {state}"


def fulfilling(state: int, where: Where) -> str:
    """Return the filter of what counts in a state and fulfils conditions."""
    return " and ".join([counts(state), *render(where, RENDERERS)])


def kept(facts: Facts) -> dict[str, object]:
    """Return what filters need, as it is kept."""
    numbers = {NUMBER + name: value for name, value in facts.numbers.items()}
    days = {DAY + name: value for name, value in facts.days.items()}
    return {TERMS: list(facts.terms), **numbers, **days}


def parts(count: int, rows: int) -> Iterator[tuple[str, str]]:
    """Yield the bounds of parts of what fulfils a filter, from a mark to before another; none is a large share of all.

    Args:
        count: how many rows fulfil it.
        rows: how many there are in the collection.
    """
    number = math.ceil(count * PARTS / max(count, rows, 1))  # what was just added may not be among the rows yet
    edges = ["", *(f"{256 * place // number:02x}" for place in range(1, number)), "g"]
    yield from pairwise(edges if count else [])


def listed(texts: object) -> str:
    """Return marks as a list."""
    return json.dumps(texts)


def _any_of(column: str, wanted: AnyOf) -> str:
    return f'json_contains_any({FACTS}["{TERMS}"], {listed(terms(column, wanted))})'


def _between(key: str, bounds: tuple[float, float]) -> str:
    low, high = (math.copysign(sys.float_info.max, one) if math.isinf(one) else one for one in bounds)
    return f'({FACTS}["{key}"] >= {low!r} and {FACTS}["{key}"] <= {high!r})'


RENDERERS: Renderers[str] = {
    AnyOf: _any_of,
    Between: lambda column, wanted: _between(NUMBER + slot(column), wanted.bounds),
    Dates: lambda column, wanted: _between(DAY + slot(column), wanted.bounds),
}
