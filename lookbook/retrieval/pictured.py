"""Words looked for in the pictures themselves, by a network that has both in one space."""

from dataclasses import replace

import numpy as np

from lookbook.retrieval import registry, visual
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.text import TextRetriever

SHARE = 1.2
"""How far a text beside a picture moves its vector, of length 1, towards the text's own."""


def read(query: EncodedQuery, resources: Resources, mode: str) -> EncodedQuery:
    """Turn the words of a query into a vector, or let them move the one that is there.

    That is done where one searches by the picture, and where no product says a word, as in a folder of pictures alone.

    Args:
        query: what is looked for.
        resources: what is at hand of the index.
        mode: the way of searching.
    """
    if not query.text or resources.reader is None or not _wanted(resources, mode):
        return query
    meant = resources.reader.texts([query.text])
    if meant is None:
        return query
    moved = meant if query.vectors is None else query.vectors + SHARE * meant
    return replace(query, vectors=moved / np.linalg.norm(moved, axis=1, keepdims=True), text=None)


def _wanted(resources: Resources, mode: str) -> bool:
    chosen = mode in (registry.AUTO, registry.WHATEVER)
    return mode == visual.NAME or (chosen and resources.get(TextRetriever).wordless)
