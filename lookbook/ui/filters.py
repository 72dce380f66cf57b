"""The conditions on the answer: one button for each column, with its values and how many products have each."""

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from lookbook.conditions import Between, Condition, number
from lookbook.ui import session
from lookbook.ui.columns import LABELS, RANGES
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain
from lookbook.ui.session import PageState


def show(live: LiveIndex, query: PageState) -> None:
    """Show a button for each column that the product table has."""
    columns = live.book.catalog.columns
    with st.container(key="filters", horizontal=True, gap="xsmall"):
        for column in filter(columns.__contains__, LABELS):
            _choice(live, query, column)
        for column in filter(columns.__contains__, RANGES):
            _range(live, query, column)


def values(condition: Condition | None) -> Sequence[str]:
    """Return the values that a condition names."""
    return condition.values if condition else ()


def _choice(live: LiveIndex, query: PageState, column: str) -> None:
    counts = dict(live.book.counts(column, query.where))
    chosen = list(values(query.where.get(column)))
    counts |= {value: 0 for value in chosen if value not in counts}
    key, label = _widget(column, chosen), LABELS[column]
    with st.popover(label, key=f"open-{column}", disabled=len(counts) < 2):
        st.pills(
            label,
            list(counts),
            selection_mode="multi",
            default=chosen,
            format_func=lambda value: f"{plain(value)} :small[{counts[value]:,}]",
            key=key,
            on_change=partial(_choose, column, key),
        )


def _widget(column: str, chosen: object) -> str:
    """Return the key of a column's widget, which shows what is asked for: a new one where that was changed elsewhere.

    A browser keeps what a widget showed when its popover was closed, and sends it with the next click anywhere. What it
    sends for a key that is gone counts for nothing.
    """
    number, shown = st.session_state.get(_drawn(column), (0, None))
    number += shown != chosen
    st.session_state[_drawn(column)] = number, chosen
    return f"filter-{column}-{number}"


def _taken(column: str, key: str) -> Any:
    """Return what was chosen in a column's own widget, which so shows what is asked for."""
    chosen = st.session_state[key]
    st.session_state[_drawn(column)] = int(key.rpartition("-")[2]), chosen
    return chosen


def _drawn(column: str) -> str:
    return f"drawn-{column}"


def _choose(column: str, key: str) -> None:
    session.choose(column, _taken(column, key))


def _range(live: LiveIndex, query: PageState, column: str) -> None:
    numbers = _numbers(value for value, _ in live.book.counts(column))
    if len(numbers) < 2:
        return
    low, high = numbers[0], numbers[-1]
    whole = all(number.is_integer() for number in numbers)
    ends = _ends(query.where.get(column), low, high)
    key, label = _widget(column, ends), RANGES[column]
    with st.popover(label, key=f"open-{column}"):
        st.slider(
            label,
            low,
            high,
            ends,
            step=1.0 if whole else 0.01,
            format="%d" if whole else "%.2f",
            key=key,
            on_change=partial(_span, column, key, (low, high)),
        )


def _ends(wanted: Condition | None, low: float, high: float) -> tuple[float, float]:
    """Return the ends of a range, none of them beyond those of all products."""
    if not isinstance(wanted, Between):
        return low, high
    first = low if wanted.low is None else wanted.low
    last = high if wanted.high is None else wanted.high
    return min(max(first, low), high), min(max(last, low), high)


def _span(column: str, key: str, everything: tuple[float, float]) -> None:
    chosen = _taken(column, key)
    session.narrow(column, None if chosen == everything else Between(*chosen))


def _numbers(texts: Iterable[str]) -> Sequence[float]:
    """Return the numbers among some values, ascending."""
    return sorted(filter(math.isfinite, map(number, texts)))
