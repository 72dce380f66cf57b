"""What was understood of a text, said in sentences, and where the results give up a wish."""

from collections.abc import Iterator, Sequence

from lookbook.hit import Hit
from lookbook.query import Group, Understood
from lookbook.retrieval import kinds, wishes
from lookbook.retrieval.attribute_parser import KINDS, SHORTENED, Requested
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.parsed_text import ParsedText
from lookbook.retrieval.products import Products
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.text import TextRetriever
from lookbook.retrieval.wishes import Levels

GENDER = "gender"
PIECES = "pieces"


def of(resources: Resources, query: EncodedQuery, hits: Sequence[Hit]) -> Understood | None:
    """Say what was understood of the text of a query, and how the hits meet it; None where there is no text."""
    if not query.text:
        return None
    text, products = resources.get(TextRetriever), resources.products
    parsed = text.parse(query.text)
    requested = spelled(products, parsed.requested)
    kept = _kept(resources, query)
    offered = "" if hits else text.nearest_kind(query.text)
    return Understood(
        wishes=requested,
        wished_words=parsed.others,
        ranges=parsed.ranges,
        refusals=spelled(products, parsed.refused),
        refused_words=parsed.unwanted,
        corrections=parsed.corrections,
        ignored=parsed.ignored,
        groups=_groups(products, levels(resources, query), {**requested, **spelled(products, kept)}, hits),
        notes=_notes(parsed, requested, bool(hits), offered, [] if query.meant is None else parsed.unsaid),
        offered=offered,
    )


def levels(resources: Resources, query: EncodedQuery) -> Levels:
    """Return how much each product meets of what the text of a query wishes."""
    text, products = resources.get(TextRetriever), resources.products
    parsed = text.parse(query.text or "")
    if query.vectors is None:
        return text.levels(parsed)
    return wishes.levels(products, {**parsed.requested, **_kept(resources, query)})


def _kept(resources: Resources, query: EncodedQuery) -> Requested:
    """Return what words beside a picture keep of it."""
    if query.vectors is None:
        return {}
    requested = resources.get(TextRetriever).parse(query.text or "").requested
    return kinds.kept(resources.products, query, requested)


def _notes(parsed: ParsedText, requested: Requested, found: bool, offered: str, shown: Sequence[str]) -> list[str]:
    """Say what was mended, looked for in the pictures alone, left out, and not found.

    Args:
        parsed: what a text says.
        requested: what it asks for by name.
        found: whether there are results.
        offered: a kind that may be meant where there are none, "" for none.
        shown: the words that no product says, but pictures were asked for.
    """
    notes = [f"Showing {meant} for “{typed}”." for typed, meant in parsed.corrections.items() if found]
    if shown and found:
        notes.append(f"No product says {_quoted(shown)}; the pictures were asked.")
    ignored = [word for word in parsed.ignored if not (found and word in shown)]
    if ignored:
        words = _quoted(ignored)
        notes.append(f"No product says {words}; shown without it." if found else f"No product says {words}.")
    if parsed.ranges and not found:
        spans = " and ".join(f"{column} {span}" for column, span in parsed.ranges.items())
        what = _asked(requested)
        notes.append(f"No {what} with {spans} here." if what else f"Say what to look for beside {spans}.")
    if offered:
        notes.append(f"The nearest kind by name is {offered.lower()}.")
    return notes


def _quoted(said: Sequence[str]) -> str:
    return " or ".join(f"“{word}”" for word in said)


def spelled(products: Products, requested: Requested) -> Requested:
    """Return values as the product table spells them."""
    columns = {name: products.column(name) for name in requested}
    return {
        name: [columns[name].spelled[columns[name].places[value]] for value in values]
        for name, values in requested.items()
    }


def _groups(products: Products, levels: Levels, requested: Requested, hits: Sequence[Hit]) -> list[Group]:
    unmet = [levels.unmet(products.row(hit.filename)) for hit in hits]
    starts = [place for place, own in enumerate(unmet) if place == 0 or own != unmet[place - 1]]
    all_of_it = _asked(requested)
    return [
        Group(start=place, unmet=unmet[place], says=_says(requested, unmet[place], all_of_it, place == 0))
        for place in starts
    ]


def _says(requested: Requested, unmet: Sequence[str], all_of_it: str, first: bool) -> str:
    if not unmet:
        return ""
    others = " ".join(_others(requested, unmet))
    begin = (f"No {all_of_it} here. " if first else f"No more {all_of_it}. ") if all_of_it else ""
    return f"{begin}{others[:1].upper()}{others[1:]}:"


def _asked(requested: Requested) -> str:
    """Return what is asked for in words: "red dresses for women"."""
    if not requested:
        return ""
    adjectives = [_listed(requested[name]) for name in (SHORTENED, "season", "usage") if name in requested]
    return " ".join([*adjectives, _kind(requested), *_for(requested)])


def _others(requested: Requested, unmet: Sequence[str]) -> Iterator[str]:
    """Yield the parts of what is shown instead: "dresses for women in other colours"."""
    other_kind = any(column in KINDS for column in unmet)
    yield "other kinds of pieces" if other_kind else _kind(requested)
    if GENDER in requested:
        yield from ["for others"] if GENDER in unmet else _for(requested)
    if SHORTENED in requested:
        yield "in other colours" if SHORTENED in unmet else f"in {_listed(requested[SHORTENED])}"
    for column in ("season", "usage"):
        if column in unmet:
            yield f"for another {column}"


def _kind(requested: Requested) -> str:
    return next((_listed(requested[column]) for column in KINDS if column in requested), PIECES)


def _for(requested: Requested) -> list[str]:
    return [f"for {_listed(requested[GENDER])}"] if GENDER in requested else []


def _listed(values: Sequence[str]) -> str:
    return " or ".join(value.lower() for value in values)
