"""The catalogue as a map: what looks alike lies together, and what was asked and found is marked."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lookbook.live import Stamp
from lookbook.photos import PhotoError
from lookbook.ui import columns, pictures, session
from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.points import Place, Points, packed_bits, scaled

if TYPE_CHECKING:
    from lookbook.book import Lookbook

POINTS_DRAWN = 50_000
"""How many points are drawn."""
COLOURS, SAID, MARKED = 8, 5, 10
"""How many kinds have a colour, how many are told to who can't see the map, and how many results are marked."""
_KINDS = ("articleType", "subCategory", "masterCategory", "gender")
_NO_KIND = "Other"


def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


# what is sent lies in a list, as a dict itself would be searched for data frames by pandas, 65 MB of it
_map = st.components.v2.component(
    "lookbook.map", html=_part("map.html"), css=_part("map.css"), js=_part("points.js") + _part("map.js")
)
# a component of its own, so that the points are not sent again with every picture that is looked at
_card = st.components.v2.component(
    "lookbook.card",
    js="""export default ({ data: [detail] }) => {
  window.dispatchEvent(new CustomEvent("lookbook-card", { detail }));
};""",
)


def folded(live: LiveIndex, found: Found | None = None) -> None:
    """Show the map once it is unfolded."""
    if live.own is None:  # the vectors that it is drawn from are a server's
        return
    with st.expander("The map", type="compact", key="map-folded", on_change="rerun") as fold:
        if fold.open:
            show(live, found)


@st.fragment
def show(live: LiveIndex, found: Found | None = None) -> None:
    """Show the map; a point that is looked at shows its picture, and one that is clicked its details."""
    if (book := live.own) is None:
        return
    hits = found.hits[:MARKED] if found else []
    names = list(live.filenames.values())
    fronts = [live.filenames[hit.id] for hit in hits]
    points = _points(book, live.stamp, tuple(fronts) if len(names) > POINTS_DRAWN else ())
    rows = points.rows.tolist()
    left = _left(live, found, points)
    drawn = {names[row]: point for point, row in enumerate(rows)}
    data = {
        "points": points.packed,
        "left": None if left is None else packed_bits(left),
        "kinds": points.kinds,
        "colours": min(COLOURS, len(points.kinds)),
        "names": points.names,
        "asked": _asked(live, book, found) if found else None,
        "found": [(drawn[name], _title(live, name)) for name in fronts],
        "says": _says(points, left),
    }
    given = _map(key="map", data=[data], on_near_change=_heard, on_picked_change=_heard)
    if given.picked in range(len(rows)):
        session.inspect(live.book.catalog.product_id(names[rows[given.picked]]))
        st.rerun()
    st.caption(_hint(len(rows), len(names), left))
    near = given.near in range(len(rows))
    _card(key="map-card", data=[{"point": given.near} | _looked_at(live, names[rows[given.near]]) if near else {}])


def _left(live: LiveIndex, found: Found | None, points: Points) -> NDArray[np.bool_] | None:
    """Return which of the points (M,) the filters leave; None where there are no filters."""
    table = live.book.catalog.table
    rows = table.select(found.query.where) if found else None
    return None if rows is None else np.isin(table.fronts, table.first[rows])[points.rows]


def _heard() -> None:
    """Do nothing: what the map tells is read where it is shown."""


@st.cache_data(max_entries=8, show_spinner="Drawing the map …")
def _points(_book: "Lookbook", stamp: Stamp, wanted: Sequence[str]) -> Points:
    catalog, names = _book.catalog, list(_book.catalog.fronts.values())
    column = next((name for name in _KINDS if name in catalog.columns), "")
    own = [kind or _NO_KIND for kind in catalog.table.of_fronts(column)]
    places = _book.map.places[catalog.table.fronts]
    return Points.choose(places, own, POINTS_DRAWN, [names.index(name) for name in wanted])


def _asked(live: LiveIndex, book: "Lookbook", found: Found) -> Place | None:
    """Return where what was asked with belongs on the map; None of words alone."""
    if found.vector is not None:
        (place,) = book.map.place(found.vector[None])
    elif found.query.like:
        place = book.map.places[book.index.filenames.index(live.filenames[found.query.like])]
    else:
        return None
    x, y = scaled(place).tolist()
    return x, y


def _looked_at(live: LiveIndex, filename: str) -> dict[str, Any]:
    """Return the title and picture of a product; one whose picture is gone is still told of."""
    try:
        picture = pictures.inline(pictures.tile(live, filename))
    except PhotoError:
        picture = ""
    return {"title": _title(live, filename), "picture": picture}


def _title(live: LiveIndex, filename: str) -> str:
    catalog = live.book.catalog
    return columns.title(catalog.product(filename), catalog.product_id(filename))


def _says(points: Points, left: NDArray[np.bool_] | None) -> str:
    kinds = ", ".join(points.kinds[:SAID])
    return (
        f"Map of {len(points.rows):,} pieces; those that look alike lie together. {_filtered(left)}"
        f"Kinds, the largest first: {kinds}. "
        "Arrow keys move the map, plus and minus bring it closer or take it further away, 0 shows all of it."
    )


def _filtered(left: NDArray[np.bool_] | None) -> str:
    return "" if left is None else f"The filters leave {np.count_nonzero(left):,}; the others are faint. "


def _hint(shown: int, count: int, left: NDArray[np.bool_] | None) -> str:
    amount = f"{count:,} pieces" if shown == count else f"{shown:,} of {count:,} pieces"
    alike = f"{amount}, those that look alike close together. {_filtered(left)}"
    return f"{alike}Drag to move; pinch, or click and turn the wheel, to zoom."
