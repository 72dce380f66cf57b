"""An encoder that is judged: its vectors of the whole catalogue, and what they find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from lookbook import photos
from lookbook.building.progress import tracked
from lookbook.catalog import Catalog
from lookbook.encoders.base import Encoder, Photo, Prediction, Vectors
from lookbook.evaluation.consumer import ConsumerPhoto
from lookbook.evaluation.gallery import NOTHING, Gallery, Neighbours, Rows, nearest, neighbours
from lookbook.evaluation.places import Rings
from lookbook.evaluation.predictions import Box, predict
from lookbook.evaluation.tasks import BATCH, encode_frames
from lookbook.photos.parallel import in_order

WORKERS = 2


@dataclass(frozen=True)
class Candidate:
    """An encoder and all that it is asked with; what it finds is searched once and shared.

    Attributes:
        name: as the table calls it.
        encoder: what is judged.
        catalog: where the pictures are.
        shop: the gallery, with this encoder's vectors.
        people: photos that people took, with a label that counts; may be empty.
        backdrops: what distorted pictures are laid on.
        boxes: name of such a photo -> the garment's box, as shares of width and height.
        rings: name of such a photo -> the lines around the garment.
        strangers: pictures without a garment.
    """

    name: str
    encoder: Encoder
    catalog: Catalog
    shop: Gallery
    people: Sequence[ConsumerPhoto]
    backdrops: Sequence[Photo]
    boxes: Mapping[str, Box] = field(default_factory=dict)
    rings: Mapping[str, Rings] = field(default_factory=dict)
    strangers: Sequence[Photo] = ()

    @cached_property
    def near(self) -> Neighbours:
        """The neighbours of every product that was held out."""
        return neighbours(self.shop)

    @cached_property
    def people_seen(self) -> list[Prediction]:
        """What the encoder sees in every photo that people took."""
        return predict(self.encoder, [person.photo for person in self.people])

    @cached_property
    def near_people(self) -> Rows:
        """The neighbours of every photo that people took (Q, 10)."""
        vectors = np.stack([seen.vector for seen in self.people_seen])
        return nearest(self.shop, vectors, np.full(len(vectors), NOTHING))


def embed(encoder: Encoder, name: str, catalog: Catalog, filenames: Sequence[str]) -> Vectors:
    """Embed pictures as a build does, with a bar that shows how far it is: unit vectors (N, D).

    Raises:
        PhotoError: a picture of the index is gone or damaged.
    """
    frames = in_order(partial(_frame, encoder, catalog), filenames, WORKERS, 4 * BATCH)
    return encode_frames(encoder, tracked(frames, f"embedding with {name}", len(filenames)))


def _frame(encoder: Encoder, catalog: Catalog, filename: str) -> NDArray[np.uint8]:
    return encoder.prepare(photos.read(catalog.read(filename), encoder.side, name=filename))
