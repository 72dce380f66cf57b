"""What does the work of a build, by name."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol

from lookbook.building.embed import Embedded, Workshop, encode_part, read_part
from lookbook.building.plan import Part
from lookbook.photos.parallel import in_order

AHEAD = 4
"""How many parts are read ahead of the encoder."""


class Runner(Protocol):
    """Embeds parts, wherever that is done."""

    def __call__(self, workshop: Workshop, parts: Sequence[Part], workers: int) -> Iterator[Embedded]:
        """Yield what became of each part, in any order.

        Args:
            workshop: what parts are embedded with.
            parts: the work.
            workers: how many read at once.
        """


def run_in_threads(workshop: Workshop, parts: Sequence[Part], workers: int) -> Iterator[Embedded]:
    """Read parts in threads ahead of the encoder, which has all cores to itself, and yield them in their order."""
    # a thread reads a whole part: to hand over each picture alone took longer than to read it
    for read in in_order(partial(read_part, workshop), parts, workers, AHEAD):
        yield encode_part(workshop, read)


RUNNERS: Mapping[str, Runner] = {"threads": run_in_threads}
