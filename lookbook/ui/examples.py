"""Six pictures of the catalogue to start from: always the same ones, of different kinds."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

import streamlit as st

from lookbook.catalog.catalog_table import CatalogTable
from lookbook.live import Stamp
from lookbook.photos import PhotoError
from lookbook.ui import pictures, session
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.markdown import plain

COUNT = 6


def show(live: LiveIndex) -> None:
    """Show the examples; a click on one searches with it."""
    with st.container(key="examples"), st.grid(COUNT, min_column_width=96, gap="small"):
        for number, filename in enumerate(_chosen(live, live.stamp)):
            _show(live, number, filename)


def choose(catalog: CatalogTable) -> list[str]:
    """Choose the middle picture of each of the commonest article types, no two of one sub-category."""
    chosen = list(_one_a_shelf(catalog))
    fronts = list(catalog.fronts.values())
    step = max(1, len(fronts) // COUNT)
    others = [name for name in fronts[step // 2 :: step] if name not in chosen]
    return (chosen + others)[:COUNT]


def _one_a_shelf(catalog: CatalogTable) -> Iterator[str]:
    kinds: dict[tuple[str, str], list[str]] = {}
    table, known = catalog.table, "subCategory" in catalog.columns
    shelved = zip(catalog.fronts.values(), table.of_fronts("articleType"), table.of_fronts("subCategory"), strict=True)
    for name, article, shelf in shelved:
        if article:
            kinds.setdefault((shelf if known else article, article), []).append(name)
    shelves: Counter[str] = Counter()
    for (shelf, _), names in kinds.items():
        shelves[shelf] += len(names)
    seen: set[str] = set()
    for shelf, article in sorted(kinds, key=lambda kind: (-len(kinds[kind]), -shelves[kind[0]], kind)):
        if shelf not in seen:
            seen.add(shelf)
            names = kinds[shelf, article]
            yield names[len(names) // 2]


@st.cache_data(max_entries=1, show_spinner=False)
def _chosen(_live: LiveIndex, stamp: Stamp) -> list[str]:
    return choose(_live.book.catalog)


def _show(live: LiveIndex, number: int, filename: str) -> None:
    try:
        picture = pictures.tile(live, filename)
    except PhotoError:
        return  # a picture that has just vanished is no example
    label = live.book.catalog.product(filename).get("articleType") or f"Example {number + 1}"
    with st.container(key=f"link-example-{number}", gap="xsmall", horizontal_alignment="center"):
        st.image(pictures.inline(picture), width="stretch", alt=f"Example: {label}")
        search = partial(session.ask, session.PageState(like=live.book.catalog.product_id(filename)))
        st.button(plain(label), key=f"linked-example-{number}", on_click=search, type="tertiary", width="stretch")
