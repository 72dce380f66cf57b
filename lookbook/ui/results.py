"""The answer: what was asked with and what is seen in it, beside the products that fit it best."""

from collections.abc import Sequence

import streamlit as st

from lookbook.ui import (
    active_filters,
    card,
    columns,
    crop,
    detected,
    filters,
    going_on,
    heading,
    likeness,
    mine,
    numbers,
    pictures,
    refusal,
    share,
    understood,
    unknown_values,
    why,
    workbench,
)
from lookbook.ui import map as chart
from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

LOOK = (
    "Of ten pieces that are called nearly the same or very close, nine and more are of the right type; of ten that are "
    "called similar, seven or eight, and of ten guesses, about four. The plain number stands in the details."
)
WORDS = "Below each piece stands which of your words its own words meet. The plain number stands in the details."


def says(live: LiveIndex, found: Found) -> str:
    """Return an answer as it is said to who hears the page."""
    if refusal.due(found) or not found.hits:
        return refusal.says(found)
    first, (_, shown) = found.hits[0], going_on.window(live, found)
    name = columns.title(live.book.product(first), first.id)
    return f"{_heading(found)}. Pieces shown: {shown}. The first: {name}."


def show(live: LiveIndex, found: Found) -> None:
    """Show what was asked with beside the products; on a phone, above them."""
    if not (found.photo or found.query.like):
        _products(live, found)
        return
    left, right = st.columns((1, 3), gap="medium")
    with left:
        _asked_with(live, found)
    with right:
        _products(live, found)


def _asked_with(live: LiveIndex, found: Found) -> None:
    with st.container(key="asked-with"):
        with st.container(key="asked"):
            if found.photo and found.query.photo:
                crop.show(live, found, found.photo, found.query.photo)
            else:
                filename = live.filenames[found.query.like]
                name = columns.title(live.book.catalog.product(filename), found.query.like)
                pictures.show(live, filename, f"Asked with: {name}")
        if not refusal.due(found):
            detected.show(live, found)


def _products(live: LiveIndex, found: Found) -> None:
    if refusal.due(found):
        active_filters.show(found.query)
        refusal.not_carried(found)
        return
    if live.book.catalog.columns:
        filters.show(live, found.query, found.among)
    active_filters.show(found.query)
    understood.show(found)
    if not found.hits:
        refusal.nothing(found)
        for sentence in unknown_values.sentences(live, found.query.where):
            st.markdown(plain(sentence))
        return
    mine.show(found)
    _grid(live, found)
    share.show(live, found)
    chart.folded(live, found)
    if found.query.searches:
        workbench.beside(live, found)
    numbers.show(live, found)


def _grid(live: LiveIndex, found: Found) -> None:
    start, shown = going_on.window(live, found)
    hits = found.hits[:shown]
    sure = likeness.words_for(live, found, hits)
    refused = list(found.understood.refusals) if found.understood else []
    reasons = why.reasons([live.book.product(hit) for hit in hits], detected.wanted(live, found), refused)
    own = found.mine or {}
    heading.show(_heading(found), _help(found, sure))
    going_on.back(live, found, start)
    with st.container(key="results"):
        for says, numbered in understood.groups(found, hits):
            group = [(number, hit) for number, hit in numbered if number >= start]
            if says and group:
                st.markdown(plain(says))
            with st.grid(5, min_column_width=140, gap="small"):
                for number, hit in group:
                    higher = own.get(hit.id, "")
                    card.show(live, hit.filename, f"result-{number}", sure[number], reasons[number], hit.copies, higher)
    going_on.show(live, found, start, shown)


def _heading(found: Found) -> str:
    query = found.query
    if not query.searches:
        return "1 product" if found.total == 1 else f"{found.total:,} products"
    if query.photo or query.like:
        return "Fits both best" if query.text else "Looks most like it"
    return "Fits your words best"


def _help(found: Found, sure: Sequence[str]) -> str | None:
    if found.understood is not None:
        return WORDS
    return LOOK if any(sure) else None
