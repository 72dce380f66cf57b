"""Whether "this, in COLOUR", "for GENDER" and "TYPE instead" find what they say, with the kind of garment kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from lookbook import photos
from lookbook.book import Lookbook
from lookbook.errors import LookbookError
from lookbook.evaluation.split import for_test, held_out
from lookbook.hit import Hit
from lookbook.query import Query
from lookbook.retrieval import asking
from lookbook.retrieval.registry import search

KIND = "articleType"
CHANGES: Mapping[str, str] = {"baseColour": "in {}", "gender": "for {}", KIND: "{} instead"}
"""Column -> what is said to change it."""
RESULTS = 5
NO_VALUE = frozenset({"", "NA"})


class Changed(NamedTuple):
    """What one kind of change found.

    Attributes:
        name: what was asked with, and what was said.
        hit: the share of queries with a right result among five: the value that was said, and the same kind.
        kept: the share of results of the right kind.
        alike: the mean cosine of the right results to what was asked with.
        queries: how many asked.
    """

    name: str
    hit: float
    kept: float
    alike: float
    queries: int


def measure(book: Lookbook, most: int = 500, validation: bool = False) -> list[Changed]:
    """Ask with held-out products, known and by their photo alone, for another value that their kind has.

    Raises:
        LookbookError: no product was held out.
    """
    rows = [
        row
        for row in book.catalog.table.fronts.tolist()
        if held_out(product := book.catalog.table.ids[row]) and for_test(product) != validation
    ]
    rows = np.random.default_rng(7).permutation(rows).tolist()
    if not rows:
        raise LookbookError(f"none of the {len(book)} pictures is for evaluation; evaluate a larger catalogue.")
    products = book.catalog.table.rows(book.index.filenames)
    return [
        _measured(book, products, list(_asking(products, rows, column))[:most], column, by_photo)
        for by_photo in (False, True)
        for column in CHANGES
        if column in book.catalog.columns
    ]


def as_text(figures: Sequence[Changed]) -> str:
    """Put figures into a line each."""
    return "\n".join(
        f"{own.name}: hit@{RESULTS} {own.hit:.3f}, type kept {own.kept:.3f}, "
        f"cosine of the right ones {own.alike:.3f}, of {own.queries}"
        for own in figures
    )


def _measured(
    book: Lookbook,
    products: Sequence[Mapping[str, str]],
    asking: Sequence[tuple[int, str]],
    column: str,
    by_photo: bool,
) -> Changed:
    hits: list[bool] = []
    kept: list[bool] = []
    alike: list[float] = []
    for row, value in asking:
        found = _found(book, row, CHANGES[column].format(value.lower()), by_photo)
        kind = value if column == KIND else products[row][KIND]
        own = [book.product(hit) for hit in found]
        right = [product.get(KIND) == kind and product.get(column) == value for product in own]
        hits.append(any(right))
        kept += [product.get(KIND) == kind for product in own]
        names = [hit.filename for hit, good in zip(found, right, strict=True) if good]
        alike += (book.store.fetch(names) @ book.index.vectors[row]).tolist() if names else []
    asked = "a photo" if by_photo else "a product"
    return Changed(f"{asked}, {CHANGES[column].format(column)}", _mean(hits), _mean(kept), _mean(alike), len(asking))


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def _found(book: Lookbook, row: int, text: str, by_photo: bool) -> list[Hit]:
    """Search with a product, or with its photo as if it were nobody's; its own pictures are left out."""
    filename = book.index.filenames[row]
    if not by_photo:
        return book.ask(Query(like=book.catalog.product_id(filename), text=text, k=RESULTS)).hits
    (seen,) = book.encoder.predict([photos.read(book.catalog.read(filename))])
    alone = asking.encoded(book.resources, text, None, seen)
    return search(book.resources, replace(alone, without=frozenset(book.catalog.pictures(filename))), RESULTS)


def _asking(products: Sequence[Mapping[str, str]], rows: Sequence[int], column: str) -> Iterator[tuple[int, str]]:
    """Yield rows and a value that is not theirs but another's of their kind; of kinds, of another's of their shelf."""
    chance = np.random.default_rng(9)
    shelf = "subCategory" if column == KIND else KIND
    values: dict[str, set[str]] = {}
    for product in products:
        values.setdefault(product.get(shelf, ""), set()).add(product.get(column, ""))
    for row in rows:
        own = products[row]
        others = values[own.get(shelf, "")] - {own.get(column, "")} - NO_VALUE
        if others and own.get(column, "") and own.get(KIND, ""):
            yield row, str(chance.choice(sorted(others)))
