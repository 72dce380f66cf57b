"""The quality table's main rows for a file of weights, on the half of what is held out that choices are made on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.encoders.base import Vectors
from lookbook.encoders.fashion import FashionEncoder
from lookbook.evaluation import tasks
from lookbook.evaluation.consumer import RIGHT_TYPES, ConsumerPhoto, consumer_photos
from lookbook.evaluation.distortion import chosen, corner, distort
from lookbook.evaluation.figure import Figure, averaged, measured
from lookbook.evaluation.gallery import NOTHING, Gallery, gallery, nearest, neighbours
from lookbook.evaluation.rows import JOINT
from lookbook.evaluation.tasks import BATCH, Judged
from lookbook.neighbors import ExactNeighbors
from lookbook.photos.parallel import batched, in_order

COLUMNS: Mapping[str, Sequence[str]] = {
    "articleType": ["articleType"], "baseColour": ["baseColour"], "gender": ["gender"], "all three": JOINT,
}  # fmt: skip
DISTORTED = 1000


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The vectors of everything that is asked about.

    Attributes:
        shop: the gallery.
        distorted: of distorted pictures of the products `rows` (Q,), (Q, D).
        rows: of the gallery.
        people: of photos that people took, (P, D).
        takers: those photos.
    """

    shop: Gallery
    distorted: Vectors
    rows: NDArray[np.int64]
    people: Vectors
    takers: Sequence[ConsumerPhoto]

    def figures(self) -> list[Figure]:
        """Return the quality table's main rows."""
        shop = self.shop
        near = neighbours(shop)
        found = [measured(f"P@5 {q}", "P@5", tasks.shop_to_shop(shop, c, near)) for q, c in COLUMNS.items()]
        hits = ExactNeighbors().fit(shop.vectors).search(self.distorted, 5).rows
        copies = np.bincount(shop.groups, minlength=len(shop.groups))
        same = Judged(shop.groups[hits] == self.rows[:, None], copies[self.rows], len(shop.groups))
        found += [measured(f"same product, {measure}", measure, same) for measure in ("recall@1", "recall@5")]
        labels, senders = [one.label for one in self.takers], [one.sender for one in self.takers]
        seen = nearest(shop, self.people, np.full(len(self.people), NOTHING))
        judged = tasks.consumer_to_shop(shop, labels, seen, RIGHT_TYPES)
        for measure in ("P@5", "hit@5"):
            found.append(averaged(f"consumer photos, {measure}", measure, judged, senders))
            found.append(measured(f"consumer photos, {measure}, a photo as one", measure, judged))
        return found


def look(weights: Path, catalog: Catalog, consumer: Path) -> Seen:
    """Run a network over everything once.

    Args:
        weights: an ONNX file.
        catalog, consumer: products, and photos that people took.
    """
    encoder = FashionEncoder(weights)
    shop = gallery(catalog, catalog.filenames, _vectors(encoder, _frames(encoder, catalog)), test=False)
    takers = list(consumer_photos(consumer))
    backdrops = [corner(one.photo) for one in takers]
    rng = np.random.default_rng(0)
    rows = rng.permutation(np.flatnonzero(shop.kept))[:DISTORTED]
    originals = (photos.read(catalog.read(shop.filenames[row])) for row in rows.tolist())
    distorted = (encoder.prepare(distort(photo, rng, chosen(backdrops, rng))) for photo in originals)
    counted = [one for one in takers if one.label in RIGHT_TYPES]
    return Seen(
        shop=shop,
        distorted=_vectors(encoder, distorted),
        rows=rows,
        people=_vectors(encoder, (encoder.prepare(one.photo) for one in counted)),
        takers=counted,
    )


def _frames(encoder: FashionEncoder, catalog: Catalog) -> Iterator[NDArray[np.uint8]]:
    frames = in_order(partial(_frame, encoder, catalog), catalog.filenames, 2, 4 * BATCH)
    return iter(tqdm(frames, "looking", len(catalog.filenames), unit="picture", mininterval=10))


def _frame(encoder: FashionEncoder, catalog: Catalog, name: str) -> NDArray[np.uint8]:
    return encoder.prepare(photos.read(catalog.read(name), encoder.side, name=name))


def _vectors(encoder: FashionEncoder, frames: Iterator[NDArray[np.uint8]]) -> Vectors:
    return np.concatenate([encoder.outputs(np.stack(batch))["embedding"] for batch in batched(frames, BATCH)])
