"""What does the work of a build, by name."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol

from lookbook.building.embed import Embedded, Workshop, encode_part, read_part
from lookbook.building.on_dask import run_on_dask
from lookbook.building.options import Options
from lookbook.building.plan import Part
from lookbook.photos.parallel import in_order

AHEAD = 2
"""How many parts lie read before the encoder, besides those that are being read."""


class Runner(Protocol):
    """Embeds parts, wherever that is done."""

    def __call__(self, workshop: Workshop, parts: Sequence[Part], options: Options) -> Iterator[Embedded]:
        """Yield what became of each part, in any order.

        Args:
            workshop: what parts are embedded with.
            parts: the work.
            options: how to build.
        """


def run_in_threads(workshop: Workshop, parts: Sequence[Part], options: Options) -> Iterator[Embedded]:
    """Read parts in threads ahead of the encoder, which has all cores to itself, and yield them in their order."""
    # a thread reads a whole part: to hand over each picture alone took longer than to read it
    workers = options.workers or workshop.catalog.readers
    for read in in_order(partial(read_part, workshop), parts, workers, AHEAD + workers):
        yield encode_part(workshop, read)


RUNNERS: Mapping[str, Runner] = {"threads": run_in_threads, "dask": run_on_dask}
