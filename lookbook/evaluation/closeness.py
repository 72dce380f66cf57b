"""What "nearly the same" is worth: classes of cosine similarity, chosen on one half and counted on the other."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook import photos
from lookbook.book import Lookbook
from lookbook.encoders.base import Photo
from lookbook.encoders.closeness import OTHER_TYPE, WORDS, Closeness, calibrated
from lookbook.errors import LookbookError
from lookbook.evaluation.consumer import RIGHT_TYPES, ConsumerPhoto, consumer_photos
from lookbook.evaluation.distortion import chosen, corner, distort, gradients
from lookbook.evaluation.gallery import NOTHING, Gallery, Rows, gallery, nearest
from lookbook.evaluation.predictions import predict
from lookbook.evaluation.tasks import joined

SAMPLE = 2000
"""How many products ask at most."""
LEAST = (("both", 0.75), ("kind", 0.94))
"""What share of the pairs of the first classes must be right, and in what: type and colour, or type alone."""
GUESSED = 1 / 3
"""What share of the last class may be of the right type: with more it would be no guess."""
STEPS = np.arange(999, 499, -5) / 1000
"""The thresholds that are tried."""
PLAIN_BACKDROPS = 64
TYPE = "articleType"


class Pairs(NamedTuple):
    """Queries and what was found for them (M,).

    Attributes:
        cosine: of their vectors.
        alike: whether what was found is of the type that was seen in the query.
        kind, both: whether the type, and type and colour, are right.
    """

    cosine: NDArray[np.floating]
    alike: NDArray[np.bool_]
    kind: NDArray[np.bool_]
    both: NDArray[np.bool_]


class Class(NamedTuple):
    """How many of all pairs a class of closeness has, and how many of those are right."""

    share: float
    kind: float
    both: float


def choose(pairs: Pairs) -> Closeness:
    """Choose the lowest thresholds that keep a class's share, and the highest that leaves only guesses below."""
    found: list[float] = []
    for judged, least in LEAST:
        right = getattr(pairs, judged)
        below = [step for step in STEPS.tolist() if not found or step < found[-1]]
        within = (_classes(pairs, [*found, step]) == len(found) for step in below)
        fits = [step for step, rows in zip(below, within, strict=True) if rows.any() and right[rows].mean() >= least]
        found.append(min(fits, default=below[0]))
    steps = [step for step in STEPS.tolist() if step < found[-1]]
    guesses = ((step, _classes(pairs, [*found, step]) == len(WORDS) - 1) for step in steps)
    fits = [step for step, rows in guesses if rows.any() and pairs.kind[rows].mean() <= GUESSED]
    same, close = found
    return Closeness(same, close, max(fits, default=steps[-1]))


def counted(pairs: Pairs, thresholds: Closeness) -> list[Class]:
    """Count the pairs of each class, the closest first."""
    classes = _classes(pairs, thresholds.steps)
    of_each = (classes == number for number in range(len(WORDS)))
    return [Class(float(rows.mean()), _mean(pairs.kind[rows]), _mean(pairs.both[rows])) for rows in of_each]


def _classes(pairs: Pairs, thresholds: Sequence[float]) -> Rows:
    """Return the class of each pair (M,), as `Closeness.word` has it."""
    below = (pairs.cosine[:, None] < np.array(thresholds)).sum(axis=1)
    classes: Rows = np.where(pairs.alike, below, np.maximum(below, OTHER_TYPE))
    return classes


def measure(book: Lookbook, consumer: Path | None) -> str:
    """Choose thresholds on the validation half, and say what those in use, or these, are worth on the test half.

    Each product asks twice: as the catalogue shows it, and as a bad photo of it.

    Raises:
        LookbookError: no product was held out.
        ValueError: the zip can't be used.
    """
    people = list(consumer_photos(consumer)) if consumer else []
    backdrops = [corner(person.photo) for person in people] or gradients(PLAIN_BACKDROPS)
    thresholds = choose(_of_products(book, backdrops, validation=True))
    used = calibrated(book.encoder.identity)
    lines = [f"chosen on the validation half: {_listed(thresholds)}", f"in use: {_listed(used) if used else 'none'}"]
    shop, pairs = _shop(book, validation=False), _of_products(book, backdrops, validation=False)
    lines += ["", *_table(f"products, {len(pairs.cosine):,} pairs", counted(pairs, used or thresholds))]
    if asking := [person for person in people if person.label in RIGHT_TYPES]:
        taken = _of_people(book, shop, asking)
        classes = counted(taken, used or thresholds)
        lines += ["", *_table(f"consumer photos, {len(taken.cosine):,} pairs", classes, coloured=False)]
    return "\n".join(lines)


def _shop(book: Lookbook, *, validation: bool) -> Gallery:
    shop = gallery(book.catalog, book.index.filenames, book.index.vectors, not validation)
    if not shop.kept.any():
        raise LookbookError(f"none of the {len(book)} pictures is for evaluation; evaluate a larger catalogue.")
    return shop


def _of_products(book: Lookbook, backdrops: Sequence[Photo], *, validation: bool) -> Pairs:
    shop, rng = _shop(book, validation=validation), np.random.default_rng(0)
    rows = np.sort(rng.permutation(np.flatnonzero(shop.kept))[:SAMPLE])
    plain = [photos.read(book.catalog.read(shop.filenames[row])) for row in rows.tolist()]
    bad = (distort(photo, rng, chosen(backdrops, rng)) for photo in plain)
    asked = np.concatenate([rows, rows])
    found, cosine, alike = _found(book, shop, [*plain, *bad], shop.groups[asked])
    right = [labels[found] == labels[asked][:, None] for labels in (_labels(shop, 1), _labels(shop, 2))]
    return _flat(found, cosine, alike, *right)


def _of_people(book: Lookbook, shop: Gallery, people: Sequence[ConsumerPhoto]) -> Pairs:
    taken = [person.photo for person in people]
    found, cosine, alike = _found(book, shop, taken, np.full(len(taken), NOTHING))
    types = shop.column(TYPE)
    right = np.stack(
        [np.isin(types[rows], list(RIGHT_TYPES[own.label])) for rows, own in zip(found, people, strict=True)]
    )
    return _flat(found, cosine, alike, right, right)


def _labels(shop: Gallery, count: int) -> NDArray[np.str_]:
    return joined(shop, (TYPE, "baseColour")[:count])[0]


def _found(
    book: Lookbook, shop: Gallery, asked: Sequence[Photo], own: Rows
) -> tuple[Rows, NDArray[np.floating], NDArray[np.bool_]]:
    """Return what is found for photos (Q, 10), the cosine of each, and whether it is of the type that is seen."""
    seen = predict(book.encoder, asked)
    vectors = np.stack([one.vector for one in seen])
    found = nearest(shop, vectors, own)
    types = np.array([one.attributes[TYPE][0][0] if TYPE in one.attributes else "" for one in seen])
    alike = (shop.column(TYPE)[found] == types[:, None]) | (types[:, None] == "")
    return found, np.einsum("qkd,qd->qk", shop.vectors[found], vectors), alike


def _flat(found: Rows, cosine: NDArray[np.floating], *judged: NDArray[np.bool_]) -> Pairs:
    there = found != NOTHING
    return Pairs(cosine[there].astype(np.float64), *(one[there] for one in judged))


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else 0.0


def _listed(thresholds: Closeness) -> str:
    return ", ".join(f"{word.lower()} from {least:.3f}" for word, least in zip(WORDS, thresholds.steps, strict=False))


def _table(name: str, classes: Sequence[Class], *, coloured: bool = True) -> Iterator[str]:
    yield f"| {name} | of all pairs | right type | right type and colour |"
    yield "|---|---|---|---|"
    for word, own in zip(WORDS, classes, strict=True):
        yield f"| {word} | {own.share:.3f} | {own.kind:.3f} | {f'{own.both:.3f}' if coloured else '-'} |"
