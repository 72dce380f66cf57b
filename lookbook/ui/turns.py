"""Who is served now: a few pages are put together at once, and who would wait too long for that is told so."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import streamlit as st

from lookbook.errors import LookbookError
from lookbook.photos.room import LARGE, LARGE_FILE, Room
from lookbook.ui import finding
from lookbook.ui.session import PageState

PATIENCE, PATIENCE_LARGE = 15.0, 60.0
"""Seconds that a visitor waits for their turn, and one who gave a large photo."""
# A process has one interpreter: more at once would not be faster, and all of them would be late.
_PAGES = Room(4)


class BusyError(LookbookError):
    """More people ask than can be answered just now."""


@contextmanager
def taken(query: PageState | None) -> Iterator[None]:
    """Have a turn until the block ends; large photos have turns of their own, so that they hold up nobody else.

    Raises:
        BusyError: it did not come in time.
    """
    places, seconds = (LARGE, PATIENCE_LARGE) if _is_large(query) else (_PAGES, PATIENCE)
    with ExitStack() as turn:
        try:
            with st.spinner("Many people are searching just now; your turn comes …"):
                turn.enter_context(places.taken(1, seconds))
        except TimeoutError as error:
            raise BusyError("Try again in a few seconds; what you asked is kept.") from error
        yield


def _is_large(query: PageState | None) -> bool:
    """Return whether a large photo is still to be read for a question."""
    if query is None or query.photo is None or len(query.photo.data) < LARGE_FILE:
        return False
    found = finding.latest()
    return found is None or found.query != query
