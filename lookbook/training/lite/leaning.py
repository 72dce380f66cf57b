"""How far embeddings are moved towards the classes that they probably belong to: chosen on the validation half."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from tqdm import tqdm

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.encoders.base import Vectors
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.runtime import Outputs
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
STEPS = (0.0, 0.3, 0.6, 0.9)
LEANED = ("articleType", "baseColour", "gender")
DISTORTED = 1000
Lean = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a network that leans nowhere says of everything that it is asked about.

    Attributes:
        shop: the gallery, whose vectors are those of `pictures`.
        pictures, distorted, people: the network's outputs for all of the catalogue, for distorted pictures of the
            products `rows` (Q,), and for photos that people took.
        rows: of the gallery.
        takers: those photos.
        directions: attribute -> unit directions of its classes (C, D).
    """

    shop: Gallery
    pictures: Outputs
    distorted: Outputs
    rows: NDArray[np.int64]
    people: Outputs
    takers: Sequence[ConsumerPhoto]
    directions: Mapping[str, NDArray[np.float32]]

    def figures(self, lean: Lean) -> list[Figure]:
        """Return the quality table's main rows for vectors that lean so far."""
        shop = self.shop._replace(vectors=leaned(self.pictures, self.directions, lean))
        near = neighbours(shop)
        found = [measured(f"P@5 {q}", "P@5", tasks.shop_to_shop(shop, c, near)) for q, c in COLUMNS.items()]
        hits = ExactNeighbors().fit(shop.vectors).search(leaned(self.distorted, self.directions, lean), 5).rows
        copies = np.bincount(shop.groups, minlength=len(shop.groups))
        same = Judged(shop.groups[hits] == self.rows[:, None], copies[self.rows], len(shop.groups))
        found += [measured(f"same product, {measure}", measure, same) for measure in ("recall@1", "recall@5")]
        vectors = leaned(self.people, self.directions, lean)
        labels, senders = [one.label for one in self.takers], [one.sender for one in self.takers]
        seen = nearest(shop, vectors, np.full(len(vectors), NOTHING))
        judged = tasks.consumer_to_shop(shop, labels, seen, RIGHT_TYPES)
        for measure in ("P@5", "hit@5"):
            found.append(averaged(f"consumer photos, {measure}", measure, judged, senders))
            found.append(measured(f"consumer photos, {measure}, a photo as one", measure, judged))
        return found


def leaned(outputs: Outputs, directions: Mapping[str, NDArray[np.float32]], lean: Lean) -> Vectors:
    """Move embeddings as `lookbook.encoders.network.PROTOTYPE_SHIFT` says, in NumPy."""
    vectors = outputs["embedding"] + sum(lean[name] * outputs[name] @ directions[name] for name in lean)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def look(weights: Path, catalog: Catalog, consumer: Path, test: bool, kept: Path | None = None) -> Seen:
    """Run a network over everything once.

    Args:
        weights: an ONNX file that leans nowhere.
        catalog, consumer: products, and photos that people took.
        test: ask with the test half of the products; False = the validation half.
        kept: where the outputs for the catalogue are kept, and taken from if they are there.
    """
    encoder = FashionEncoder(weights)
    pictures = _kept(kept, lambda: _outputs(encoder, _frames(encoder, catalog)))
    shop = gallery(catalog, catalog.filenames, pictures["embedding"], test)
    takers = list(consumer_photos(consumer))
    backdrops = [corner(one.photo) for one in takers]
    rng = np.random.default_rng(0)
    rows = rng.permutation(np.flatnonzero(shop.kept))[:DISTORTED]
    originals = (photos.read(catalog.read(shop.filenames[row])) for row in rows.tolist())
    distorted = (encoder.prepare(distort(photo, rng, chosen(backdrops, rng))) for photo in originals)
    counted = [one for one in takers if one.label in RIGHT_TYPES]
    return Seen(
        shop=shop,
        pictures=pictures,
        distorted=_outputs(encoder, distorted),
        rows=rows,
        people=_outputs(encoder, (encoder.prepare(one.photo) for one in counted)),
        takers=counted,
        directions=_directions(weights),
    )


def best(seen: Seen) -> Lean:
    """Climb, one attribute after the other, to the lean with the largest mean of all figures."""
    lean = dict.fromkeys(LEANED, 0.3)
    for name in (*LEANED, *LEANED):
        scores = {step: _score(seen, {**lean, name: step}) for step in STEPS}
        lean[name] = max(scores, key=lambda step: scores[step])
        print(json.dumps({"lean": lean, "scores": scores}), file=sys.stderr, flush=True)
    return lean


def _score(seen: Seen, lean: Lean) -> float:
    return float(np.mean([figure.mean for figure in seen.figures(lean)]))


def _frames(encoder: FashionEncoder, catalog: Catalog) -> Iterator[NDArray[np.uint8]]:
    frames = in_order(partial(_frame, encoder, catalog), catalog.filenames, 2, 4 * BATCH)
    return iter(tqdm(frames, "looking", len(catalog.filenames), unit="picture", mininterval=10))


def _frame(encoder: FashionEncoder, catalog: Catalog, name: str) -> NDArray[np.uint8]:
    return encoder.prepare(photos.read(catalog.read(name), encoder.side, name=name))


def _outputs(encoder: FashionEncoder, frames: Iterator[NDArray[np.uint8]]) -> Outputs:
    batches = [encoder.outputs(np.stack(batch)) for batch in batched(frames, BATCH)]
    return {name: np.concatenate([batch[name] for batch in batches]) for name in ("embedding", *LEANED)}


def _kept(path: Path | None, make: Callable[[], Outputs]) -> Outputs:
    if path is not None and path.exists():
        with np.load(path) as stored:
            return dict(stored)
    made = make()
    if path is not None:
        np.savez(path, allow_pickle=False, **made)
    return made


def _directions(weights: Path) -> dict[str, NDArray[np.float32]]:
    stored = {tensor.name: tensor for tensor in onnx.load(weights).graph.initializer}
    kernels = {name: numpy_helper.to_array(stored[f"{name}/kernel"]).astype(np.float32) for name in LEANED}
    return {name: kernel / np.linalg.norm(kernel, axis=1, keepdims=True) for name, kernel in kernels.items()}
