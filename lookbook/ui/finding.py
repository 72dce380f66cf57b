"""From what a visitor asks to what is shown: searched once, then remembered in their session."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lookbook.catalog.table import Rows
from lookbook.encoders import masks
from lookbook.encoders.base import Prediction
from lookbook.hit import Hit
from lookbook.live import Stamp
from lookbook.query import Answer, Query, Understood
from lookbook.retrieval.registry import AUTO
from lookbook.ui import pictures, reading, uploads
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.noting import noted
from lookbook.ui.session import Box, PageState, Upload

RESULTS_AT_HAND, AHEAD = 50, 4
"""How many results are at hand, and how many times those that are shown: looked for again where they run out."""
BROWSED = 20
"""How many products are shown at once where nothing is searched for, if the setting says no more."""
_FOUND = "found"
_READ, _SEE, _SEARCH = "to read and to draw the photo", "to see and to search", "to search"
_STAGES = {_READ: "photo", _SEE: "ask", _SEARCH: "ask"}
"""What the log calls what the page says took its time."""


@dataclass(frozen=True)
class Found:
    """The answer to a query.

    Attributes:
        query, stamp: what was asked, and of which index.
        photo: the visitor's photo as JPEG; None where they asked without one.
        box: where the garment is in it; None where the encoder tells none.
        vector: (D,) of the photo.
        attributes: attribute -> (value, probability), likeliest first, as seen in the photo.
        hits: the results, best first, without what was asked with.
        milliseconds: what each stage took.
        unknown: the photo looks like nothing that the catalogue carries.
        understood: what was understood of the words; None where there are none.
        outline: the lines around the garment, as shares of the photo's width and height.
        total: how many products can be found, copies of one picture counted.
        among: the pictures that the words allow; None = all of them.
        complete: whether these are all the results that there are.
        mine: product -> why it stands higher for this visitor than for others; None where their wishes have no say.
    """

    query: PageState
    stamp: Stamp
    photo: bytes | None
    box: Box | None
    vector: NDArray[np.float32] | None
    attributes: Mapping[str, list[tuple[str, float]]]
    hits: list[Hit]
    milliseconds: Mapping[str, float]
    unknown: bool
    understood: Understood | None = None
    outline: Sequence[masks.Ring] = ()
    total: int = 0
    among: Rows | None = None
    complete: bool = False
    mine: Mapping[str, str] | None = None


def find(live: LiveIndex, query: PageState) -> Found:
    """Answer a query. Raises PhotoError, and ValueError where there is no such product or column."""
    found = latest()
    if found is None or found.query != query or found.stamp != live.stamp or not _enough(live, query, found):
        with noted(query, live.book.settings) as facts:
            found = _by_photo(live, query, query.photo) if query.photo else _without_photo(live, query)
            stages = {_STAGES[name]: round(spent, 2) for name, spent in found.milliseconds.items()}
            facts.update(stages=stages, results=len(found.hits), unknown=found.unknown)
        st.session_state[_FOUND] = found
    return found


def in_way(live: LiveIndex, query: PageState, mode: str, k: int) -> Sequence[Hit]:
    """Search in one way alone. Raises what `find` does, and QueryError where that way can't use what is given."""
    photo = reading.read(query.photo, live, query.crop)[0] if query.photo else None
    return _answer(live, query, photo, mode, k).hits


def _enough(live: LiveIndex, query: PageState, found: Found) -> bool:
    """Return whether more results are at hand than are shown, if there are more."""
    return found.complete or len(found.hits) > step(live, query) + query.more


def step(live: LiveIndex, query: PageState) -> int:
    """Return how many results are shown at first, and with every click on "Show more"."""
    results = live.book.settings.results
    return results if query.searches else max(results, BROWSED)


def latest() -> Found | None:
    """Return what this visitor found last."""
    found: Found | None = st.session_state.get(_FOUND)
    return found


def _without_photo(live: LiveIndex, query: PageState) -> Found:
    answer = _answer(live, query, None)
    return Found(
        query=query,
        stamp=live.stamp,
        photo=None,
        box=None,
        vector=None,
        attributes={},
        hits=answer.hits,
        milliseconds={_SEARCH: answer.milliseconds},
        unknown=False,
        **_reach(live, query, answer),
    )


def _by_photo(live: LiveIndex, query: PageState, photo: Upload) -> Found:
    started = time.perf_counter()
    asked, large = reading.read(photo, live, query.crop)
    shown = pictures.photo(large)
    read = time.perf_counter()
    answer = _answer(live, query, asked)
    uploads.keep(photo.data, large, live.book.settings)
    milliseconds = {
        _READ: 1000 * (read - started),
        _SEE: answer.milliseconds,
    }
    box = query.crop or _shares(answer.prediction, (asked.shape[1], asked.shape[0]))
    vector, attributes = (answer.prediction.vector, answer.prediction.attributes) if answer.prediction else (None, {})
    return Found(
        query=query,
        stamp=live.stamp,
        photo=shown,
        box=box,
        vector=vector,
        attributes=attributes,
        hits=answer.hits,
        milliseconds=milliseconds,
        unknown=answer.unknown,
        outline=_outline(answer.prediction, query.crop or (0.0, 0.0, 1.0, 1.0)),
        **_reach(live, query, answer),
    )


def _reach(live: LiveIndex, query: PageState, answer: Answer) -> dict[str, Any]:
    """Return what is kept of an answer whatever was asked with."""
    return {
        "understood": answer.understood,
        "total": answer.total,
        "among": answer.among,
        "complete": len(answer.hits) < _at_hand(live, query),
    }


def _at_hand(live: LiveIndex, query: PageState) -> int:
    return max(RESULTS_AT_HAND, AHEAD * (step(live, query) + query.more))


def _answer(live: LiveIndex, query: PageState, photo: Any, mode: str = AUTO, k: int | None = None) -> Answer:
    return live.book.ask(
        Query(
            photo=photo,
            k=k or _at_hand(live, query),
            mode=mode,
            where=query.where,
            sort=query.sort if mode == AUTO else "",
            text=query.text or None,
            like=query.like or None,
            distinct=query.searches,  # what is browsed is as many as are counted
        )
    )


def _outline(prediction: Prediction | None, part: Box) -> list[masks.Ring]:
    """Return the lines around the garment in a part of a photo, as shares of the whole one."""
    if prediction is None or prediction.mask is None or prediction.unknown:
        return []
    left, top, right, bottom = part
    width, height = right - left, bottom - top
    return [[(left + x * width, top + y * height) for x, y in ring] for ring in masks.outline(prediction.mask)]


def _shares(prediction: Prediction | None, size: tuple[int, int]) -> Box | None:
    """Return the garment's box as shares of the photo's width and height."""
    if prediction is None or prediction.box is None:
        return None
    left, top, right, bottom = np.clip(np.divide(prediction.box, (*size, *size)), 0.0, 1.0).tolist()
    return left, top, right, bottom
