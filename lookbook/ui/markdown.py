"""Text of a catalogue or a visitor, made safe for Streamlit's markdown."""

import re

_SIGN = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Escape a text so that Streamlit shows it as it is, on one line."""
    return _SIGN.sub(r"\\\1", " ".join(text.split()))


def percent(share: float) -> str:
    """Write a share as whole percent; what is below nothing is nothing."""
    return f"{max(0.0, share):.0%}".replace("%", "\u2009%")
