"""Products by conditions alone, without a question, and what was found in another order than by how well it fits."""

from collections.abc import Callable
from functools import cache

import numpy as np

from lookbook.catalog import ordering
from lookbook.catalog.table import Rows
from lookbook.conditions import Where
from lookbook.hit import Hit
from lookbook.retrieval import text
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.products import Products
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.text import TextRetriever
from lookbook.retrieval.wishes import Levels

ORDERED = 200
"""How many of the best that a picture finds are put in another order: everything is somewhat like it."""
Search = Callable[[int], list[Hit]]


class Orders:
    """The places of pictures in each order, made once."""

    def __init__(self, resources: Resources) -> None:
        table = resources.products.catalog.table
        self.ranks = cache(lambda name: ordering.ranks(table, name))


def browse(resources: Resources, where: Where, sort: str) -> Search:
    """Return a search that finds all products that fulfil conditions, in the catalogue's order or another one.

    Raises:
        UnknownColumn: a condition, or the order, is on a column that is not there.
    """
    products = resources.products
    rows = arranged(resources, fitting(products, products.rows(where)), sort)
    return lambda k: [products.hit(row, 0.0, {}) for row in rows[:k].tolist()]


def by_words(resources: Resources, query: EncodedQuery, where: Where, sort: str) -> Search:
    """Return a search that finds all that shares a word, in an order; what meets more wishes comes first.

    Raises:
        UnknownColumn: a condition, or the order, is on a column that is not there.
    """
    products, words = resources.products, resources.get(TextRetriever)
    parsed = words.parse(query.words)
    scores, level = words.scores(parsed), words.levels(parsed).level
    found = products.among(np.flatnonzero(scores), {**parsed.ranges, **where}, query.without)
    rows = found[products.once(found)]
    rows = rows[np.lexsort((resources.get(Orders).ranks(sort)[rows], -level[rows]))]

    def hit(row: int) -> Hit:
        score = float(scores[row])
        return products.hit(row, score, {text.NAME: score})

    return lambda k: [hit(row) for row in rows[:k].tolist()]


def reordered(search: Search, resources: Resources, sort: str, levels: Levels) -> Search:
    """Make a search that puts its ORDERED best results in another order; those beyond come after, as they fit.

    Args:
        search: finds them.
        resources: what is at hand of the index.
        sort: the order.
        levels: how much each product meets of what is wished; none comes above another that meets more.

    Raises:
        UnknownColumn: the product table has no column that the order goes by.
    """
    products, ranks = resources.products, resources.get(Orders).ranks(sort)

    def place(hit: Hit) -> tuple[int, int]:
        row = products.row(hit.filename)
        return -int(levels.level[row]), int(ranks[row])

    best = cache(lambda: sorted(search(ORDERED), key=place))
    return lambda k: [*best()[:k], *(search(k)[ORDERED:] if k > ORDERED else [])]


def arranged(resources: Resources, rows: Rows, sort: str) -> Rows:
    """Return some pictures in an order, "" = that of the catalogue. Raises UnknownColumn."""
    return rows[np.argsort(resources.get(Orders).ranks(sort)[rows])] if sort else rows


def fitting(products: Products, rows: Rows | None) -> Rows:
    """Return the first of each product's pictures among some, ascending; None = all of them."""
    return products.catalog.table.fronts if rows is None else rows[products.once(rows)]
