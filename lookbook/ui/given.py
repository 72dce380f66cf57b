"""Photos given anywhere on the page: pasted, dropped, several at once; all reach the one place for photos."""

from pathlib import Path

import streamlit as st

from lookbook.ui import session


def _script(*names: str) -> str:
    return "".join(Path(__file__).with_name(name).read_text("utf-8") for name in names)


_component = st.components.v2.component(
    "lookbook.given",
    css=Path(__file__).with_name("given.css").read_text("utf-8"),
    js=_script("kept_photos.js", "giving.js", "given.js"),
)


def show() -> None:
    """Let photos be given anywhere; of several, offer those that are not asked with."""
    asked = session.state()
    photo = asked.photo if asked else None
    kept = {"token": photo.token, "name": photo.name, "size": len(photo.data)} if photo else None
    with st.container(key="offered"):
        _component(key="given", data=[{"asked": kept}])
