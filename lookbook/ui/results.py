"""The answer: what was asked with and what is seen in it, beside the products that fit it best."""

from functools import partial

import streamlit as st

from lookbook.ui import (
    active_filters,
    card,
    columns,
    crop,
    detected,
    filters,
    numbers,
    pictures,
    refusal,
    session,
    share,
    why,
)
from lookbook.ui import map as chart
from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.session import PageState

SCORES = {
    "visual": "The percentage is the cosine similarity of photo and product, as the encoder sees them: 100 % is the "
    "very same picture. It orders the results; it is not the chance that two products are the same.",
    "text": "The percentage tells how much of your words the product's own words have in common.",
    "mixed": "The percentage adds up how well the picture and your words fit. It orders the results, no more.",
}


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
            if found.photo:
                crop.show(found, found.photo)
            else:
                filename = live.filenames[found.query.like]
                name = columns.title(live.book.catalog.product(filename), found.query.like)
                pictures.show(live, filename, f"Asked with: {name}")
        if not refusal.due(found):
            detected.show(live, found)


def _products(live: LiveIndex, found: Found) -> None:
    if refusal.due(found):
        refusal.not_carried(found)
        return
    if live.book.catalog.columns:
        filters.show(live, found.query)
    active_filters.show(found.query)
    if not found.hits:
        refusal.nothing(found)
        return
    _grid(live, found)
    share.show(live, found)
    chart.folded(live, found)
    numbers.show(live, found)


def _grid(live: LiveIndex, found: Found) -> None:
    step = live.book.settings.results
    hits = found.hits[: step + session.shown()]
    wanted = detected.wanted(live, found)
    st.header(_heading(found.query), help=_score(found.query), anchor=False)
    with st.container(key="results"), st.grid(5, min_column_width=140, gap="small"):
        for number, hit in enumerate(hits):
            reasons = why.reasons(live.book.product(hit), wanted, found.query.text)
            card.show(live, hit.filename, f"result-{number}", hit.score, reasons)
    if len(hits) < len(found.hits):
        with st.container(horizontal_alignment="center"):
            st.button("Show more", icon=":material/expand_more:", on_click=partial(session.show_more, step))


def _heading(query: PageState) -> str:
    if query.photo or query.like:
        return "Fits both best" if query.text else "Looks most like it"
    return "Fits your words best"


def _score(query: PageState) -> str:
    if not query.text:
        return SCORES["visual"]
    return SCORES["mixed" if query.photo or query.like else "text"]
