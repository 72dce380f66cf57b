"""The quality protocol: every figure of an index's own encoder, and of others beside it on the same products."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lookbook import photos
from lookbook.book import Lookbook
from lookbook.encoders.base import Encoder
from lookbook.errors import LookbookError
from lookbook.evaluation.candidate import Candidate, embed
from lookbook.evaluation.consumer import RIGHT_TYPES, consumer_photos
from lookbook.evaluation.distortion import corner, gradients
from lookbook.evaluation.figure import Figure, LeftOut
from lookbook.evaluation.gallery import Gallery, gallery
from lookbook.evaluation.places import read_rings
from lookbook.evaluation.predictions import read_boxes
from lookbook.evaluation.rivals import rival
from lookbook.evaluation.rows import ROWS, Row

PLAIN_BACKDROPS = 64


@dataclass(frozen=True)
class Evaluation:
    """What came out.

    Attributes:
        pictures: how many can be found.
        asked: how many products asked.
        half: which half of what was held out they are, "test" or "validation".
        figures: candidate -> its figures; the index's own encoder comes first.
        left_out: what could not be measured, and why.
        own: the index's own encoder, to look closer at.
    """

    pictures: int
    asked: int
    half: str
    figures: dict[str, list[Figure]]
    left_out: list[LeftOut]
    own: Candidate


@dataclass(frozen=True)
class Material:
    """What is asked with besides the catalogue's own pictures; what is None leaves its rows out.

    Attributes:
        consumer: a zip of photos that people took.
        boxes: a table of the garments' boxes in them.
        masks: a table of the lines around the garments in them.
        unknown: a folder of pictures without a garment.
    """

    consumer: Path | None = None
    boxes: Path | None = None
    masks: Path | None = None
    unknown: Path | None = None


def evaluate(book: Lookbook, beside: Sequence[str], material: Material, validation: bool = False) -> Evaluation:
    """Measure an index, and other encoders on the same products.

    Args:
        book: the index.
        beside: what else is measured, as `rivals.rival` takes it.
        material: what is asked with besides.
        validation: ask with the validation half of what was held out, which choices are made on.

    Raises:
        RivalError: one of `beside` can't be used.
        ValueError: no product was held out, or the zip can't be used.
    """
    chosen = {name: rival(name, book.settings.resnet50_weights, _how(book)) for name in beside}
    own = _own(book, material, validation)
    encoders = {name: encoder for name, encoder in chosen.items() if not isinstance(encoder, LeftOut)}
    figures: dict[str, list[Figure]] = {}
    left_out = [missing for missing in chosen.values() if isinstance(missing, LeftOut)]
    for candidate in (own, *_beside(own, encoders)):
        rows = [row for give in ROWS for row in give(candidate)]
        figures[candidate.name] = [row for row in rows if isinstance(row, Figure)]
        left_out += _new(rows, left_out)
    half = "validation" if validation else "test"
    return Evaluation(len(book), int(own.shop.kept.sum()), half, figures, left_out, own)


def _how(book: Lookbook) -> dict[str, str]:
    """Return the options that all networks share, so that they are compared in the precision of the index."""
    options = book.index.encoder.options
    return {"precision": options["precision"]} if "precision" in options else {}


def _own(book: Lookbook, material: Material, validation: bool) -> Candidate:
    people = list(consumer_photos(material.consumer)) if material.consumer else []
    backdrops = [corner(person.photo) for person in people] or gradients(PLAIN_BACKDROPS)
    shop = gallery(book.catalog, book.index.filenames, book.index.vectors, not validation)
    _check(shop)
    counted = [person for person in people if person.label in RIGHT_TYPES]
    boxes = read_boxes(material.boxes) if material.boxes else {}
    rings = read_rings(material.masks) if material.masks else {}
    strangers = [photos.read(path.read_bytes(), name=path.name) for path in _files(material.unknown)]
    return Candidate(
        book.index.encoder.name, book.encoder, book.catalog, shop, counted, backdrops, boxes, rings, strangers
    )


def _files(folder: Path | None) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder else []


def _check(shop: Gallery) -> None:
    if not shop.kept.any():
        raise LookbookError(
            f"none of the {len(shop.kept)} pictures is for evaluation (one product in twenty is, by a hash of its id); "
            "evaluate a larger catalogue."
        )


def _beside(own: Candidate, encoders: dict[str, Encoder]) -> Iterator[Candidate]:
    """Yield the others one after the other, so that only one set of vectors is held besides the index's own."""
    for name, encoder in encoders.items():
        vectors = embed(encoder, name, own.catalog, own.shop.filenames)
        shop = own.shop._replace(vectors=vectors)
        yield replace(own, name=name, encoder=encoder, shop=shop)


def _new(rows: Sequence[Row], known: Sequence[LeftOut]) -> list[LeftOut]:
    return [row for row in rows if isinstance(row, LeftOut) and row not in known]
