"""The command `python -m lookbook search`."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from lookbook import conditions
from lookbook.book import Lookbook
from lookbook.catalog.ordering import ORDERS
from lookbook.commands.output import Debug
from lookbook.photos.formats import pictures_below
from lookbook.query import Answer, Query
from lookbook.records import as_record, as_text
from lookbook.retrieval.registry import modes
from lookbook.settings import Settings


def search(
    photos: Annotated[
        list[Path] | None, typer.Argument(help="Photos, or folders of photos.", show_default=False)
    ] = None,
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    k: Annotated[
        int | None, typer.Option("-k", min=1, help="How many results; by default LOOKBOOK_RESULTS, else 5.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(help="COLUMN=VALUE or COLUMN=LOW..HIGH; repeatable, of one column's values any will do."),
    ] = None,
    text: Annotated[str | None, typer.Option(help="What to look for; with a photo, what is to be different.")] = None,
    like: Annotated[str | None, typer.Option(help="A product's id, instead of a photo.")] = None,
    mode: Annotated[str, typer.Option(help=f"The way of searching: {', '.join(modes())}.")] = "auto",
    distinct: Annotated[bool, typer.Option("--distinct", help="Copies of one picture only once.")] = False,
    diversity: Annotated[
        float, typer.Option(min=0, max=1, help="How much results should differ rather than fit, 0..1.")
    ] = 0.0,
    sort: Annotated[
        str, typer.Option(help=f"The order of results: {', '.join(ORDERS)}; by default the best first.")
    ] = "",
    pieces: Annotated[
        bool, typer.Option("--pieces", help="With --json: each garment of a photo that shows several.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a query and line.")] = False,
    debug: Debug = False,
) -> None:
    """Find the products that look most like each photo, or fit a text, or all that --where or --sort leaves."""
    if not photos and text is None and like is None and not where and not sort:
        raise typer.BadParameter("give photos, --text, --like or --where", param_hint="PHOTOS")
    if photos and like is not None:
        raise typer.BadParameter("it takes the place of photos; give one or the other", param_hint="--like")
    if mode not in modes():
        raise typer.BadParameter(f"{mode!r} is not one of {', '.join(modes())}", param_hint="--mode")
    if sort and sort not in ORDERS:
        raise typer.BadParameter(f"{sort!r} is not one of {', '.join(ORDERS)}", param_hint="--sort")
    asked = Query(
        k=k,
        where=_conditions(where or []),
        text=text,
        like=like,
        mode=mode,
        distinct=distinct,
        diversity=diversity,
        sort=sort,
    )
    settings = Settings.load()
    book = Lookbook.open(index or settings.index, settings)
    failed = False
    paths = list(_photos_in(photos or []))
    answers: Iterable[tuple[Path | str, Answer]] = (
        zip(paths, book.answers(paths, asked), strict=True)
        if photos
        else [(text or like or ", ".join(where or [sort]), book.ask(asked))]
    )
    for query, answer in answers:
        failed |= answer.error is not None
        print(_as_json(book, query, answer, pieces) if as_json else as_text(book, query, answer))
    raise typer.Exit(1 if failed else 0)


def _as_json(book: Lookbook, query: Path | str, answer: Answer, pieces: bool) -> str:
    """Write an answer, with the pieces of its photo where they are wanted and the photo can be read."""
    seen = book.pieces(query) if pieces and answer.prediction else None
    return json.dumps(as_record(book, query, answer, seen), ensure_ascii=False)


def _conditions(where: Sequence[str]) -> dict[str, conditions.Condition]:
    pairs = []
    for condition in where:
        column, equals, value = (part.strip() for part in condition.partition("="))
        if not (column and equals):
            raise typer.BadParameter(
                f"{condition!r} is not COLUMN=VALUE, as in articleType=Shirts", param_hint="--where"
            )
        pairs.append((column, value))
    return conditions.parse(pairs)


def _photos_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield every photo; of a folder, the files in it and below whose endings are pictures'."""
    for path in paths:
        if path.is_dir():
            yield from pictures_below(path)
        else:
            yield path
