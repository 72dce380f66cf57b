"""What one visitor asks and how they came to it: kept in their own session and nowhere else."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import streamlit as st

from lookbook.conditions import AnyOf, Condition

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as shares of width and height."""
TRAIL, _TURN, _PHOTOS, _PROBLEM, _INSPECTED = "trail", "turn", "photos", "problem", "inspected"
_KEPT = 3
"""A visitor's photos that the way back in their browser leads to."""


@dataclass(frozen=True)
class Upload:
    """A visitor's photo.

    Attributes:
        data: the file's bytes.
        name: what the visitor calls it.
        token: what an address calls it; only the session that the photo came to knows what is meant.
    """

    data: bytes
    name: str
    token: str = field(default_factory=partial(secrets.token_hex, 6))


@dataclass(frozen=True, kw_only=True)
class PageState:
    """A question: a photo, a product or words, or words beside one of them; or conditions and an order alone.

    Attributes:
        photo: a visitor's photo.
        like: the id of a product, in place of a photo.
        text: words.
        where: column of the product table -> the condition on it.
        sort: the order of results, "" where it is how well they fit.
        crop: the part of the photo to search with; None for all of it.
        anyway: show what is nearest even where the photo looks like nothing that the catalogue carries.
        kept: the conditions come from the question before.
        more: how many results are shown beyond the first ones.
    """

    photo: Upload | None = None
    like: str = ""
    text: str = ""
    where: Mapping[str, Condition] = field(default_factory=dict)
    sort: str = ""
    crop: Box | None = None
    anyway: bool = False
    kept: bool = field(default=False, compare=False)
    more: int = field(default=0, compare=False)

    @property
    def searches(self) -> bool:
        """Whether there is anything to search with."""
        return bool(self.photo or self.like or self.text)

    @property
    def asks(self) -> bool:
        """Whether anything is asked at all."""
        return self.searches or bool(self.where or self.sort)


def state() -> PageState | None:
    """Return what this visitor asks at the moment."""
    steps = trail()
    return steps[-1] if steps else None


def trail() -> Sequence[PageState]:
    """Return the questions that led from one to the next, the last one being asked at the moment."""
    steps: Sequence[PageState] = st.session_state.get(TRAIL, ())
    return steps


def ask(asked: PageState | None) -> None:
    """Ask something new, or nothing at all."""
    _go((asked,) if asked else ())


def follow(asked: PageState) -> None:
    """Go on from the question asked at the moment to the next one."""
    _go((*trail(), asked))


def like(product: str) -> None:
    """Go on to what is like a product, with the conditions that are set."""
    asked = state()
    where = asked.where if asked else {}
    follow(PageState(like=product, where=where, kept=bool(where)))


def restore(steps: Sequence[PageState]) -> None:
    """Ask again what was asked before, by the way that led there."""
    _go(steps)


def back_to(step: int) -> None:
    """Go back to an earlier question."""
    _go(trail()[: step + 1])


def refine(**changes: Any) -> None:
    """Change the question asked at the moment, such as its words; where nothing is left to ask, start again.

    Where nothing is asked yet, that is a question of its own: the page is browsed by conditions.
    """
    steps = trail()
    changed = replace(steps[-1] if steps else PageState(), **{"kept": False, "more": 0} | changes)
    if not changed.asks:
        _set(())
    elif steps:
        _set((*steps[:-1], changed))
    else:
        _go((changed,))


def narrow(column: str, condition: Condition | None) -> None:
    """Set the condition on a column, or take it away."""
    asked = state()
    others = {name: wanted for name, wanted in asked.where.items() if name != column} if asked else {}
    refine(where=others | ({column: condition} if condition else {}))


def choose(column: str, values: Sequence[str]) -> None:
    """Set the values of a column any of which will do, or, where there are none, take the condition away."""
    narrow(column, AnyOf(tuple(values)) if values else None)


def remember(photo: Upload) -> None:
    """Keep a photo among the latest of this visitor."""
    others = {token: kept for token, kept in st.session_state.get(_PHOTOS, {}).items() if token != photo.token}
    st.session_state[_PHOTOS] = dict([*others.items(), (photo.token, photo)][-_KEPT:])


def photo(token: str) -> Upload | None:
    """Return one of the latest photos of this visitor."""
    photos: Mapping[str, Upload] = st.session_state.get(_PHOTOS, {})
    return photos.get(token)


def inspect(product: str | None) -> None:
    """Look at one product more closely, or no longer."""
    st.session_state[_INSPECTED] = product


def inspected() -> str | None:
    """Return the product that this visitor looks at more closely."""
    product: str | None = st.session_state.get(_INSPECTED)
    return product


def complain(problem: ValueError) -> None:
    """Keep why something could not be asked, until something else is."""
    st.session_state[_PROBLEM] = problem


def problem() -> ValueError | None:
    """Return why something could not be asked."""
    found: ValueError | None = st.session_state.get(_PROBLEM)
    return found


def turn() -> int:
    """Return how many times this visitor has asked something new."""
    turns: int = st.session_state.get(_TURN, 0)
    return turns


def shown() -> int:
    """Return how many results this visitor asked for beyond the first ones."""
    asked = state()
    return asked.more if asked else 0


def show_more(count: int) -> None:
    """Show so many results more."""
    if steps := trail():
        st.session_state[TRAIL] = (*steps[:-1], replace(steps[-1], more=steps[-1].more + count))


def _set(steps: Sequence[PageState]) -> None:
    st.session_state[TRAIL] = steps
    st.session_state[_PROBLEM] = st.session_state[_INSPECTED] = None


def _go(steps: Sequence[PageState]) -> None:
    _set(steps)
    st.session_state[_TURN] = turn() + 1
    if steps and (last := steps[-1].photo):
        remember(last)
