"""What one visitor asks: kept in their own session and nowhere else."""

from dataclasses import dataclass

import streamlit as st

_QUERY, _SHOWN, _TURN = "query", "shown", "turn"


@dataclass(frozen=True)
class Query:
    """A photo to search with.

    Attributes:
        data: a visitor's photo; None where a picture of the catalogue is asked with.
        name: what the visitor calls that photo.
        example: the filename of that picture.
        anyway: show what is nearest even where the photo looks like nothing that the catalogue carries.
    """

    data: bytes | None = None
    name: str = ""
    example: str = ""
    anyway: bool = False


def query() -> Query | None:
    """Give what this visitor asks at the moment."""
    asked: Query | None = st.session_state.get(_QUERY)
    return asked


def ask(asked: Query | None) -> None:
    """Ask something new, or nothing at all."""
    st.session_state[_QUERY] = asked
    st.session_state[_SHOWN] = 0
    st.session_state[_TURN] = turn() + 1


def turn() -> int:
    """Tell how many times this visitor has asked."""
    turns: int = st.session_state.get(_TURN, 0)
    return turns


def shown() -> int:
    """Tell how many results this visitor asked for beyond the first ones."""
    more: int = st.session_state.get(_SHOWN, 0)
    return more


def show_more(count: int) -> None:
    """Show so many results more."""
    st.session_state[_SHOWN] = shown() + count
