"""Words looked for in the pictures themselves, by a network that has both in one space."""

from dataclasses import replace

import numpy as np

from lookbook.encoders.base import Vectors
from lookbook.retrieval import registry, visual
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.parsed_text import ParsedText
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.text import TextRetriever

SHARE, OF_ITS_KIND = 1.5, 3.0
"""How far a text beside a picture moves its vector, of length 1, towards the text's own; and where the kind of garment
is kept anyway, so that nothing is lost by going far."""
MIXED = (registry.AUTO, registry.WHATEVER)
"""The modes that choose by themselves what is made of words."""


def read(query: EncodedQuery, resources: Resources, mode: str) -> EncodedQuery:
    """Turn the words of a query into a vector, let them move the one that is there, or say what they look like.

    Words become a vector where one searches by the picture, and where no product says any of them: in a folder of
    pictures alone, elsewhere if all are for what a picture shows, such as a print, and stand alone. Else words find,
    and of those for a print it is told what they look like.

    Args:
        query: what is looked for.
        resources: what is at hand of the index.
        mode: the way of searching.
    """
    if not query.text or resources.reader is None or mode not in (visual.NAME, *MIXED):
        return query
    words = None if mode == visual.NAME else resources.get(TextRetriever)
    if words is None or words.wordless:
        moved = _beside(query.vectors, resources.reader.texts([query.text]), SHARE)
        return query if moved is None else replace(query, vectors=moved, text=None)
    parsed = words.parse(query.text)
    if not parsed.shown:
        return query
    moved = _beside(query.vectors, resources.reader.texts([" ".join(parsed.wished)]), OF_ITS_KIND)
    if moved is None or query.vectors is not None or parsed.meanings or _refuses(parsed):
        return replace(query, meant=moved)
    return replace(query, vectors=moved, text=None)


def _refuses(parsed: ParsedText) -> bool:
    return bool(parsed.refused or parsed.unwanted or parsed.ranges)


def _beside(pictures: Vectors | None, meant: Vectors | None, share: float) -> Vectors | None:
    """Return what pictures become by so large a share of words, unit vectors; the words' own where there are none."""
    if meant is None:
        return None
    moved = meant if pictures is None else pictures + share * meant
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)
