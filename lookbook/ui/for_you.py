"""What suits one customer, or a visitor by what they save: shown only where there are purchases."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from lookbook.behavior.errors import BehaviorError
from lookbook.behavior.hybrid import fused
from lookbook.behavior.recommender import Recommendation, Recommender
from lookbook.behavior.taste import SAID, Taste
from lookbook.ui import card, columns, mine, pictures
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

COUNT, LAST, PEOPLE, WIDER, LIKES = 10, 8, 200, 4, 4
NOBODY = "Somebody new"
_CUSTOMER, _SWITCH = "customer", "taste-switch"


def show(live: LiveIndex) -> None:
    """Show recommendations for the customer that the visitor chose."""
    recommender = _recommender(live)
    if recommender is None:
        return
    st.header("For you", anchor=False)
    people = recommender.customers(PEOPLE)
    chosen = st.selectbox(
        "Customer",
        [NOBODY, *people],
        index=people.index(mine.whom()) + 1 if mine.whom() in people else 0,
        key=_CUSTOMER,
        on_change=_be,
        help="Whose purchases decide what is shown. Somebody new is judged by what you save and look for.",
        width=320,
    )
    if chosen == NOBODY:
        found = _for_visitor(live, recommender)
    else:
        found = recommender.recommend(chosen, COUNT, without=mine.dismissed())
        _history(live, "Bought last", recommender.history(chosen, LAST))
    _grid(live, found)


def _for_visitor(live: LiveIndex, recommender: Recommender) -> list[Recommendation]:
    """Return what is bought with what the visitor saved and looked for, ordered by its look and attributes too."""
    visitor = mine.taste(live)
    wanted = [deed.product for deed in visitor.deeds if deed.kind in SAID]
    _history(live, "Saved", [deed.product for deed in visitor.deeds if deed.kind == "saved"][::-1][:LAST])
    _say(live, visitor)
    found = recommender.for_basket(wanted, WIDER * COUNT, mine.dismissed())
    best = fused(found, mine.wishes(live, visitor) if visitor.deeds else [], 1.0)[:COUNT]
    reasons = [visitor.reason(hit.id, partial(mine.fetch, live)) for hit in best]
    return [
        replace(hit, reason=reason or hit.reason, because=(product,) if product else hit.because)
        for hit, (reason, product) in zip(best, reasons, strict=True)
    ]


def _say(live: LiveIndex, visitor: Taste) -> None:
    """Say what the visitor seems to like, with the switch, and the way to forget it."""
    liked = [(weight, value) for values in mine.liked(live, visitor).values() for value, weight in values.items()]
    likes = ", ".join(plain(value) for _, value in sorted(liked, key=lambda one: (-one[0], one[1]))[:LIKES])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.toggle(
            "Go by what I save and look for",
            value=mine.on(),
            key=_SWITCH,
            on_change=mine.switch,
            args=(_SWITCH,),
        )
        if visitor.deeds:
            st.button("Forget what I looked for", key="undismiss", on_click=mine.reset, type="tertiary")
    if likes:
        st.caption(f"You seem to like: {likes}")


def with_it(live: LiveIndex, product: str, most: int) -> Sequence[str]:
    """Return the pictures of what is bought with a product; nothing where there are no purchases."""
    recommender = _recommender(live)
    return [] if recommender is None else [live.filenames[other] for other in recommender.with_it(product, most)]


def _recommender(live: LiveIndex) -> Recommender | None:
    if live.own is None or not live.own.personal.has_purchases:
        return None
    try:
        with st.spinner("Looking at what people buy …"):
            live.own.personal.prepare()
            return live.own.personal.recommender
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
                card.show(
                    live, hit.filename, f"for-you-{number}", why=mine.because(live, hit.id, hit.reason, hit.because)
                )
                st.button(
                    ":small[Not for me]",
                    key=f"dismiss-{number}",
                    icon=":material/close:",
                    on_click=partial(mine.dismiss, hit.id),
                    type="tertiary",
                )
    if mine.whom() and mine.dismissed():
        st.button("Show again what I dismissed", key="undismiss", on_click=mine.reset, type="tertiary")


def _be() -> None:
    chosen = st.session_state[_CUSTOMER]
    mine.be("" if chosen == NOBODY else chosen)
