"""The rows of the quality table on what an encoder sees: attributes, boxes, and what it takes for no garment."""

from collections.abc import Iterator, Sequence

import numpy as np

from lookbook import photos
from lookbook.encoders.base import Photo, Prediction
from lookbook.evaluation import places, predictions
from lookbook.evaluation.calibration import calibration_error
from lookbook.evaluation.candidate import Candidate
from lookbook.evaluation.distortion import PAPER, chosen, composite, distort
from lookbook.evaluation.figure import Figure, LeftOut, figure
from lookbook.evaluation.metrics import Values

DRAWS = 500
SOLID = 0.5
"""From this overlap on, a box counts as found (Everingham et al., 2010, the Pascal challenge)."""
PRODUCT_SHARE = 0.05
"""A picture of which less is the product, in either direction, has no white background to cut it from."""


def predicted(candidate: Candidate) -> Iterator[Figure | LeftOut]:
    """Judge an encoder that sees anything besides what is alike."""
    products = _products(candidate)
    (first,) = candidate.encoder.predict(products[:1])
    if not first.attributes or first.box is None:
        yield LeftOut("what is seen", f"{candidate.name} tells neither attributes nor boxes")
        return
    yield from _attributes(candidate, products)
    yield from _composites(candidate, products)
    yield from _photos(candidate)
    yield from _strangers(candidate)


def _attributes(candidate: Candidate, plain: Sequence[Photo]) -> Iterator[Figure]:
    """Compare what is told of held-out products with their labels, as they are and, for confidence, distorted too."""
    seen = predictions.predict(candidate.encoder, plain)
    rng = np.random.default_rng(0)
    distorted = predictions.predict(
        candidate.encoder, (distort(photo, rng, chosen(candidate.backdrops, rng)) for photo in plain)
    )
    columns = {name: candidate.shop.column(name)[candidate.shop.kept].tolist() for name in seen[0].attributes}
    for name, labels in ((name, labels) for name, labels in columns.items() if set(labels) - predictions.NO_LABEL):
        yield figure(
            f"told right, {name}", predictions.told(seen, name, labels).correct.astype(float), _by_chance(labels)
        )
        yield _calibration(name, predictions.told([*seen, *distorted], name, [*labels, *labels]))
    yield figure("refused, products", _unknown(seen))
    yield figure("refused, distorted", _unknown(distorted))


def _composites(candidate: Candidate, products: Sequence[Photo]) -> Iterator[Figure]:
    """Compare boxes and masks of products put on photos, where they are known."""
    rng = np.random.default_rng(0)
    cut = [photo for photo in products if PRODUCT_SHARE < (photo.min(axis=2) < PAPER).mean() < 1 - PRODUCT_SHARE]
    made = [composite(photo, chosen(candidate.backdrops, rng), rng) for photo in cut]
    if made:
        seen, true = predictions.predict(candidate.encoder, [photo for photo, _ in made]), [place for _, place in made]
        yield from _overlaps("composites", seen, [places.around(place) for place in true])
        yield from _shared("composites", seen, true)


def _photos(candidate: Candidate) -> Iterator[Figure]:
    """Compare boxes and masks of people's photos that a second method boxed and cut out."""
    people = list(zip(candidate.people, candidate.people_seen, strict=True))
    boxed = [(person, seen) for person, seen in people if person.name in candidate.boxes]
    if boxed:
        true = [predictions.in_pixels(candidate.boxes[person.name], person.photo) for person, _ in boxed]
        yield from _overlaps("photos", [seen for _, seen in boxed], true)
    cut = [(person, seen) for person, seen in people if person.name in candidate.rings]
    if cut:
        where = [places.filled(candidate.rings[person.name], person.photo) for person, _ in cut]
        yield from _shared("photos", [seen for _, seen in cut], where)


def _strangers(candidate: Candidate) -> Iterator[Figure | LeftOut]:
    """Count the photos of garments that are refused by mistake, and the other pictures that are rightly."""
    if candidate.people:
        yield figure("refused, consumer photos", _unknown(candidate.people_seen))
    if candidate.strangers:
        yield figure("refused, no garment", _unknown(predictions.predict(candidate.encoder, candidate.strangers)))
    else:
        yield LeftOut("pictures without a garment", "none were given (--unknown DIR)")


def _products(candidate: Candidate) -> list[Photo]:
    rows = np.flatnonzero(candidate.shop.kept).tolist()
    return [photos.read(candidate.catalog.read(candidate.shop.filenames[row])) for row in rows]


def _by_chance(labels: Sequence[str]) -> float:
    """Return how often a label drawn like the labels themselves would be right."""
    counts = np.unique([label for label in labels if label not in predictions.NO_LABEL], return_counts=True)[1]
    return float(((counts / counts.sum()) ** 2).sum())


def _calibration(name: str, told: predictions.Told) -> Figure:
    rng, count = np.random.default_rng(0), len(told.correct)
    drawn = (rng.integers(count, size=count) for _ in range(DRAWS))
    errors = [calibration_error(told.confidence[rows], told.correct[rows]) for rows in drawn]
    low, high = np.percentile(errors, [2.5, 97.5])
    error = calibration_error(told.confidence, told.correct)
    return Figure(f"calibration error, {name}", error, float(low), float(high), None, count)


def _overlaps(name: str, seen: Sequence[Prediction], true: Sequence[predictions.Box]) -> Iterator[Figure]:
    found = predictions.overlaps(seen, true)
    yield figure(f"box overlap, {name}", found)
    yield figure(f"box found, {name}", (found >= SOLID).astype(float))


def _shared(name: str, seen: Sequence[Prediction], true: Sequence[places.Places]) -> Iterator[Figure]:
    if seen[0].mask is not None:
        yield figure(f"mask overlap, {name}", places.shared(seen, true))


def _unknown(seen: Sequence[Prediction]) -> Values:
    return np.array([float(one.unknown) for one in seen])
