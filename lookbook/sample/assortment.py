"""What the sample catalogue carries: families of one cut, each in all the colours that its type usually has."""

import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
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
    shelves = [list(_shelf(name, ranges[name], seed + number)) for number, name in enumerate(KINDS)]
    turns = itertools.chain.from_iterable(itertools.zip_longest(*shelves))
    specs = [spec for spec in turns if spec is not None]
    return [
        Piece(seed=seed + number, article_type=name, colour=colour, family=family, gender=gender, pattern=pattern)
        for number, (name, colour, family, gender, pattern) in enumerate(specs)
    ]


def _shelf(name: str, offered: Range, seed: int) -> Iterator[tuple[str, str, int, str, str]]:
    """Yield type, colour, family, wearer and print of one type's pieces: the first as listed, the rest shuffled."""
    pieces = []
    for number, family in enumerate(offered["families"]):
        gender, prints = family.split()
        patterns = ["" if pattern == PLAIN else pattern for pattern in prints.split("/")]
        for place, colour in enumerate(offered["colours"]):
            pieces.append((name, colour, 1000 * seed + number, gender, patterns[(place + number) % len(patterns)]))
    yield pieces[0]
    for place in np.random.default_rng(seed).permutation(len(pieces) - 1):
        yield pieces[int(place) + 1]
