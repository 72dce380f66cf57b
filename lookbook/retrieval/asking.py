"""From what is asked to what is found: a query in the terms of retrievers, and results without repetition."""

from collections.abc import Callable
from functools import partial

from lookbook.conditions import Where
from lookbook.encoders.base import Prediction
from lookbook.hit import Hit
from lookbook.retrieval import browsing, diversify, registry, text, understanding
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.terms_kept import TITLE


def encoded(resources: Resources, words: str | None, like: str | None, prediction: Prediction | None) -> EncodedQuery:
    """Put into a retriever's terms what is seen in a photo, or known of a product, and said.

    Args:
        resources: what is at hand of the index.
        words: None where there are none.
        like: a product's id; itself will be left out.
        prediction: what the encoder saw; None where there is no photo.

    Raises:
        UnknownProduct: no product has that id.
    """
    if prediction is not None:
        return EncodedQuery(vectors=prediction.vector[None], text=words, attributes=prediction.attributes)
    if like is None:
        return EncodedQuery(text=words)
    products = resources.products
    filename = products.filenames[products.of_id(like)]
    values, pictures = products.catalog.product(filename), products.catalog.pictures(filename)
    return EncodedQuery(
        vectors=resources.store.fetch(pictures),
        text=words,
        title=values.get(TITLE, ""),
        attributes={column: [(value, 1.0)] for column, value in values.items() if value},
        known=True,
        without=frozenset(pictures),
    )


def searching(
    resources: Resources,
    query: EncodedQuery,
    where: Where,
    mode: str,
    *,
    sort: str = "",
    distinct: bool = False,
    diversity: float = 0.0,
) -> Callable[[int], list[Hit]]:
    """Return a search for any number of results, best first; where nothing is asked, by the conditions alone.

    Args:
        resources: what is at hand of the index.
        query: what is looked for.
        where: the conditions that results fulfil.
        mode: the way of searching.
        sort: the order of results; "" = the best first.
        distinct: whether copies of one picture, and of what is left out, are found once.
        diversity: 0..1, how much results should differ from each other rather than fit.
    """
    found = _found(resources, query, where, mode, sort)
    if distinct:
        known = resources.store.fetch(sorted(query.without))
        found = diversify.distinct(found, resources.store, known, resources.copy)
    return diversify.diverse(found, resources.store, diversity) if diversity else found


def _found(resources: Resources, query: EncodedQuery, where: Where, mode: str, sort: str) -> diversify.Search:
    if not query.asks:
        return browsing.browse(resources, where, sort)
    if sort and registry.chosen(query, mode) == text.NAME:
        return browsing.by_words(resources, query, where, sort)
    found = partial(_search, resources, query, where, mode)
    return browsing.reordered(found, resources, sort, understanding.levels(resources, query)) if sort else found


def _search(resources: Resources, query: EncodedQuery, where: Where, mode: str, k: int) -> list[Hit]:
    return registry.search(resources, query, k, where, mode)
