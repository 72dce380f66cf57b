"""From a query and what was seen in its photo to the answer."""

from collections.abc import Callable

from lookbook.encoders.base import Prediction
from lookbook.hit import Hit
from lookbook.query import Answer, Query
from lookbook.retrieval import asking, pictured, reach, understanding
from lookbook.retrieval.browsing import Search
from lookbook.retrieval.resources import Resources

Ordered = Callable[[Search, str, int], list[Hit]]
"""Returns k results of a search in an order that goes gently by what a customer bought."""


def answer(resources: Resources, query: Query, prediction: Prediction | None, results: int, ordered: Ordered) -> Answer:
    """Answer a query; raises what `Lookbook.search` does.

    Args:
        resources: what is at hand of the index.
        query: what is asked.
        prediction: what was seen in the photo; None where there is none.
        results: how many where the query does not say.
        ordered: has a customer's say in the order.
    """
    encoded = pictured.read(asking.encoded(resources, query.text, query.like, prediction), resources, query.mode)
    search = asking.searching(
        resources,
        encoded,
        query.where,
        query.mode,
        sort=query.sort,
        distinct=query.distinct,
        diversity=query.diversity,
    )
    k = results if query.k is None else query.k
    hits = search(k) if query.customer is None else ordered(search, query.customer, k)
    among = reach.among(resources, encoded, query.mode)
    return Answer(
        hits=hits,
        prediction=prediction,
        understood=understanding.of(resources, encoded, hits),
        total=reach.total(resources, encoded, query.where, among),
        among=among,
    )
