"""What the sample catalogue carries: families of one cut, each in all the colours that its type usually has."""

import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import resources

import numpy as np

from lookbook.sample.kinds import KINDS
from lookbook.sample.piece import Piece

PLAIN = "plain"
Range = Mapping[str, Sequence[str]]


def assortment(seed: int) -> list[Piece]:
    """Return all pieces of the sample catalogue; article types take turns, so that the first ones show every type.

    Args:
        seed: where the seeds of the pieces begin, one after another.
    """
    ranges = tomllib.loads(resources.files(__package__).joinpath("assortment.toml").read_text("utf-8"))
    shelves = [_shuffled(list(_shelf(name, ranges[name], seed + number)), seed) for number, name in enumerate(KINDS)]
    turns = itertools.chain.from_iterable(itertools.zip_longest(*shelves))
    return [replace(piece, seed=seed + number) for number, piece in enumerate(filter(None, turns))]


def _shelf(name: str, offered: Range, seed: int) -> Iterator[Piece]:
    """Yield the pieces of one type, family by family."""
    for turn, family in enumerate(offered["families"]):
        gender, prints = family.split()
        patterns = ["" if pattern == PLAIN else pattern for pattern in prints.split("/")]
        for place, colour in enumerate(offered["colours"]):
            pattern = patterns[(place + turn) % len(patterns)]
            yield Piece(
                seed=seed, article_type=name, colour=colour, family=1000 * seed + turn, turn=turn, gender=gender,
                pattern=pattern,
            )  # fmt: skip


def _shuffled(pieces: list[Piece], seed: int) -> list[Piece]:
    """Return pieces in an order of chance, but the first one first."""
    order = np.random.default_rng(seed).permutation(len(pieces) - 1)
    return [pieces[0], *(pieces[int(place) + 1] for place in order)]
