"""What suits one customer, or a visitor by what they save: shown only where there are purchases."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lookbook.behavior.errors import BehaviorError
from lookbook.behavior.hybrid import fused
from lookbook.behavior.recommender import Recommendation, Recommender
from lookbook.behavior.taste import Deed, Taste
from lookbook.ui import card, columns, pictures, shortlist
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

COUNT, LAST, PEOPLE, WIDER = 10, 8, 200, 4
NOBODY = "Somebody new"
_CUSTOMER, DISMISSED = "customer", "dismissed"


def show(live: LiveIndex) -> None:
    """Show recommendations for the customer that the visitor chose."""
    recommender = _recommender(live)
    if recommender is None:
        return
    st.header("For you", anchor=False)
    chosen = st.selectbox(
        "Customer",
        [NOBODY, *recommender.customers(PEOPLE)],
        key=_CUSTOMER,
        help="Whose purchases decide what is shown. Somebody new is judged by what you save with the heart.",
        width=320,
    )
    saved = [product for product in shortlist.liked() if product in live.filenames]
    if chosen == NOBODY:
        found = _for_visitor(live, recommender, saved)
        _history(live, "Saved", saved[::-1][:LAST])
    else:
        found = recommender.recommend(chosen, COUNT, without=_dismissed())
        _history(live, "Bought last", recommender.history(chosen, LAST))
    _grid(live, found)


def _for_visitor(live: LiveIndex, recommender: Recommender, saved: Sequence[str]) -> list[Recommendation]:
    """Return what is bought with what the visitor saved, ordered by its look too, what they dismissed pushing away."""
    taste = Taste((*(Deed("dismissed", product) for product in _dismissed()), *(Deed("saved", one) for one in saved)))

    def fetch(products: Sequence[str]) -> NDArray[np.float32]:
        return live.book.store.fetch([live.filenames[product] for product in products])

    found = recommender.for_basket(saved, WIDER * COUNT, _dismissed())
    wishes = taste.wishes(fetch)
    best = fused(found, [lambda product: 1 + wishes(product)] if taste.deeds else [], 1.0)[:COUNT]
    reasons = [taste.reason(hit.id, fetch) for hit in best]
    return [
        replace(hit, reason=reason or hit.reason, because=(product,) if product else hit.because)
        for hit, (reason, product) in zip(best, reasons, strict=True)
    ]


def with_it(live: LiveIndex, product: str, most: int) -> Sequence[str]:
    """Return the pictures of what is bought with a product; nothing where there are no purchases."""
    recommender = _recommender(live)
    return [] if recommender is None else [live.filenames[other] for other in recommender.with_it(product, most)]


def _recommender(live: LiveIndex) -> Recommender | None:
    if not live.book.personal.has_purchases:
        return None
    try:
        with st.spinner("Looking at what people buy …"):
            return live.book.personal.recommender
    except BehaviorError as error:
        st.caption(f":material/info: {plain(str(error))}")
        return None


def _history(live: LiveIndex, heading: str, products: Sequence[str]) -> None:
    if not products:
        return
    st.caption(heading)
    with st.container(key="history", horizontal=True, gap="small"):
        for product in products:
            name = columns.title(live.book.catalog.product(live.filenames[product]), product)
            pictures.show(live, live.filenames[product], f"{heading}: {name}", width=64)


def _grid(live: LiveIndex, found: Sequence[Recommendation]) -> None:
    with st.container(key="for-you"), st.grid(5, min_column_width=140, gap="small"):
        for number, hit in enumerate(found):
            with st.container(gap="xsmall"):
                card.show(live, hit.filename, f"for-you-{number}", why=_why(live, hit))
                st.button(
                    ":small[Not for me]",
                    key=f"dismiss-{number}",
                    icon=":material/close:",
                    on_click=partial(_dismiss, hit.id),
                    type="tertiary",
                )
    if _dismissed():
        st.button("Show again what I dismissed", key="undismiss", on_click=_reset, type="tertiary")


def _why(live: LiveIndex, hit: Recommendation) -> str:
    """Put a reason into a sentence that names one product of the customer's own, where another one speaks for it."""
    others = [product for product in hit.because if product != hit.id and product in live.filenames]
    if not others:
        return hit.reason
    return f"{hit.reason}: {columns.title(live.book.catalog.product(live.filenames[others[0]]), others[0])}"


def _dismissed() -> Sequence[str]:
    dismissed: Sequence[str] = st.session_state.get(DISMISSED, ())
    return dismissed


def _dismiss(product: str) -> None:
    st.session_state[DISMISSED] = (*_dismissed(), product)


def _reset() -> None:
    st.session_state[DISMISSED] = ()
