"""All that an index folder answers, and all that lies in it, as texts that can be compared."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lookbook.behavior.transactions.ledger import Ledger
from lookbook.book import Lookbook
from lookbook.conditions import Between
from lookbook.errors import LookbookError
from lookbook.index import BadIndexError
from lookbook.photos import PhotoError
from lookbook.settings import Settings

COLOURS = ((250, 0, 0), (0, 250, 0), (0, 0, 250), (120, 130, 90), (20, 90, 200))
"""What is searched for, as photos of one colour."""
NOTHING = "there is no index"
_NUMBERED = re.compile(r"[0-9a-f]{12,}")
_DATED = ("index.json", "fingerprints.json", "days.json", "published.json")
"""Files that say when, how files of random names are called, or how often it was begun."""


def answers(folder: Path, settings: Settings) -> str:
    """Ask an index everything, and return what it answers; its refusal, where it refuses."""
    try:
        book = Lookbook.open(folder, settings)
    except BadIndexError as error:
        return NOTHING if str(error).startswith(NOTHING) else f"refused: {error}"
    except LookbookError as error:
        return f"refused: {error}"
    told: dict[str, Any] = {str(colour): _found(book, photo=_photo(colour), k=99) for colour in COLOURS}
    told["dear"] = _found(book, photo=_photo(COLOURS[0]), where={"price": Between(40, 70)}, k=99)
    told["words"] = _found(book, text="blue caps", k=99)
    told["pictures"] = {name: _picture(book, name) for name in book.catalog.filenames}
    told["store"] = [type(book.store).__name__, len(book)]
    told["counts"] = _or_refusal(lambda: book.counts("articleType"))
    told["purchases"] = purchases(folder)
    if told["purchases"]:
        told["recommended"] = _or_refusal(lambda: _recommended(book))
    return json.dumps(told, sort_keys=True)


def purchases(folder: Path) -> Any:
    """Return all purchases that are kept beside an index, and who and what is known; nothing where there are none."""

    def read() -> Any:
        kept = Ledger(folder).purchases()
        columns = (kept.days, kept.customers, kept.items, kept.quantities)
        rows = [[int(number) for number in row] for row in zip(*columns, strict=True)]
        return [rows, kept.prices.tolist(), list(kept.customer_ids), list(kept.item_ids)]

    return _or_refusal(read) if Ledger(folder) else None


def files(folder: Path) -> Sequence[tuple[str, str]]:
    """Return the files of a folder, without what names them by chance, each with its checksum, "" where it has a date.

    Returns:
        Pairs of a path and a checksum, sorted.
    """
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted((_NUMBERED.sub("*", str(path.relative_to(folder))), _checksum(path)) for path in found)


def _checksum(path: Path) -> str:
    dated = path.name in _DATED or ".lookbook/recommendations-" in str(path)
    return "" if dated else hashlib.sha256(path.read_bytes()).hexdigest()


def _found(book: Lookbook, **asked: Any) -> Any:
    def search() -> Any:
        hits = book.search(**asked)
        return [[hit.id, hit.filename, round(hit.score, 5), dict(book.product(hit))] for hit in hits]

    return _or_refusal(search)


def _recommended(book: Lookbook) -> Any:
    customers = book.personal.required().customers()
    return {one: [[hit.id, round(hit.score, 4)] for hit in book.recommend(one, k=5)] for one in customers}


def _picture(book: Lookbook, name: str) -> str:
    try:
        return hashlib.sha256(book.catalog.read(name)).hexdigest()
    except PhotoError as error:
        return str(error)


def _or_refusal(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except LookbookError as error:
        return f"refused: {error}"


def _photo(colour: tuple[int, int, int]) -> Any:
    return np.full((8, 8, 3), colour, np.uint8)
