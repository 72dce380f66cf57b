"""All that the catalogue tells of one product, and what is similar to it, in a dialog."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import streamlit as st

from lookbook.hit import Hit
from lookbook.ui import columns, for_you, keeping, likeness, link, offer, pictures, session, shortlist
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
    _similar(live, "look", live.book.search(like=product, k=SIMILAR, distinct=True))
    if row.get(columns.TITLE):
        _similar(live, "title", live.book.search(text=title, k=SIMILAR + 1, distinct=True))
    bought = for_you.with_it(live, product, SIMILAR)
    _row(
        live, "Others bought with it", "bought", [Hit(live.book.catalog.product_id(name), name, 0.0) for name in bought]
    )


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


def _similar(live: LiveIndex, way: str, hits: Sequence[Hit]) -> None:
    """Show a row of other products; a click on one shows its details."""
    _row(live, f"Similar by {way}", way, [hit for hit in hits if hit.id != session.inspected()][:SIMILAR])


def _row(live: LiveIndex, heading: str, way: str, others: Sequence[Hit]) -> None:
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
