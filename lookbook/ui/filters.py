"""The conditions on the answer: one button for each column, with its values and how many products each would leave."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Literal

import numpy as np
import streamlit as st

from lookbook.catalog.table import Rows
from lookbook.conditions import RANGE, Between, Condition, comparable
from lookbook.ui import drawn, session, sorting
from lookbook.ui.columns import LABELS, RANGES
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain
from lookbook.ui.session import PageState

MANY = 20
"""More values than this stand below their first letters, with a field to search them."""


def show(
    live: LiveIndex, query: PageState, among: Rows | None = None, alignment: Literal["left", "center"] = "left"
) -> None:
    """Show a button for each column that the product table has, and one for the order.

    Args:
        live: the catalogue.
        query: what is asked.
        among: the pictures that its words allow; None = all of them.
        alignment: where the buttons stand.
    """
    columns = live.book.catalog.columns
    with st.container(key="filters", horizontal=True, horizontal_alignment=alignment, gap="xsmall"):
        for column in filter(columns.__contains__, LABELS):
            _choice(live, query, column, among)
        for column in filter(columns.__contains__, RANGES):
            _range(live, query, column)
        sorting.show(live, query)


def values(condition: Condition | None) -> Sequence[str]:
    """Return the values that a condition names."""
    return condition.values if condition else ()


def span(condition: Condition) -> str:
    """Say a range in words."""
    low, _, high = str(condition).partition(RANGE)
    return f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"


def _choice(live: LiveIndex, query: PageState, column: str, among: Rows | None) -> None:
    counts = dict(live.book.counts(column, query.where, among))
    spelled = {comparable(value): value for value in counts}
    chosen = [spelled.get(comparable(value), value) for value in values(query.where.get(column))]
    counts |= {value: 0 for value in chosen if value not in counts}
    label = f"{LABELS[column]} · {len(chosen)}" if chosen else LABELS[column]
    with st.popover(label, key=f"open-{column}", disabled=len(counts) < 2):
        names = _found(column, list(counts)) if len(counts) > MANY else list(counts)
        for letter, group in _groups(names, many=len(counts) > MANY):
            part = f"{column}-{letter}" if letter else column
            key = drawn.key(part, own := [value for value in chosen if value in group])
            st.pills(
                letter or LABELS[column],
                group,
                selection_mode="multi",
                default=own,
                format_func=lambda value: f"{plain(value)} :small[{counts[value]:,}]",
                key=key,
                on_change=partial(_choose, column, part, key, group),
            )


def _found(column: str, names: Sequence[str]) -> Sequence[str]:
    """Show the field that searches the values of a column, and return those with what is written there."""
    said = st.text_input(
        f"Search in {len(names)}",
        key=f"search-{column}",
        type="search",
        live=True,
        placeholder=f"Search {len(names)} values of {LABELS[column].lower()}",
        label_visibility="collapsed",
    )
    found = [name for name in names if (said or "").strip().casefold() in name.casefold()]
    if not found:
        st.caption("No value has these letters.")
    return found


def _groups(names: Sequence[str], *, many: bool) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield values by their first letter where they are many, else all of them below no letter."""
    if not many:
        yield "", names
        return
    for letter, group in groupby(sorted(names, key=str.casefold), _letter):
        yield letter, list(group)


def _letter(name: str) -> str:
    first = name.strip()[:1].upper()
    return first if first.isalpha() else "#"


def _choose(column: str, part: str, key: str, group: Sequence[str]) -> None:
    """Make the chosen values of a group the condition; those of other groups stay."""
    own = {comparable(value) for value in group}
    asked = session.state()
    before = values(asked.where.get(column)) if asked else ()
    session.choose(column, [*(value for value in before if comparable(value) not in own), *drawn.taken(part, key)])


def _range(live: LiveIndex, query: PageState, column: str) -> None:
    numbers = _numbers(live, column)
    if len(numbers) < 2:
        return
    low, high = numbers[0], numbers[-1]
    whole = all(number.is_integer() for number in numbers)
    wanted = query.where.get(column)
    ends = _ends(wanted, low, high)
    key = drawn.key(column, ends)
    label = f"{RANGES[column]} · {_shown(wanted)}" if wanted else RANGES[column]
    with st.popover(label, key=f"open-{column}"):
        st.slider(
            RANGES[column],
            low,
            high,
            ends,
            step=1.0 if whole else 0.01,
            format="%d" if whole else "%.2f",
            key=key,
            on_change=partial(_span, column, key, (low, high)),
        )


def _shown(wanted: Condition) -> str:
    return ", ".join(wanted.values) or span(wanted)


def _ends(wanted: Condition | None, low: float, high: float) -> tuple[float, float]:
    """Return the ends of a range, none of them beyond those of all products."""
    if not isinstance(wanted, Between):
        return low, high
    first = low if wanted.low is None else wanted.low
    last = high if wanted.high is None else wanted.high
    return min(max(first, low), high), min(max(last, low), high)


def _span(column: str, key: str, everything: tuple[float, float]) -> None:
    chosen = drawn.taken(column, key)
    session.narrow(column, None if chosen == everything else Between(*chosen))


def _numbers(live: LiveIndex, column: str) -> Sequence[float]:
    """Return the numbers that stand in a column, ascending."""
    numbers = live.book.catalog.table.column(column).numbers
    return [float(number) for number in np.unique(numbers[np.isfinite(numbers)])]
