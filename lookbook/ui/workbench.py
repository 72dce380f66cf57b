"""For data people: each way of searching alone for one question, and labels that the pictures contradict."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from lookbook.errors import LookbookError
from lookbook.evaluation.disagreement import MOST, Disagreement, disagreements
from lookbook.live import Stamp
from lookbook.photos import PhotoError
from lookbook.ui import columns, pictures, spreadsheet
from lookbook.ui.finding import Found, in_way
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

if TYPE_CHECKING:
    from lookbook.book import Lookbook

WAYS: Mapping[str, str] = {"visual": "By look", "text": "By words", "features": "By features", "all": "All mixed"}
SHOWN, WIDTH = 5, 64
LARGEST = 100_000
"""Pictures of a catalogue whose labels are looked through while a visitor waits."""
DOUBTED = ("articleType", "gender", "baseColour")


def beside(live: LiveIndex, found: Found) -> None:
    """Show what each way of searching finds for one question, once that is unfolded."""
    with st.expander("Each way of searching alone", type="compact", key="beside", on_change="rerun") as fold:
        if not fold.open:
            return
        with st.container(key="ways"):
            for place, (mode, name) in zip(st.columns(len(WAYS)), WAYS.items(), strict=True):
                with place:
                    st.markdown(f"**{name}**")
                    _way(live, found, mode)


def _way(live: LiveIndex, found: Found, mode: str) -> None:
    try:
        hits = in_way(live, found.query, mode, SHOWN)
    except LookbookError as error:
        sentence = str(error)
        st.caption(plain(sentence[:1].upper() + sentence[1:]))
        return
    if not hits:
        st.caption("Nothing fits.")
    for hit in hits:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            name = columns.title(live.book.product(hit), hit.id)
            pictures.show(live, hit.filename, name, width=WIDTH)
            st.caption(f"{plain(name)}  \n{hit.score:.3f}")


def doubts(live: LiveIndex) -> None:
    """Show the labels that the pictures speak against, once that is unfolded; nothing where there are no labels."""
    known = [column for column in DOUBTED if column in live.book.catalog.columns]
    if not known or live.own is None:  # the vectors that are compared are a server's
        return
    with st.expander("Labels that the pictures contradict", type="compact", key="doubts", on_change="rerun") as fold:
        if not fold.open:
            return
        if len(live.book) > LARGEST:
            st.caption(f"With {len(live.book):,} pictures this takes a while: `lookbook labels` lists them as CSV.")
            return
        column = st.selectbox("Column", known, format_func=plain, key="doubted")
        _table(live, _doubted(live.own, live.stamp, column), column)


def _table(live: LiveIndex, found: Sequence[Disagreement], column: str) -> None:
    if not found:
        st.caption("None: every picture has neighbours of its own label.")
        return
    st.caption(
        f"The nearest 20 pictures of each product vote on its {plain(column)}. These {len(found)} labels have the vote "
        "most clearly against them: errors of the table where it is nearly unanimous, else often kinds that look alike."
    )
    st.dataframe(
        [
            {
                "picture": _picture(live, one.filename),
                "id": one.product,
                "the table says": one.label,
                "its neighbours are": one.likelier,
                "sureness": one.sureness,
            }
            for one in found
        ],
        column_config={
            "picture": st.column_config.ImageColumn(width="small"),
            "sureness": st.column_config.ProgressColumn(min_value=0.0, max_value=1.0, format="%.2f"),
        },
        row_height=64,
        hide_index=True,
    )
    rows = [
        {**spreadsheet.row(live, one.filename), "likelier": one.likelier, "sureness": f"{one.sureness:.3f}"}
        for one in found
    ]
    spreadsheet.button("doubtful-labels.csv", rows, "doubts-csv")


def _picture(live: LiveIndex, filename: str) -> str | None:
    try:
        return pictures.inline(pictures.small(live, filename))
    except PhotoError:
        return None


@st.cache_data(max_entries=8, show_spinner="Comparing each picture with its neighbours …")
def _doubted(_book: "Lookbook", stamp: Stamp, column: str) -> list[Disagreement]:
    return disagreements(_book, column, MOST)
