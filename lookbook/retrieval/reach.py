"""What a question can reach: which pictures its results come from, and how many products these are."""

import numpy as np

from lookbook.catalog.table import Rows
from lookbook.conditions import Where
from lookbook.retrieval import registry, text, visual
from lookbook.retrieval.browsing import fitting
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.text import TextRetriever


def among(resources: Resources, query: EncodedQuery, mode: str) -> Rows | None:
    """Return the pictures, ascending, that the words of a query allow, whatever the conditions; None = all of them.

    Words alone find what shares one of them; beside a picture, they only leave out what they refuse.
    """
    if not query.asks:
        return None
    way = registry.chosen(query, mode)
    said = query.words if way == text.NAME else query.text
    if way == visual.NAME or not said:
        return None
    words = resources.get(TextRetriever)
    parsed = words.parse(said)
    allowed = words.scores(parsed) > 0 if way == text.NAME else ~words.unwanted(parsed)
    return resources.products.among(np.flatnonzero(allowed), parsed.ranges)


def total(resources: Resources, query: EncodedQuery, where: Where, among: Rows | None) -> int:
    """Return how many products can be found: of those among some pictures, those that fulfil the conditions.

    Raises:
        UnknownColumn: a condition is on a column that is not there.
    """
    products = resources.products
    rows = products.rows(where) if among is None else products.among(among, where)
    return len(fitting(products, rows)) - bool(query.without)
