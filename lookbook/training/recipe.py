"""How the network in this repository was trained: which pictures, in which shares, in which stages."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog import Catalog
from lookbook.encoders.attributes import ATTRIBUTES, GARMENT
from lookbook.training.batches import Source
from lookbook.training.calibrate import calibrate
from lookbook.training.deepfashion import deepfashion_examples
from lookbook.training.examples import (
    Example,
    Examples,
    backdrops,
    catalogue_examples,
    consumer_examples,
    drawn_examples,
    nothing_examples,
)
from lookbook.training.fashion import Fashion
from lookbook.training.learner import WEIGHTS
from lookbook.training.nothing import made_up
from lookbook.training.resnet50 import ResNet50
from lookbook.training.train import Pupil, Schedule, train

DRAWN = 5000
MADE_UP = 1500
BACKDROPS = 1000
BACKDROP_SEED = 1
"""Another than that of the pictures without a garment."""

LABELS_FIRST = {
    **WEIGHTS,
    "articleType": 1.6,
    "baseColour": 1.0,
    "gender": 0.9,
    "garment": 0.5,
    "instance": 0.4,
    "box": 0.3,
}
STAGES: Mapping[str, Sequence[Schedule]] = {
    "fashion": (
        Schedule(epochs=14, rate=1.5e-3, warmup=300),
        Schedule(epochs=33, rate=8e-4, warmup=150, weights=LABELS_FIRST),
    ),
    "resnet50": (Schedule(epochs=10, rate=1e-4, warmup=100, weights=LABELS_FIRST, averaging=0.99),),
}
"""Each stage goes on from the one before."""
PUPILS: Mapping[str, Callable[..., Pupil]] = {"fashion": Fashion, "resnet50": ResNet50}
ANNOTATIONS: Mapping[str, Callable[[Path], Iterator[Example]]] = {"deepfashion": deepfashion_examples}


@dataclass(frozen=True)
class Pictures:
    """Where the pictures are.

    Attributes:
        catalogs: folders or zips of products; the same product may be in several, at several resolutions.
        consumer: a zip of photos that people took, with images.csv; backgrounds are cut from them too.
        nothing: a folder of pictures without a garment.
        annotations: the name of another collection, a key of ANNOTATIONS, and its folder.
        drawn, made_up: how many products are drawn, and how many pictures without a garment made up.
    """

    catalogs: Sequence[str]
    consumer: Path | None = None
    nothing: Path | None = None
    annotations: tuple[str, Path] | None = None
    drawn: int = DRAWN
    made_up: int = MADE_UP


class Material(NamedTuple):
    """What every batch is made from: sources, backgrounds (B, 112, 84, 3), and each attribute's values."""

    sources: list[Source]
    scenes: NDArray[np.uint8]
    classes: dict[str, list[str]]


def gather(pictures: Pictures) -> Material:
    """Read, draw and make up all pictures.

    Raises:
        ValueError: an unknown name of annotations, or no catalogue that tells types.
    """
    listed = list(catalogue_examples([Catalog.open(place) for place in pictures.catalogs]))
    classes = _classes(listed)
    shares: list[tuple[Iterable[Example], int, int]] = [(listed, 34, 4)]
    if pictures.consumer:
        shares.append((consumer_examples(pictures.consumer), 8, 0))
    if pictures.annotations:
        name, folder = pictures.annotations
        if name not in ANNOTATIONS:
            raise ValueError(f"there are no annotations {name!r}; choose one of {', '.join(sorted(ANNOTATIONS))}")
        shares.append((ANNOTATIONS[name](folder), 8, 0))
    shares.append((drawn_examples(pictures.drawn), 8, 0))
    shares.append((nothing_examples(pictures.nothing, pictures.made_up), 9, 0))
    sources = [Source(Examples.gather(examples, classes), alone, groups) for examples, alone, groups in shares]
    return Material(sources, _scenes(pictures.consumer), classes)


def _classes(listed: Sequence[Example]) -> dict[str, list[str]]:
    """Return the values of each attribute that the catalogues tell, and of the network's own."""
    values = {name: sorted(set().union(*(example.right[name] for example in listed))) for name in ATTRIBUTES}
    if not values["articleType"]:
        raise ValueError("no product in the catalogues has an articleType; training needs their styles.csv.")
    return {**{name: told for name, told in values.items() if told}, GARMENT: ["no", "yes"]}


def _scenes(consumer: Path | None) -> NDArray[np.uint8]:
    if consumer:
        return backdrops(consumer, BACKDROPS)
    return np.stack([picture for _, picture in made_up(BACKDROPS, BACKDROP_SEED)])


def cook(
    pictures: Pictures, folder: Path, encoder: str = "fashion", weights: Path | None = None, **shorter: Any
) -> Path:
    """Train an encoder's network.

    Args:
        pictures: what it learns from.
        folder: where checkpoints and the result lie; a run that was stopped goes on from there.
        encoder: a key of PUPILS.
        weights: what to begin with; None = nothing, or ImageNet's weights.
        shorter: fields of Schedule that differ in every stage: epochs, steps.

    Returns:
        The file that the encoder is served from.
    """
    sources, scenes, classes = gather(pictures)
    _hold(folder, encoder, classes)
    stages = STAGES[encoder]
    exported = folder
    for number, schedule in enumerate(stages, 1):
        make = partial(PUPILS[encoder], classes, weights)
        where, title = folder / f"stage{number}", f"stage {number} of {len(stages)}"
        exported = train(make, sources, scenes, where, replace(schedule, **shorter), title)
        weights = where / f"{encoder}.weights.h5"
    if encoder == "fashion":
        calibrate(exported, Catalog.open(pictures.catalogs[0]), list(scenes))
    return exported


def _hold(folder: Path, encoder: str, classes: Mapping[str, Sequence[str]]) -> None:
    """Note what a folder's training is of; refuse to go on with another's."""
    note, own = folder / "training.json", {"encoder": encoder, "classes": classes}
    if note.exists() and json.loads(note.read_text("utf-8")) != own:
        raise ValueError(f"{folder} holds a training of another encoder or other labels; delete it or name another.")
    folder.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(own), "utf-8")
