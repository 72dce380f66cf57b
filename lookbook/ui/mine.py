"""What a visitor did on the page, as a taste, and the say that it has in the order of results."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lookbook.behavior.errors import BehaviorError
from lookbook.behavior.hybrid import fused
from lookbook.behavior.personal import GENTLY
from lookbook.behavior.taste import Taste, Wish, by_attributes
from lookbook.hit import Hit
from lookbook.ui import columns, refusal, session, shortlist
from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

DISMISSED, MORE, SEARCHED, PLAIN = "dismissed", "more-like", "searched", "plain-order"
LISTS = (DISMISSED, MORE, SEARCHED, PLAIN)
"""What a browser keeps of it."""
COLUMNS = ("gender", "articleType", "baseColour", "usage")
"""The attributes that can be liked."""
MOST = 30
_WHOM, _ORDER, _SWITCH = "for-whom", "my-order", "my-order-switch"


def whom() -> str:
    """Return the customer that the visitor chose to be; "" = somebody new."""
    chosen: str = st.session_state.get(_WHOM, "")
    return chosen


def be(customer: str) -> None:
    """Be a customer, or, with "", somebody new."""
    st.session_state[_WHOM] = customer


def on() -> bool:
    """Whether what the visitor does has a say."""
    return not st.session_state.get(PLAIN)


def switch(key: str) -> None:
    """Let it have a say, or none, as a switch of that key stands now."""
    st.session_state[PLAIN] = () if st.session_state[key] else ("off",)


def reset() -> None:
    """Forget all but what was saved."""
    for name in (DISMISSED, MORE, SEARCHED):
        st.session_state[name] = ()


def dismissed() -> Sequence[str]:
    """Return the products that are not to be shown among what suits the visitor."""
    return _list(DISMISSED)


def dismiss(product: str) -> None:
    """Do not show a product there again."""
    _add(DISMISSED, product)


def taste(live: LiveIndex) -> Taste:
    """Return the visitor's taste, an empty one where it is to have no say."""
    if not on():
        return Taste()
    done = {
        "searched": _list(SEARCHED),
        "more": _list(MORE),
        "saved": shortlist.liked(),
        "dismissed": dismissed(),
    }
    there = {kind: [product for product in products if product in live.filenames] for kind, products in done.items()}
    return Taste.of(there)  # type: ignore[arg-type]  # the keys are the kinds


def fetch(live: LiveIndex, products: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors of products (N, D)."""
    return live.held.store.fetch([live.filenames[product] for product in products])


def wishes(live: LiveIndex, visitor: Taste) -> list[Wish]:
    """Return how much a visitor wants a product: by its look, and by its attributes."""
    by_look = visitor.wishes(partial(fetch, live))
    return [lambda product: 1 + by_look(product), by_attributes(liked(live, visitor), partial(_row, live))]


def liked(live: LiveIndex, visitor: Taste) -> Mapping[str, Mapping[str, float]]:
    """Return how much a visitor likes each value of the attributes."""
    return visitor.attributes({deed.product: _row(live, deed.product) for deed in visitor.deeds})


def told(live: LiveIndex, reason: str, product: str) -> str:
    """Put a reason into a sentence that names the product it goes by."""
    return f"{reason}: {columns.title(live.book.catalog.product(live.filenames[product]), product)}" if reason else ""


def ordered(live: LiveIndex, found: Found) -> Found:
    """Return the results in the visitor's order, which stays while they look at them, and note what they asked."""
    plainly = not found.query.searches or found.query.sort or not found.hits or refusal.due(found)
    if plainly or live.own is None or not live.own.personal.has_purchases:
        return found
    key = (session.turn(), replace(found.query, more=0), found.stamp, whom(), on())
    kept: tuple[Any, Found] | None = st.session_state.get(_ORDER)
    if kept is None or kept[0] != key:
        kept = st.session_state[_ORDER] = (key, _by_wishes(live, found))
        _note(found)
    first = kept[1]
    return replace(found, hits=[*first.hits, *found.hits[len(first.hits) :]], mine=first.mine)


def show(found: Found) -> None:
    """Say by whose wishes the results are ordered, with the switch."""
    if found.mine is None:
        return
    by = f"what {whom()} bought" if whom() else "what you saved, dismissed and looked for"
    with st.container(key="mine", horizontal=True, vertical_alignment="center"):
        st.toggle(f"Ordered by {plain(by)} too", value=on(), key=_SWITCH, on_change=switch, args=(_SWITCH,))


def _by_wishes(live: LiveIndex, found: Found) -> Found:
    """Order results by a visitor's wishes where they have any; those of unlike groups stay as they are."""
    visitor = taste(live)
    if (found.understood and len(found.understood.groups) > 1) or not (whom() or visitor.deeds or not on()):
        return found
    if not on():
        return replace(found, mine={})
    hits, reasons = _of_customer(live, found.hits) if whom() else _of_visitor(live, found.hits, visitor)
    before = {hit.id: place for place, hit in enumerate(found.hits)}
    risen = {hit.id for place, hit in enumerate(hits) if place < before[hit.id]}
    return replace(found, hits=hits, mine={product: reasons[product] for product in risen if reasons.get(product)})


def _of_visitor(live: LiveIndex, hits: list[Hit], visitor: Taste) -> tuple[list[Hit], Mapping[str, str]]:
    reasons = {hit.id: told(live, *visitor.reason(hit.id, partial(fetch, live))) for hit in hits}
    return fused(hits, wishes(live, visitor), GENTLY), reasons


def _of_customer(live: LiveIndex, hits: list[Hit]) -> tuple[list[Hit], Mapping[str, str]]:
    try:
        found = live.held.personal.recommend(whom(), len(hits), search=lambda _: hits)
    except BehaviorError:  # the purchases were exchanged, and this customer is not among them any more
        be("")
        return hits, {}
    own = {hit.id: hit for hit in hits}
    return [own[hit.id] for hit in found], {hit.id: because(live, hit.id, hit.reason, hit.because) for hit in found}


def because(live: LiveIndex, product: str, reason: str, others: Sequence[str]) -> str:
    """Put a reason into a sentence that names one product of a customer's own, where another one speaks for it."""
    own = [other for other in others if other != product and other in live.filenames]
    return told(live, reason, own[0]) if own else reason


def _note(found: Found) -> None:
    """Remember what was asked: a product, or what a search found first."""
    if on() and found.query.like:
        _add(MORE, found.query.like)
    elif on() and (found.query.photo or found.query.text):
        _add(SEARCHED, found.hits[0].id)


def _add(name: str, product: str) -> None:
    others = [one for one in _list(name) if one != product]
    st.session_state[name] = (*others, product)[-MOST:]


def _list(name: str) -> Sequence[str]:
    kept: Sequence[str] = st.session_state.get(name, ())
    return kept


def _row(live: LiveIndex, product: str) -> Mapping[str, str]:
    row = live.book.catalog.product(live.filenames[product])
    return {name: row[name] for name in COLUMNS if row.get(name)}
