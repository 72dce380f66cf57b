"""The command `lookbook build`, which build_index.py runs, too."""

import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Annotated, Literal

import typer

from lookbook.building.another import OtherCatalogueError, check_addresses, check_pictures
from lookbook.building.build import build as build_index
from lookbook.building.encoder_choice import choose
from lookbook.building.options import Options
from lookbook.building.progress import tracked
from lookbook.catalog import Catalog
from lookbook.catalog.addresses import fetch_table, is_table
from lookbook.catalog.sql import kept_place
from lookbook.commands.moved import point_index, table_before
from lookbook.commands.output import Debug, fail
from lookbook.disk.lock import writing
from lookbook.encoders import ENCODERS
from lookbook.settings import Settings


def build(
    images: Annotated[
        str,
        typer.Argument(
            help="A folder, a zip as Kaggle hands it out, an fsspec URL, or a table with the pictures' addresses: "
            "a file, or DATABASE_URL#TABLE."
        ),
    ] = "images",
    moved: Annotated[
        str | None, typer.Option("--images", help="Where the pictures of the index lie now; nothing is embedded.")
    ] = None,
    styles: Annotated[
        str | None,
        typer.Option(help="The product table, a file or DATABASE_URL#TABLE; by default the styles.csv nearby."),
    ] = None,
    columns: Annotated[Path | None, typer.Option(help="Names its columns; by default columns.toml beside it.")] = None,
    output: Annotated[Path, typer.Option(help="The index folder.")] = Path("."),
    encoder: Annotated[
        str,
        typer.Option(
            help=f"auto, {', '.join(sorted(ENCODERS))}; auto = resnet50 when its ImageNet weights can be had, "
            "else fashion.",
        ),
    ] = "auto",
    weights: Annotated[str, typer.Option(help="ResNet50's: imagenet, or a file; for onnx, its folder.")] = "imagenet",
    pooling: Annotated[Literal["max", "avg"], typer.Option(help="ResNet50's: how the last map becomes a vector.")] = (
        "max"
    ),
    batch_size: Annotated[int, typer.Option(min=1, help="Pictures that are embedded at once.")] = 64,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Threads that read pictures; by default 2, and 16 from a URL.")
    ] = None,
    precision: Annotated[
        Literal["auto", "f32", "bf16", "int8"],
        typer.Option(help="auto = the fastest that finds the same neighbours on a sample."),
    ] = "auto",
    vectorizer: Annotated[
        Literal["tfidf", "count"], typer.Option(help="How the words of titles are weighed: tfidf, or count alone.")
    ] = "tfidf",
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many pictures.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Embed everything again.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put this catalogue in the place of another one's index.")
    ] = False,
    scheduler: Annotated[str, typer.Option(help="A Dask scheduler whose workers embed, as tcp://HOST:8786.")] = "",
    processes: Annotated[int, typer.Option(min=0, help="Embed in so many processes of this machine.")] = 0,
    parts: Annotated[
        str, typer.Option(help="Where workers put vectors, a folder or URL that all reach; by default below --output.")
    ] = "",
    debug: Debug = False,
) -> None:
    """Build the index of a catalogue, or bring it up to date."""
    if encoder not in ("auto", *ENCODERS):
        names = ", ".join(["auto", *sorted(ENCODERS)])
        raise typer.BadParameter(f"{encoder!r} is not one of {names}", param_hint="--encoder")
    if moved is not None and images != "images":
        raise typer.BadParameter("it takes the place of IMAGES; give one or the other", param_hint="--images")
    if moved is not None:
        print(point_index(output, moved, styles, columns, _say))
        return
    images, styles = kept_place(images), None if styles is None else kept_place(styles)
    with writing(output):  # choosing an encoder may write there, too
        check = None if replace else _ask_addresses
        fetched = fetch_table(images, columns, output, _bar, check) if is_table(images) else None
        table: str | Path | None = styles
        if fetched:
            images, table = str(fetched.folder), images
            _say(f"fetched {fetched.new} pictures, {fetched.kept} were here, {len(fetched.dead)} can't be had")
        catalog = Catalog.open(images, table, output, columns)
        if not catalog.styles and (before := table_before(output))[0] is not None:
            table, columns = before
            _say(f"the product table is {table}, as before")
            catalog = Catalog.open(images, table, output, columns)
        if not replace:
            _ask(lambda: check_pictures(catalog, output))
        catalog.unlisted |= fetched.dead if fetched else {}
        chosen, comparison = choose(
            catalog,
            output,
            encoder,
            wanted=precision,
            weights=None if weights == "imagenet" else Path(weights),
            options={"pooling": pooling},
            settings=Settings.load(),
            say=_say,
            count=limit,
            fresh=fresh,
        )
        options = Options(
            batch_size=batch_size,
            workers=workers,
            limit=limit,
            fresh=fresh,
            comparison=comparison,
            styles=table,
            columns=columns,
            vectorizer=vectorizer,
            runner="dask" if scheduler or processes else "threads",
            scheduler=scheduler,
            processes=processes,
            parts=parts,
        )
        try:
            report = build_index(catalog, chosen, output, options)
            _say(str(catalog.joins))
            print(report)
        except KeyboardInterrupt:
            fail("stopped; run the same command again to go on from here.")


def _bar(each: Iterable[Future[bool]], count: int) -> Iterable[Future[bool]]:
    return tracked(each, "fetching", count)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _ask_addresses(addresses: Sequence[str], folder: Path) -> None:
    _ask(lambda: check_addresses(addresses, folder))


def _ask(check: Callable[[], None]) -> None:
    """Ask before another catalogue's index goes; raises OtherCatalogueError where nobody is there to say yes."""
    try:
        check()
    except OtherCatalogueError as error:
        if not (sys.stdin.isatty() and typer.confirm(f"{error}\nReplace it now?", err=True)):
            raise
