"""How the network in this repository was trained: which pictures, in which shares, in which two stages."""

from collections.abc import Sequence
from pathlib import Path

from lookbook.attributes import ATTRIBUTES
from lookbook.catalog import Catalog
from lookbook.training.batches import Source
from lookbook.training.examples import Examples, backdrops, catalogue_examples, consumer_examples, drawn_examples
from lookbook.training.learner import WEIGHTS
from lookbook.training.train import Schedule, train

DRAWN = 2400
FIRST = Schedule(epochs=14, steps=200, rate=1.5e-3, warmup=300)
SECOND = Schedule(epochs=3, steps=200, rate=4e-4, warmup=50, weights={**WEIGHTS, "articleType": 2.0, "instance": 0.4})
"""The second stage goes on from the first at a lower rate, with drawn products among the real ones."""


def cook(
    catalogs: Sequence[str], consumer: Path, folder: Path, first: Schedule = FIRST, second: Schedule = SECOND
) -> Path:
    """Train the embedded network from nothing.

    Args:
        catalogs: folders or zips of products; the same product may be in several, at several resolutions.
        consumer: a zip of photos that people took, with images.csv.
        folder: where checkpoints and the result lie; a run that was stopped goes on from there.
        first, second: the two stages.

    Returns:
        The exported network.
    """
    listed = list(catalogue_examples([Catalog.open(place) for place in catalogs]))
    classes = {name: sorted(set().union(*(example.right[name] for example in listed))) for name in ATTRIBUTES}
    products = Source(Examples.gather(listed, classes), alone=72, groups=7)
    people = Source(Examples.gather(consumer_examples(consumer), classes), alone=16)
    drawn = Source(Examples.gather(drawn_examples(DRAWN), classes), alone=12)
    scenes = backdrops(consumer, 1000)
    begun = train([products, people], scenes, classes, folder / "first", first)
    start = begun.with_suffix(".weights.h5")
    return train([products, people, drawn], scenes, classes, folder / "second", second, start)
