"""A picture with its caption, as a page shows it."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lookbook import photos
from lookbook.encoders.base import Photo
from lookbook.evaluation.candidate import Candidate
from lookbook.evaluation.rows import JOINT
from lookbook.photos import thumbnail

LONGEST = 200
"""The longer side of a picture, in pixels."""
QUALITY = 82


@dataclass(frozen=True)
class Tile:
    """A picture and what is written below it.

    Attributes:
        picture: a data URI.
        id: the product's, "" where it is no product.
        title: what it is called.
        facts: what else is known of it, each with whether it agrees with what was asked for.
        right: whether it counts as right.
    """

    picture: str
    id: str
    title: str
    facts: Sequence[tuple[str, bool]] = ()
    right: bool = True


def like(candidate: Candidate, row: int, asked: Mapping[str, str]) -> Tile:
    """Show a product beside one that was asked for; right is what has the same type, colour and gender."""
    product = candidate.shop.products[row]
    return _tile(candidate, row, {column for column in JOINT if product.get(column) != asked.get(column)})


def of_type(candidate: Candidate, row: int, right_types: frozenset[str]) -> Tile:
    """Show a product beside a photo; right is what is of one of the types, of colour and gender nothing is known."""
    right = candidate.shop.products[row].get("articleType") in right_types
    return _tile(candidate, row, set() if right else {"articleType"})


def data_uri(photo: Photo) -> str:
    """Make a small JPEG of a photo that stands in the page itself."""
    return "data:image/jpeg;base64," + base64.b64encode(thumbnail.encoded(photo, LONGEST, QUALITY)).decode()


def _tile(candidate: Candidate, row: int, wrong: set[str]) -> Tile:
    filename, product = candidate.shop.filenames[row], candidate.shop.products[row]
    facts = [(product[column], column not in wrong) for column in JOINT if product.get(column)]
    picture = data_uri(photos.read(candidate.catalog.read(filename), LONGEST, name=filename))
    title = product.get("productDisplayName", "")
    return Tile(picture, candidate.catalog.product_id(filename), title, facts, not wrong)
