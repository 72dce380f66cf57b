"""What people call things, read from vocabulary.toml: spellings, synonyms and the words of other languages."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, NamedTuple


class Vocabulary(NamedTuple):
    """The words of the field.

    Attributes:
        phrases: two words or more, as they compare -> how they are spelled here.
        spellings: a word, its plural taken off -> how it is spelled here.
        synonyms: what customers say -> the values of a catalogue that are meant.
        languages: language -> its words, as they compare -> the same in English, "" for what says nothing.
        shown: words, as they compare, for what a picture shows though no product may say it.
    """

    phrases: Mapping[str, str]
    spellings: Mapping[str, str]
    synonyms: Mapping[str, Sequence[str]]
    languages: Mapping[str, Mapping[str, str]]
    shown: frozenset[str]


def _read() -> Vocabulary:
    text = resources.files("lookbook.retrieval").joinpath("vocabulary.toml").read_text("utf-8")
    read: Mapping[str, Any] = tomllib.loads(text)
    shown = frozenset(read["shown"]["words"])
    return Vocabulary(read["phrases"], read["spellings"], read["synonyms"], read["languages"], shown)


VOCABULARY = _read()
