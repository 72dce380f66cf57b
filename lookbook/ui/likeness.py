"""How sure a result is, in words: how close two pictures are, or which of a visitor's words are met."""

from collections.abc import Iterator, Mapping, Sequence

from lookbook.encoders.closeness import GUESS, calibrated
from lookbook.hit import Hit
from lookbook.query import Understood
from lookbook.retrieval.words import words
from lookbook.ui import finding
from lookbook.ui.columns import LABELS, TITLE
from lookbook.ui.finding import Found
from lookbook.ui.live_index import LiveIndex

TYPE = "articleType"


def words_for(live: LiveIndex, found: Found, hits: Sequence[Hit]) -> Sequence[str]:
    """Say of each result how sure it is; "" where that is not known, or nothing was searched for."""
    if not found.query.searches:
        return [""] * len(hits)
    if found.understood is None:
        return [_look(live, found, hit) for hit in hits]
    return [_met(found.understood, place, live.book.product(hit)) for place, hit in enumerate(hits)]


def number(product: str) -> str:
    """Return the plain number of a product among the results; "" where it is none of them."""
    found = finding.latest()
    if found is None or not found.query.searches:
        return ""
    score = next((hit.score for hit in found.hits if hit.id == product), None)
    if score is None:
        return ""
    return f"{'Cosine similarity' if found.understood is None else 'Score'}: **{score:.3f}**"


def missing(understood: Understood, unmet: Sequence[str], product: Mapping[str, str]) -> list[str]:
    """Return which of the words asked with a product does not meet.

    Args:
        understood: what was asked for.
        unmet: the columns in which it has another value than any that is named.
        product: its row of the product table.
    """
    return [*_unmet(understood, unmet), *_unsaid(understood, product), *understood.ignored]


def _look(live: LiveIndex, found: Found, hit: Hit) -> str:
    closeness = calibrated(live.book.encoder.identity)
    if closeness is None or found.query.text:  # cosines of words and pictures are another matter
        return ""
    own, seen = live.book.product(hit).get(TYPE), _type(live, found)
    return GUESS if found.unknown else closeness.word(hit.score, alike=not (own and seen) or own == seen)


def _type(live: LiveIndex, found: Found) -> str:
    """Return the likeliest type of what is asked with, "" where none is known."""
    if found.query.like:
        return live.book.catalog.product(live.filenames[found.query.like]).get(TYPE, "")
    return next((value for value, _ in found.attributes.get(TYPE, [])), "")


def _met(understood: Understood, place: int, product: Mapping[str, str]) -> str:
    group = next((group for group in reversed(understood.groups) if group.start <= place), None)
    lacking = missing(understood, group.unmet if group else (), product)
    asked = len(understood.wishes) + len(understood.wished_words) + len(understood.ignored)
    if not asked or len(lacking) == asked:
        return ""
    if not lacking:
        return "All of your words"
    return f"All but {_listed(lacking)}" if len(lacking) < 3 else f"{asked - len(lacking)} of {asked} of your words"


def _unmet(understood: Understood, unmet: Sequence[str]) -> Iterator[str]:
    return (" or ".join(understood.wishes[column]).lower() for column in unmet if column in understood.wishes)


def _unsaid(understood: Understood, product: Mapping[str, str]) -> Iterator[str]:
    own = set(words(" ".join(product.get(column, "") for column in (TITLE, *LABELS))))
    return (thing for thing in understood.wished_words if not own.issuperset(words(thing)))


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(f"“{part}”" for part in parts)
