"""From what a visitor asks to what is shown: searched once, then remembered in their session."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lookbook import photos
from lookbook.encoders import masks
from lookbook.encoders.base import Photo as Pixels
from lookbook.encoders.base import Prediction
from lookbook.hit import Hit
from lookbook.live import Stamp
from lookbook.query import Answer, Query, Understood
from lookbook.retrieval.registry import AUTO
from lookbook.ui import pictures, uploads
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.noting import noted
from lookbook.ui.session import Box, PageState, Upload

RESULTS_AT_HAND = 50
"""How many results are at hand, if the first ones are not more."""
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


def find(live: LiveIndex, query: PageState) -> Found:
    """Answer a query. Raises PhotoError, and ValueError where there is no such product or column."""
    found = latest()
    if found is None or found.query != query or found.stamp != live.stamp:
        with noted(query, live.book.settings) as facts:
            found = _by_photo(live, query, query.photo) if query.photo else _without_photo(live, query)
            stages = {_STAGES[name]: round(spent, 2) for name, spent in found.milliseconds.items()}
            facts.update(stages=stages, results=len(found.hits), unknown=found.unknown)
        st.session_state[_FOUND] = found
    return found


def in_way(live: LiveIndex, query: PageState, mode: str, k: int) -> Sequence[Hit]:
    """Search in one way alone. Raises what `find` does, and QueryError where that way can't use what is given."""
    photo = _read(query.photo, live, query.crop)[0] if query.photo else None
    return _answer(live, query, photo, mode, k).hits


def latest() -> Found | None:
    """Return what this visitor found last."""
    found: Found | None = st.session_state.get(_FOUND)
    return found


def _without_photo(live: LiveIndex, query: PageState) -> Found:
    answer = _answer(live, query, None)
    milliseconds = {_SEARCH: answer.milliseconds}
    return Found(query, live.stamp, None, None, None, {}, answer.hits, milliseconds, False, answer.understood)


def _by_photo(live: LiveIndex, query: PageState, photo: Upload) -> Found:
    started = time.perf_counter()
    asked, large = _read(photo, live, query.crop)
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
    seen = (shown, box, vector, attributes)
    outline = _outline(answer.prediction, query.crop or (0.0, 0.0, 1.0, 1.0))
    return Found(query, live.stamp, *seen, answer.hits, milliseconds, answer.unknown, answer.understood, outline)


def _answer(live: LiveIndex, query: PageState, photo: Any, mode: str = AUTO, k: int | None = None) -> Answer:
    return live.book.ask(
        Query(
            photo=photo,
            k=k or max(RESULTS_AT_HAND, live.book.settings.results),
            mode=mode,
            where=query.where,
            text=query.text or None,
            like=query.like or None,
            distinct=True,
        )
    )


def _read(photo: Upload, live: LiveIndex, crop: Box | None) -> tuple[Pixels, Pixels]:
    """Read a photo as the encoder takes it, as book and command read it too, and as it is shown."""
    settings = live.book.settings
    read_at = partial(
        photos.read_at,
        photo.data,
        name=_short(photo.name),
        max_bytes=settings.max_photo_bytes,
        max_pixels=settings.max_photo_pixels,
    )
    if crop:
        (large,) = read_at((pictures.PHOTO,))
        return _cut(large, crop), large
    small, large = read_at((live.book.encoder.side, pictures.PHOTO))
    return small, large


def _short(name: str) -> str:
    """Shorten a file's name so that it fits into a message."""
    return name if len(name) <= 40 else f"{name[:24]} … {name[-12:]}"


def _cut(pixels: Pixels, crop: Box) -> Pixels:
    """Cut the part out of a photo (H, W, 3), at least one pixel of it."""
    height, width = pixels.shape[:2]
    left, top = min(int(crop[0] * width), width - 1), min(int(crop[1] * height), height - 1)
    return pixels[top : max(top + 1, round(crop[3] * height)), left : max(left + 1, round(crop[2] * width))]


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
