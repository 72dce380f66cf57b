"""The best and the worst queries with their five results."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lookbook import photos
from lookbook.encoders.base import Photo
from lookbook.evaluation.candidate import Candidate
from lookbook.evaluation.consumer import RIGHT_TYPES
from lookbook.evaluation.findings import extremes, labelled, present
from lookbook.evaluation.metrics import Values, average_precision_at, precision_at
from lookbook.evaluation.rows import JOINT
from lookbook.evaluation.tasks import consumer_to_shop, shop_to_shop
from lookbook.photos import thumbnail

STRIPS_SHOWN = 6
"""How many queries are shown of each sort."""
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


@dataclass(frozen=True)
class Strip:
    """A query, its results, and its score in words."""

    asked: Tile
    results: Sequence[Tile]
    score: str


@dataclass(frozen=True)
class Strips:
    """Those that went best, and those that went worst."""

    best: Sequence[Strip]
    worst: Sequence[Strip]


def of_shop(candidate: Candidate) -> Strips:
    """Choose among the products that were asked for, one of each type: by P@5 of type, colour and gender together."""
    shop, near = candidate.shop, labelled(candidate.shop, candidate.near, JOINT)
    joint, alike = shop_to_shop(shop, JOINT, near), shop_to_shop(shop, ["articleType"], near)
    precisions = precision_at(joint.relevant, 5)

    def strip(query: int) -> Strip:
        row = int(near.queries[query])
        asked = shop.products[row]
        results = [like(candidate, found, asked) for found in present(near.found[query]).tolist()]
        score = f"P@5 {precisions[query]:.1f}, others that agree in type, colour and gender: {joint.available[query]}"
        return Strip(like(candidate, row, asked), results, score)

    ranked = average_precision_at(joint.relevant, joint.available, 10)
    # of two that miss alike, the one that had more to find tells more
    order = [precisions, ranked, precision_at(alike.relevant, 5), -joint.available.astype(float)]
    return _chosen(order, shop.column("articleType")[near.queries].tolist(), strip)


def of_people(candidate: Candidate) -> Strips:
    """Choose among the photos that people took, one of each label: by P@5 of the types that count as right."""
    labels = [person.label for person in candidate.people]
    judged = consumer_to_shop(candidate.shop, labels, candidate.near_people, RIGHT_TYPES)
    precisions = precision_at(judged.relevant, 5)

    def strip(query: int) -> Strip:
        right = RIGHT_TYPES[labels[query]]
        rows = present(candidate.near_people[query]).tolist()
        asked = Tile(data_uri(candidate.people[query].photo), "", labels[query])
        return Strip(asked, [of_type(candidate, row, right) for row in rows], f"P@5 {precisions[query]:.1f}")

    return _chosen([precisions, average_precision_at(judged.relevant, judged.available, 10)], labels, strip)


def _chosen(order: Sequence[Values], kinds: Sequence[str], strip: Callable[[int], Strip]) -> Strips:
    found = extremes(np.stack(order, axis=1), kinds, STRIPS_SHOWN)
    return Strips([strip(query) for query in found.best], [strip(query) for query in found.worst])
