"""The address of a question: a link that asks it again, and the browser's own way back."""

import streamlit as st

from lookbook import conditions
from lookbook.ui import session
from lookbook.ui.session import PageState

LIKE, WORDS, PHOTO, WHERE = "like", "words", "photo", "where"
_WRITTEN = "address"
Address = dict[str, list[str]]


def follow() -> None:
    """Bring the question and the browser's address together.

    What the address says is asked where it is not what this page wrote there, that is, after a link or the browser's
    way back; else the address becomes that of the question asked at the moment.
    """
    here = {name: st.query_params.get_all(name) for name in st.query_params}
    if here == st.session_state.get(_WRITTEN, {}):
        _write()
    else:
        st.session_state[_WRITTEN] = here
        _arrive(here)


def address(asked: PageState) -> Address:
    """Write a question as the parameters of an address; of a photo, only a sign that there was one."""
    parts = {
        LIKE: [asked.like],
        WORDS: [asked.text],
        PHOTO: [asked.photo.token] if asked.photo else [],
        WHERE: [f"{column}={value}" for column, wanted in asked.where.items() for value in wanted.texts()],
    }
    return {name: values for name, values in parts.items() if any(values)}


def read(parameters: Address) -> PageState | None:
    """Read a question from the parameters of an address; None where it asks nothing."""
    photo = session.photo(_only(parameters, PHOTO))
    like = "" if photo else _only(parameters, LIKE)
    text = _only(parameters, WORDS)
    pairs = (condition.partition("=") for condition in parameters.get(WHERE, []))
    where = conditions.parse((column, value) for column, equals, value in pairs if equals)
    return PageState(photo=photo, like=like, text=text, where=where) if photo or like or text else None


def _arrive(here: Address) -> None:
    asked = read(here)
    steps = [address(step) for step in session.trail()]
    if asked and here in steps:
        session.back_to(steps.index(here))
    else:
        session.ask(asked)
    if PHOTO in here and not (asked and asked.photo):
        st.toast("A photo can't travel in a link: please add it again.", icon=":material/image_not_supported:")


def _write() -> None:
    asked = session.state()
    now = address(asked) if asked else {}
    if now != st.session_state.get(_WRITTEN, {}):
        st.session_state[_WRITTEN] = now
        st.query_params.from_dict(now)


def _only(parameters: Address, name: str) -> str:
    return next(iter(parameters.get(name, [])), "")
