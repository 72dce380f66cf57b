"""What tables call columns, colours and genders: names.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

_TOLD = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
NAMES: Mapping[str, Sequence[str]] = _TOLD["columns"]
"""Our column -> what tables call it, the likeliest first."""
COLOURS: frozenset[str] = frozenset(_TOLD["colours"]["words"])
GENDERS: Mapping[str, str] = {word: ours for ours, words in _TOLD["genders"].items() for word in words}
"""What tables say -> ours."""
