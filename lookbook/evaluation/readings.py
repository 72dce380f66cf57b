"""Whether queries are read as a person reads them, by a set of queries and readings written by hand."""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import resources
from typing import NamedTuple

from lookbook.retrieval.attribute_parser import Requested
from lookbook.retrieval.parsed_text import LESS, ParsedText
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.text import TextRetriever
from lookbook.retrieval.words import words

HALVES = ("tuned", "kept", "fresh", "later")
"""The half that the reader was made by, and the half that was kept back."""

Things = frozenset[tuple[str, ...]]


class Reading(NamedTuple):
    """A query, and what it wants and refuses: by the set, and as it was read.

    Attributes:
        query: what is asked.
        wants, refuses: what is right, values or words.
        read_wants, read_refuses: what was read.
    """

    query: str
    wants: Things
    refuses: Things
    read_wants: Things
    read_refuses: Things

    @property
    def right(self) -> bool:
        """Whether all was read as it should be, and nothing else."""
        return (self.wants, self.refuses) == (self.read_wants, self.read_refuses)


def read(made_from: Resources) -> Mapping[str, Sequence[Reading]]:
    """Read every query of both halves with the words of a catalogue; half -> readings."""
    written = tomllib.loads(resources.files("lookbook.evaluation").joinpath("readings.toml").read_text("utf-8"))
    text = made_from.get(TextRetriever)
    return {
        half: [_reading(query, right, text.parse(query)) for query, right in written[half].items()] for half in HALVES
    }


def as_text(readings: Mapping[str, Sequence[Reading]]) -> str:
    """Put the share of right readings into a line a half, and what was read wrongly below it."""
    return "\n".join(line for half, of_half in readings.items() for line in _lines(half, of_half))


def score(readings: Sequence[Reading]) -> float:
    """Return the share of queries that were read rightly."""
    return sum(reading.right for reading in readings) / len(readings)


def _lines(half: str, readings: Sequence[Reading]) -> Iterator[str]:
    yield f"{half}: {score(readings):.3f} of {len(readings)} queries read rightly"
    for reading in readings:
        if not reading.right:
            said = "; ".join(
                f"{name} {_listed(own)}" for name, own in zip(Reading._fields[1:], reading[1:], strict=True)
            )
            yield f"  {reading.query!r}: {said}"


def _reading(query: str, right: Sequence[str], parsed: ParsedText) -> Reading:
    wants, refuses = (frozenset(tuple(words(part)) for part in side.split(",") if part.strip()) for side in right)
    unwanted = (tuple(thing.split()) for thing in parsed.unwanted)
    return Reading(
        query,
        *_plain(wants, refuses),
        *_plain(
            frozenset(_values(parsed.requested)) | {(word,) for word in parsed.others},
            {*_values(parsed.refused), *unwanted},
        ),
    )


def _plain(wants: Collection[tuple[str, ...]], refuses: Collection[tuple[str, ...]]) -> tuple[Things, Things]:
    """Write "sleeveless" as a refusal of sleeves, whichever of them the catalogue says."""
    lacking = {thing for thing in wants if thing[-1].endswith(LESS)}
    stems = {(*thing[:-1], thing[-1].removesuffix(LESS)) for thing in lacking}
    return frozenset(wants) - lacking, frozenset(refuses) | stems


def _values(requested: Requested) -> Iterator[tuple[str, ...]]:
    return (tuple(words(value)) for values in requested.values() for value in values)


def _listed(things: Things) -> str:
    return ", ".join(sorted(" ".join(thing) for thing in things)) or "-"
