"""From what is asked to what is found: a query in the terms of retrievers, and results without repetition."""

from collections.abc import Callable
from functools import partial

from lookbook.conditions import Where
from lookbook.encoders.base import Prediction
from lookbook.hit import Hit
from lookbook.retrieval import diversify, registry
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.terms_kept import TITLE


def encoded(resources: Resources, text: str | None, like: str | None, prediction: Prediction | None) -> EncodedQuery:
    """Put into a retriever's terms what is seen in a photo, or known of a product, and said.

    Args:
        resources: what is at hand of the index.
        text: the words; None where there are none.
        like: a product's id; itself will be left out.
        prediction: what the encoder saw; None where there is no photo.

    Raises:
        UnknownProduct: no product has that id.
    """
    if prediction is not None:
        return EncodedQuery(vectors=prediction.vector[None], text=text, attributes=prediction.attributes)
    if like is None:
        return EncodedQuery(text=text)
    products = resources.products
    filename = products.filenames[products.of_id(like)]
    values, pictures = products.catalog.product(filename), products.catalog.pictures(filename)
    return EncodedQuery(
        vectors=resources.store.fetch(pictures),
        text=text,
        title=values.get(TITLE, ""),
        attributes={column: [(value, 1.0)] for column, value in values.items() if value},
        known=True,
        without=frozenset(pictures),
    )


def searching(
    resources: Resources, query: EncodedQuery, where: Where, mode: str, *, distinct: bool, diversity: float
) -> Callable[[int], list[Hit]]:
    """Return a search for any number of results, best first.

    Args:
        resources: what is at hand of the index.
        query: what is looked for.
        where: the conditions that results fulfil.
        mode: the way of searching.
        distinct: whether copies of one picture, and of what is left out, are found once.
        diversity: 0..1, how much results should differ from each other rather than fit.
    """
    found: diversify.Search = partial(_search, resources, query, where, mode)
    if distinct:
        found = diversify.distinct(found, resources.store, resources.store.fetch(sorted(query.without)))
    return diversify.diverse(found, resources.store, diversity) if diversity else found


def _search(resources: Resources, query: EncodedQuery, where: Where, mode: str, k: int) -> list[Hit]:
    return registry.search(resources, query, k, where, mode)
