"""The best and the worst queries with their five results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lookbook.evaluation.candidate import Candidate
from lookbook.evaluation.consumer import RIGHT_TYPES
from lookbook.evaluation.findings import extremes, labelled, present
from lookbook.evaluation.metrics import Values, average_precision_at, precision_at
from lookbook.evaluation.rows import JOINT
from lookbook.evaluation.tasks import consumer_to_shop, shop_to_shop
from lookbook.evaluation.tiles import Tile, data_uri, like, of_type

MOST = 6
"""How many queries are shown of each sort."""


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
    found = extremes(np.stack(order, axis=1), kinds, MOST)
    return Strips([strip(query) for query in found.best], [strip(query) for query in found.worst])
