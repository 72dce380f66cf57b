"""All that the catalogue tells of one product, and what is similar to it, in a dialog."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import streamlit as st

from lookbook.hit import Hit
from lookbook.ui import card, columns, for_you, keeping, likeness, link, messages, offer, pictures, session, shortlist
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

SIMILAR, ABREAST = 5, 3
_HIDDEN = ("id", columns.TITLE, offer.LINK)


def show(live: LiveIndex) -> None:
    """Show the dialog where the visitor looks at a product."""
    if session.inspected() in live.filenames:
        _dialog(live)


@st.dialog("Details", width="medium", on_dismiss=link.close)
def _dialog(live: LiveIndex) -> None:
    with messages.guarded():
        _contents(live)


def _contents(live: LiveIndex) -> None:
    product = session.inspected() or ""
    link.write()
    keeping.show("keeping-details")
    filename = live.filenames[product]
    row = live.book.catalog.product(filename)
    title = columns.title(row, product)
    left, right = st.columns((1, 2), gap="medium")
    with left, st.container(key="detail"):
        pictures.show(live, filename, title)
        _others(live, filename, title)
    with right:
        st.subheader(plain(title), anchor=False)
        st.markdown("  \n".join(_facts(product, row)))
        with st.container(horizontal=True):
            if st.button("More like this", icon=":material/image_search:", key="more-details"):
                session.like(product)
                st.rerun()
            shortlist.heart(product, "heart-details")
            offer.show_shop(row)
    _lists(live, product, row.get(columns.TITLE, ""))


def _lists(live: LiveIndex, product: str, title: str) -> None:
    """Show what is like a product and what is bought with it; nothing twice, and nothing that is behind the dialog."""
    asked = session.state()
    told = {product, *card.shown(), *([asked.like] if asked else [])}
    ways: Sequence[tuple[str, str, Callable[[int], Sequence[Hit]]]] = (
        ("Similar by look", "look", lambda most: live.book.search(like=product, k=most, distinct=True)),
        ("Similar by title", "title", lambda most: live.book.search(text=title, k=most, distinct=True)),
        ("Others bought with it", "bought", lambda most: _bought(live, product, most)),
    )
    for heading, way, found in ways:
        if way == "title" and not title:
            continue
        others = [hit for hit in found(SIMILAR + len(told)) if hit.id not in told][:SIMILAR]
        told |= {hit.id for hit in others}
        _row(live, heading, way, others)


def _bought(live: LiveIndex, product: str, most: int) -> Sequence[Hit]:
    return [Hit(live.book.catalog.product_id(name), name, 0.0) for name in for_you.with_it(live, product, most)]


def _others(live: LiveIndex, filename: str, title: str) -> None:
    """Show the other pictures of the product, small."""
    if others := live.book.catalog.others(filename):
        with st.container(key="others"), st.grid(ABREAST, min_column_width=64, gap="xsmall"):
            for number, name in enumerate(others, 2):
                pictures.show(live, name, f"{title}, picture {number}")


def _facts(product: str, row: Mapping[str, str]) -> Iterator[str]:
    for name, value in row.items():
        if value and name not in _HIDDEN:
            yield f"{plain(columns.NAMES.get(name, name))}: **{plain(value)}**"
    yield f"Number: **{plain(product)}**"
    yield from filter(None, [likeness.number(product)])


def _row(live: LiveIndex, heading: str, way: str, others: Sequence[Hit]) -> None:
    """Show a row of other products; a click on one shows its details."""
    if not others:
        return
    st.markdown(f"**{heading}**")
    with st.container(key=f"similar-{way}"), st.grid(SIMILAR, min_column_width=96, gap="small"):
        for number, hit in enumerate(others):
            part = f"similar-{way}-{number}"
            title = columns.title(live.book.product(hit), hit.id)
            with st.container(key=f"link-{part}", gap="xsmall"):
                pictures.show(live, hit.filename, title)
                st.button(
                    plain(title), key=f"linked-{part}", on_click=partial(session.inspect, hit.id), type="tertiary"
                )
