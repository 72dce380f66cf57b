"""The command `python -m lookbook recommend`."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lookbook.book import Lookbook
from lookbook.commands.output import Debug
from lookbook.records import TITLE, as_recommended
from lookbook.settings import Settings

if TYPE_CHECKING:
    from lookbook.behavior.recommender import Recommendation


def recommend(
    customer: Annotated[str, typer.Option(help="The customer's id, as the table of purchases has it.")],
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    photo: Annotated[Path | None, typer.Option(help="Only what looks like this photo.")] = None,
    text: Annotated[str | None, typer.Option(help="Only what fits these words.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many.")] = 10,
    again: Annotated[bool, typer.Option("--again/--not-again", help="Whether what was bought may come again.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    debug: Debug = False,
) -> None:
    """Recommend products to a customer, by what they and others bought."""
    settings = Settings.load()
    book = Lookbook.open(index or settings.index, settings)
    started = time.perf_counter()
    found = book.recommend(customer, k, photo=photo, text=text, again=again)
    milliseconds = 1000 * (time.perf_counter() - started)
    print(_as_json(book, customer, found, milliseconds) if as_json else _as_text(book, customer, found))


def _as_json(book: Lookbook, customer: str, found: "Sequence[Recommendation]", milliseconds: float) -> str:
    return json.dumps(as_recommended(book, customer, found, milliseconds), ensure_ascii=False)


def _as_text(book: Lookbook, customer: str, found: "Sequence[Recommendation]") -> str:
    lines = [customer]
    for rank, hit in enumerate(found, 1):
        because = f": {', '.join(hit.because)}" if hit.because and hit.because != (hit.id,) else ""
        reason = f"  ({hit.reason}{because})" if hit.reason else ""
        lines.append(f"  {rank:2}  {hit.id:<8} {book.product(hit).get(TITLE, '')}{reason}".rstrip())
    return "\n".join(lines if found else [customer, "      nothing fits"])
