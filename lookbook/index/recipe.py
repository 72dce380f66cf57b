"""Which recipe the vectors of somebody else's pickles were made by: a few are made afresh by each, and compared."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook import encoders, photos
from lookbook.catalog import Catalog
from lookbook.disk import artefact
from lookbook.disk.artefact import Artefact
from lookbook.encoders.base import Encoder, Vectors
from lookbook.encoders.recipes import RECIPES, Recipe, by_every_recipe
from lookbook.encoders.resnet50 import ResNet50Encoder
from lookbook.index.errors import BadIndexError
from lookbook.index.index import Index
from lookbook.index.manifest import EMBEDDINGS
from lookbook.index.tutorial import TUTORIAL
from lookbook.settings import Settings

FORMAT = 1
SAMPLE = 6
"""How many pictures are looked at."""
SURE, FITS = 0.999, 0.9
"""Mean cosine of stored and fresh vectors from which on no other recipe is tried, and below which none fits: another
reader of JPEG or another way to make pictures small changes a little, another network everything."""


class Sample(NamedTuple):
    """Some pictures of an index.

    Attributes:
        stored: their vectors as the index has them (M, D).
        frames: the pictures as the network takes them (M, 224, 224, 3).
    """

    stored: Vectors
    frames: NDArray[np.uint8]

    def agreement(self, fresh: Vectors) -> float:
        """Return the mean cosine of the stored vectors and others (M, D)."""
        return float(np.einsum("nd,nd->n", self.stored, fresh).mean())


@dataclass(frozen=True)
class Foreign:
    """What a recipe is found from."""

    index: Index
    encoder: ResNet50Encoder
    sample: Sample


def _find(source: Foreign) -> Recipe:
    """Return the recipe that fits best. Raises BadIndexError where none does."""
    sample, encoder = source.sample, source.encoder
    if sample.agreement(encoder.encode(sample.frames)) >= SURE:
        return Recipe()
    fits = {recipe: sample.agreement(made) for recipe, made in by_every_recipe(encoder.weights, sample.frames).items()}
    best = max(RECIPES, key=fits.__getitem__)
    if fits[best] < FITS:
        raise BadIndexError(
            f"{EMBEDDINGS} was made in none of the ways that are known of ResNet50 with the weights {encoder.weights}: "
            f"of {len(sample.stored)} pictures made again, {best} comes closest, with a cosine of {fits[best]:.2f}; "
            "name the weights that made it by LOOKBOOK_RESNET50_WEIGHTS, or build the index again (ResNet101, "
            "InceptionV3 and Xception have vectors of 2048 numbers, too)."
        )
    return best


def _key(source: Foreign) -> str:
    return f"{FORMAT} {source.index.fingerprint} {source.encoder.identity.weights_sha256}"


def _pack(recipe: Recipe, file: BinaryIO) -> None:
    file.write(json.dumps(recipe).encode() + b"\n")


def _unpack(path: Path, source: Foreign) -> Recipe:
    with path.open("rb") as file:
        recipe = Recipe(*json.loads(file.readline()))
    if recipe not in RECIPES:
        raise ValueError(f"there is no recipe {recipe}")
    return recipe


RECIPE: Artefact[Foreign, Recipe] = Artefact(path=Path("recipe.json"), key=_key, make=_find, pack=_pack, unpack=_unpack)
"""The recipe of an index without manifest: a build leaves none, as its manifest says it."""


def open_encoder(index: Index, catalog: Catalog, settings: Settings, folder: Path) -> tuple[Index, Encoder]:
    """Load the encoder that an index was built with; of pickles without manifest, which it is shows in their pictures.

    Returns:
        The index, which now says how its vectors were made, and the encoder.

    Raises:
        EncoderError: this installation has not that encoder.
        BadIndexError: the vectors were made in no way that is known.
    """
    encoder = encoders.matching(index.encoder, settings, folder)
    if index.encoder != TUTORIAL or not isinstance(encoder, ResNet50Encoder):
        return index, encoder
    if (sample := _sample(index, catalog, encoder)) is None:
        _say("none of the pictures can be read, so whether %s was made with %s is not known", EMBEDDINGS, Recipe())
        return index, encoder
    recipe = artefact.have(RECIPE, folder, Foreign(index, encoder, sample))
    if recipe == Recipe():
        return index, encoder
    _say("%s was made with %s, as %d of its pictures show; so are photos", EMBEDDINGS, recipe, len(sample.stored))
    options: Mapping[str, str] = recipe.options
    index = replace(index, encoder=replace(index.encoder, options=options))
    return index, encoders.matching(index.encoder, settings, folder)


def _sample(index: Index, catalog: Catalog, encoder: ResNet50Encoder) -> Sample | None:
    """Read some pictures, spread over the index; None where none can be read."""
    rows, frames = [], []
    for row in _spread(len(index.filenames)):
        name = index.filenames[row]
        try:
            photo = photos.read(catalog.read(name), encoder.side, name=name)
        except photos.PhotoError:
            continue
        rows.append(row)
        frames.append(encoder.prepare(photo))
        if len(rows) == SAMPLE:
            break
    return Sample(np.asarray(index.vectors[rows]), np.stack(frames)) if rows else None


def _spread(count: int) -> list[int]:
    """Return rows all over an index in an order by chance, a hundred at most: where none can be read, none is."""
    rows = np.unique(np.linspace(0, count - 1, min(count, 100)).astype(np.intp))
    return [int(row) for row in np.random.default_rng(0).permutation(rows)]


def _say(line: str, *parts: object) -> None:
    logging.getLogger(__name__).warning(line, *parts)
