"""The answer: the visitor's photo and what the encoder sees in it, beside the products that look most like it."""

from functools import partial

import streamlit as st

from lookbook.hit import Hit
from lookbook.photos import PhotoError
from lookbook.ui import pictures, visit
from lookbook.ui.finding import Found
from lookbook.ui.opened import Opened
from lookbook.ui.plain import percent, plain

SEEN = ("articleType", "baseColour", "gender")
SURE = 0.2
"""Below this probability the encoder is only guessing, and a guess is not shown."""
SCORE = (
    "The percentage is the cosine similarity of photo and product, as the encoder sees them: 100 % is the very same "
    "picture. It orders the results; it is not the chance that two products are the same."
)


def show(opened: Opened, found: Found) -> None:
    """Show photo and products side by side; on a phone, one below the other."""
    left, right = st.columns((1, 3), gap="medium")
    with left:
        photo(found)
        _seen(found)
    with right:
        _products(opened, found)
        _numbers(opened, found)


def photo(found: Found) -> None:
    """Show the visitor's photo, below the way back."""
    st.button("New search", icon=":material/arrow_back:", on_click=visit.ask, args=(None,), type="tertiary")
    with st.container(key="photo"):
        st.image(found.photo, width="stretch", alt="Your photo")


def _seen(found: Found) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        for values in (found.attributes[name] for name in SEEN if found.attributes.get(name)):
            (value, probability), *_ = values
            alternatives = ", ".join(f"{plain(other)} {percent(share)}" for other, share in values)
            if probability >= SURE:
                st.badge(f"{plain(value)} {percent(probability)}", color="gray", help=f"Seen: {alternatives}")


def _products(opened: Opened, found: Found) -> None:
    step = opened.book.settings.results
    hits = found.hits[: step + visit.shown()]
    st.subheader("Looks most like it", help=SCORE, anchor=False)
    with st.container(key="results"), st.grid(5, min_column_width=140, gap="small"):
        for number, hit in enumerate(hits):
            with st.container(key=f"link-{number}", gap="xsmall"):
                _card(opened, hit)
                again = partial(visit.ask, visit.Query(example=hit.filename))
                st.button(":small[:primary[More like this]]", key=f"linked-{number}", on_click=again, type="tertiary")
    if len(hits) < len(found.hits):
        with st.container(horizontal_alignment="center"):
            st.button("Show more", icon=":material/expand_more:", on_click=partial(visit.show_more, step))


def _card(opened: Opened, hit: Hit) -> None:
    product = opened.book.product(hit)
    title = product.get("productDisplayName") or hit.id
    try:
        st.image(pictures.tile(opened, hit.filename), width="stretch", alt=title)
    except PhotoError:
        st.caption(":material/hide_image: This picture is gone.")
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"):
        st.progress(round(100 * min(1.0, max(0.0, hit.score))))
        st.caption(percent(hit.score), width="content")
    st.text(title)
    st.caption(" · ".join(plain(product[name]) for name in SEEN if product.get(name)))


def _numbers(opened: Opened, found: Found) -> None:
    encoder = opened.book.index.encoder
    with st.expander("The numbers", type="compact"):
        st.caption(
            f"{len(opened.book):,} pictures searched in {found.milliseconds:.0f} ms, "
            f"from the photo's bytes to the results. Encoder {plain(encoder.name)}, version {plain(encoder.version)}."
        )
