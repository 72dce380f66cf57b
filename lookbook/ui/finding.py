"""From what a visitor asks to what is shown: searched once, then remembered in their session."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from lookbook import photos
from lookbook.encoders.base import Sight
from lookbook.hit import Hit
from lookbook.ui import pictures, uploads
from lookbook.ui.opened import Opened, Stamp
from lookbook.ui.visit import Query

MOST = 50
"""How many results are at hand, if the first ones are not more."""
_FOUND = "found"


@dataclass(frozen=True)
class Found:
    """The answer to a query.

    Attributes:
        query, stamp: what was asked, and of which index.
        photo: the query photo as JPEG, the garment framed.
        attributes: attribute -> (value, probability), likeliest first.
        hits: the results, best first, without the query picture itself.
        milliseconds: from the photo's bytes to the hits.
        unknown: the photo looks like nothing that the catalogue carries.
    """

    query: Query
    stamp: Stamp
    photo: bytes
    attributes: Mapping[str, list[tuple[str, float]]]
    hits: list[Hit]
    milliseconds: float
    unknown: bool


def find(opened: Opened, query: Query) -> Found:
    """Answer a query. Raises PhotoError."""
    found: Found | None = st.session_state.get(_FOUND)
    if found is None or found.query != query or found.stamp != opened.stamp:
        found = _search(opened, query)
        st.session_state[_FOUND] = found
    return found


def _search(opened: Opened, query: Query) -> Found:
    book, settings = opened.book, opened.book.settings
    data = book.catalog.read(query.example) if query.data is None else query.data
    sharp = photos.read(
        data,
        pictures.PHOTO,
        name=_short(query.name or query.example),
        max_bytes=settings.max_photo_bytes,
        max_pixels=settings.max_photo_pixels,
    )
    most = max(MOST, settings.results)
    answer = book.answer(data, most + 1)  # one more than is shown, as the query picture itself is left out
    hits = [hit for hit in answer.hits if hit.filename != query.example][:most]
    if query.data is not None:
        uploads.keep(query.data, settings)
    unknown = query.data is not None and answer.unknown  # what the catalogue itself shows is never refused
    photo = pictures.framed(sharp, None if unknown else _box(answer.sight, photos.upright_size(data)))
    attributes = answer.sight.attributes if answer.sight else {}
    return Found(query, opened.stamp, photo, attributes, hits, answer.milliseconds, unknown)


def _short(name: str) -> str:
    """Shorten a file's name so that it fits into a message."""
    return name if len(name) <= 40 else f"{name[:24]} … {name[-12:]}"


def _box(sight: Sight | None, size: tuple[int, int]) -> pictures.Box | None:
    """Give the garment's box as shares of the photo's width and height."""
    if sight is None or sight.box is None:
        return None
    width, height = size
    left, top, right, bottom = sight.box
    return left / width, top / height, right / width, bottom / height
