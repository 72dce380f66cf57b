"""How the network in this repository was trained: which pictures, in which shares, in which stages."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from lookbook.attributes import ATTRIBUTES
from lookbook.catalog import Catalog
from lookbook.training.batches import Source
from lookbook.training.examples import Examples, backdrops, catalogue_examples, consumer_examples, drawn_examples
from lookbook.training.learner import WEIGHTS
from lookbook.training.train import Schedule, train

DRAWN = 2400


class Stage(NamedTuple):
    """A schedule, and how many drawn products (and groups of them) a batch takes besides the real ones."""

    schedule: Schedule
    alone: int = 0
    groups: int = 0


TYPES_FIRST = {**WEIGHTS, "articleType": 2.0, "instance": 0.4}
STAGES = (
    Stage(Schedule(epochs=14, rate=1.5e-3, warmup=300)),
    Stage(Schedule(epochs=3, rate=4e-4, warmup=50, weights=TYPES_FIRST), alone=12),
    Stage(Schedule(epochs=1, steps=180, rate=3e-4, warmup=20, weights=TYPES_FIRST, averaging=0.98), alone=24, groups=3),
)
"""Each goes on from the one before; the last takes drawn products enough that search makes sense in the sample too."""


def cook(
    catalogs: Sequence[str], consumer: Path, folder: Path, stages: Sequence[Stage] = STAGES, drawings: int = DRAWN
) -> Path:
    """Train the embedded network from nothing.

    Args:
        catalogs: folders or zips of products; the same product may be in several, at several resolutions.
        consumer: a zip of photos that people took, with images.csv.
        folder: where checkpoints and the result lie; a run that was stopped goes on from there.
        stages: what is learned, one after the other.
        drawings: how many products are drawn.

    Returns:
        The exported network of the last stage.
    """
    listed = list(catalogue_examples([Catalog.open(place) for place in catalogs]))
    classes = {name: sorted(set().union(*(example.right[name] for example in listed))) for name in ATTRIBUTES}
    products, people, drawn = (
        Examples.gather(examples, classes)
        for examples in (listed, consumer_examples(consumer), drawn_examples(drawings))
    )
    scenes = backdrops(consumer, 1000)
    real = [Source(products, alone=72, groups=7), Source(people, alone=16)]
    exported: Path | None = None
    for number, (schedule, alone, groups) in enumerate(stages, 1):
        sources = [*real, Source(drawn, alone, groups)] if alone else real
        start = exported and exported.with_suffix(".weights.h5")
        exported = train(sources, scenes, classes, folder / f"stage{number}", schedule, start)
    if exported is None:
        raise ValueError("there are no stages to train")
    return exported
