"""Retrievers by name, and the choice among them by what is given."""

from collections.abc import Mapping, Sequence
from typing import cast

from lookbook.conditions import Where
from lookbook.errors import UnknownRetriever
from lookbook.hit import Hit
from lookbook.retrieval.base import Retriever
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.features import FeatureRetriever
from lookbook.retrieval.mixture import MixtureRetriever
from lookbook.retrieval.resources import Part, Resources
from lookbook.retrieval.text import TextRetriever
from lookbook.retrieval.visual import VisualRetriever

RETRIEVERS: Mapping[str, type[Retriever]] = {
    "visual": VisualRetriever,
    "text": TextRetriever,
    "features": FeatureRetriever,
    "all": MixtureRetriever,
}
AUTO, WHATEVER = "auto", "all"
"""The mode that chooses by what is given, and what it takes where no retriever is made for that."""
MISSING: Mapping[str, str] = {
    "vector": "words alone show no picture to search by; give a photo, or use another mode.",
    "text": "a picture has no words to search by; give a text, or use another mode.",
}
"""What a retriever lacks -> what is said then."""


def modes() -> Sequence[str]:
    """Return the names that a mode may have."""
    return (AUTO, *RETRIEVERS)


def search(
    resources: Resources, query: EncodedQuery, k: int, where: Where | None = None, mode: str = AUTO
) -> list[Hit]:
    """Search in the way of that name; returns and raises what `Retriever.search` does.

    Raises:
        UnknownRetriever: there is none of that name, or it can't use what is given.
    """
    retriever = RETRIEVERS[chosen(query, mode)]
    missing = sorted(retriever.needs - query.usable)
    if missing:
        raise UnknownRetriever(MISSING[missing[0]])
    return resources.get(cast("Part[Retriever]", retriever)).search(query, k, where)


def checked(mode: str) -> str:
    """Return the name of a mode. Raises UnknownRetriever where there is none of that name."""
    if mode not in modes():
        raise UnknownRetriever(f"there is no mode {mode!r}; there are: {', '.join(modes())}.")
    return mode


def chosen(query: EncodedQuery, mode: str) -> str:
    """Return the name of the retriever of a mode, the one made for what is given where that is AUTO.

    Raises:
        UnknownRetriever: there is none of that name.
    """
    if checked(mode) != AUTO:
        return mode
    return next((name for name, retriever in RETRIEVERS.items() if retriever.suits == query.given), WHATEVER)
