"""Several garments in one photo: how many are found, and how often one is found that isn't there.

    python -m benchmarks.pieces CATALOGUE.zip CONSUMER.zip BOXES.csv [--fit]

Scenes are two or three held-out products on a piece of a held-out photo; photos of one garment are people's own.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.encoders import pieces
from lookbook.encoders.base import Encoder, Photo
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.parts import Box, Part
from lookbook.evaluation.consumer import consumer_photos
from lookbook.evaluation.distortion import chosen, corner
from lookbook.evaluation.predictions import overlap, read_boxes
from lookbook.evaluation.split import for_test, held_out
from lookbook.training.lite.gather import cut_out

HEIGHT, WIDTH = 480, 360
SMALLEST, LARGEST = 0.35, 0.62
"""The longer side of a product, as a share of the scene's height."""
APART = 0.08
"""No two boxes share more of the smaller one."""
SCENES = 150
FOUND, TAUGHT = 0.5, 0.7
"""From this overlap on a piece is found, and is an example of one when weights are chosen."""
KINDS = ("Apparel", "Footwear", "Bags", "Headwear", "Watches", "Scarves")


class Scene(NamedTuple):
    """A photo, and the boxes of what is to be found in it, as shares of width and height."""

    photo: Photo
    true: Sequence[Box]


def cutouts(catalog: Catalog, test: bool) -> list[NDArray[np.uint8]]:
    """Return held-out products (H, W, 4) of one half that stand on white, cut at their edges."""
    found = []
    for name in catalog.filenames:
        own, row = catalog.product_id(name), catalog.product(name)
        if held_out(own) and for_test(own) == test and {row.get("masterCategory"), row.get("subCategory")} & {*KINDS}:
            photo = photos.read(catalog.read(name))
            cut = cut_out(photo, photo.shape[:2])
            cover = cut[..., 3] > 0
            if not cover.all():
                down, across = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
                found.append(cut[down[0] : down[-1] + 1, across[0] : across[-1] + 1])
    return found


def scenes(products: Sequence[NDArray[np.uint8]], backdrops: Sequence[Photo], seed: int) -> Iterator[Scene]:
    """Yield scenes of two and of three products in turn."""
    rng = np.random.default_rng(seed)
    for number in range(SCENES):
        scene = np.asarray(cv2.resize(chosen(backdrops, rng), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)
        true: list[Box] = []
        while len(true) < 2 + number % 2:
            _place(scene, true, products[int(rng.integers(len(products)))], rng)
        yield Scene(scene, [(x0 / WIDTH, y0 / HEIGHT, x1 / WIDTH, y1 / HEIGHT) for x0, y0, x1, y1 in true])


def _place(scene: Photo, true: list[Box], product: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Try to put a product somewhere into a scene, where it hides no other."""
    size = min(rng.uniform(SMALLEST, LARGEST) * HEIGHT / max(product.shape[:2]), 0.97 * WIDTH / product.shape[1])
    own = cv2.resize(product, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    rows, columns = own.shape[:2]
    top, left = int(rng.integers(HEIGHT + 1 - rows)), int(rng.integers(WIDTH + 1 - columns))
    box = (float(left), float(top), float(left + columns), float(top + rows))
    if rows > 60 and columns > 30 and all(_shared(box, other) <= APART for other in true):
        cover = own[..., 3] > 127
        scene[top : top + rows, left : left + columns][cover] = own[..., :3][cover]
        true.append(box)


def _shared(first: Box, second: Box) -> float:
    """Return what two boxes share, of the smaller one."""
    width, height = (min(first[i + 2], second[i + 2]) - max(first[i], second[i]) for i in (0, 1))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return max(0.0, width) * max(0.0, height) / min(areas)


def alone(consumer: Path, boxes: Path, test: bool) -> list[Scene]:
    """Return people's photos of one garment, of one half by a hash of their names."""
    known = read_boxes(boxes)
    kept = (photo for photo in consumer_photos(consumer) if photo.name in known and for_test(photo.name) == test)
    return [Scene(photo.photo, [_box(known[photo.name])]) for photo in kept]


def _box(sides: Sequence[float]) -> Box:
    left, top, right, bottom = sides
    return left, top, right, bottom


def looked(encoder: Encoder, made: Sequence[Scene]) -> list[tuple[Scene, list[Part]]]:
    """Look at every window of every scene."""
    return [(scene, pieces.looked_at(encoder, _read(encoder, scene.photo))) for scene in made]


def _read(encoder: Encoder, photo: Photo) -> Photo:
    """Bring a photo to the size that it is read at."""
    share = pieces.ENLARGED * encoder.side / max(photo.shape[:2])
    return (
        photo if share >= 1 else np.asarray(cv2.resize(photo, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))
    )


def fit(seen: Sequence[tuple[Scene, list[Part]]]) -> None:
    """Choose weights by logistic regression, and print them as `parts` has them."""
    from sklearn.linear_model import LogisticRegression

    rows = [(part, max(overlap(part.box, box) for box in scene.true)) for scene, found in seen for part in found]
    signs = np.array([list(part.signs.values()) for part, _ in rows])
    spread = signs.std(axis=0)
    model = LogisticRegression(max_iter=2000).fit(signs / spread, [best > TAUGHT for _, best in rows])
    weights = model.coef_[0] / spread
    print({name: round(float(weight), 3) for name, weight in zip(rows[0][0].signs, weights, strict=True)})
    print("bias", round(float(model.intercept_[0]), 3))


def report(name: str, seen: Sequence[tuple[Scene, list[Part]]]) -> None:
    """Print how many pieces are found, and how many that are none."""
    kept = [(scene, [part.box for part in pieces.best(found)]) for scene, found in seen]
    found = [any(overlap(box, own) >= FOUND for own in boxes) for scene, boxes in kept for box in scene.true]
    wrong = [sum(max(overlap(own, box) for box in scene.true) < FOUND for own in boxes) for scene, boxes in kept]
    shares = f"{np.mean(found):.3f} of {len(found)} pieces found, {np.mean(wrong):.3f} false ones a photo"
    print(f"{name}: {shares} ({len(kept)} photos)")


def main() -> None:
    """Measure, or choose weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue")
    parser.add_argument("consumer", type=Path)
    parser.add_argument("boxes", type=Path)
    parser.add_argument("--fit", action="store_true", help="choose weights on the validation half instead")
    given = parser.parse_args()
    encoder, catalog = FashionEncoder(), Catalog.open(given.catalogue)
    backdrops = [corner(photo.photo) for photo in consumer_photos(given.consumer)]
    several = looked(encoder, list(scenes(cutouts(catalog, not given.fit), backdrops, int(not given.fit))))
    single = looked(encoder, alone(given.consumer, given.boxes, not given.fit))
    if given.fit:
        fit([*several, *single])
        return
    report("scenes", several)
    report("photos of one garment", single)
    photo = _read(encoder, several[0][0].photo)
    started = time.perf_counter()
    for _ in range(20):
        pieces.find(encoder, photo)
    print(f"{1000 * (time.perf_counter() - started) / 20:.1f} ms a photo for {len(pieces.WINDOWS)} windows")


if __name__ == "__main__":
    main()
