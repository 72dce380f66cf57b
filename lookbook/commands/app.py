"""The commands, with their options; what they do lives elsewhere."""

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from lookbook.building.build import build as build_index
from lookbook.building.encoder_choice import choose
from lookbook.building.options import Options
from lookbook.building.progress import tracked
from lookbook.catalog import Catalog
from lookbook.catalog.addresses import fetch_table, is_table
from lookbook.commands.doctor import doctor
from lookbook.commands.evaluate import evaluate
from lookbook.commands.fetch import DATASETS
from lookbook.commands.fetch import fetch as fetch_dataset
from lookbook.commands.moved import point_index, table_before
from lookbook.commands.output import use_utf8
from lookbook.commands.page import page
from lookbook.commands.recommend import recommend
from lookbook.commands.sample import sample
from lookbook.commands.search import search
from lookbook.commands.serve import serve
from lookbook.commands.start import start
from lookbook.commands.train import train
from lookbook.commands.transactions import transactions
from lookbook.disk.lock import writing
from lookbook.disk.names import escaped
from lookbook.encoders import ENCODERS
from lookbook.errors import LookbookError
from lookbook.settings import Settings

Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]

commands = typer.Typer(name="lookbook", pretty_exceptions_enable=False)
commands.callback(invoke_without_command=True)(start)


def run() -> None:
    """Run `python -m lookbook`."""
    _run(commands)


def run_build() -> None:
    """Run `python build_index.py`."""
    script = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    script.command()(build)
    _run(script)


def _run(app: Callable[[], Any]) -> None:
    """Run commands; an expected error is one sentence and exit code 1, anything else too unless --debug is given."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    use_utf8()
    try:
        app()
    except Exception as error:  # whatever it is, a person sees one sentence
        if "--debug" in sys.argv:
            raise
        unforeseen = f"something unforeseen went wrong ({type(error).__name__}: {error}); --debug shows where."
        _fail(str(error) if isinstance(error, LookbookError) else unforeseen)


def _fail(sentence: str) -> None:
    print(f"lookbook: {escaped(sentence)}", file=sys.stderr)
    raise SystemExit(1)


@commands.command("build")
def build(
    images: Annotated[
        str,
        typer.Argument(
            help="A folder, a zip as Kaggle hands it out, an fsspec URL, or a table with the pictures' addresses."
        ),
    ] = "images",
    moved: Annotated[
        str | None, typer.Option("--images", help="Where the pictures of the index lie now; nothing is embedded.")
    ] = None,
    styles: Annotated[Path | None, typer.Option(help="The product table; by default the styles.csv nearby.")] = None,
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
    with writing(output):  # choosing an encoder may write there, too
        fetched = fetch_table(images, columns, output, _bar) if is_table(images) else None
        if fetched:
            images, styles = str(fetched.folder), Path(images)
            _say(f"fetched {fetched.new} pictures, {fetched.kept} were here, {len(fetched.dead)} can't be had")
        catalog = Catalog.open(images, styles, output, columns)
        if not catalog.styles and (before := table_before(output))[0] is not None:
            styles, columns = before
            _say(f"the product table is {styles}, as before")
            catalog = Catalog.open(images, styles, output, columns)
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
            styles=styles,
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
            _fail("stopped; run the same command again to go on from here.")


def _bar(each: Iterable[Future[bool]], count: int) -> Iterable[Future[bool]]:
    return tracked(each, "fetching", count)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


for command in (page, search, serve, transactions, recommend, evaluate, doctor, train, sample):
    commands.command()(command)


@commands.command()
def fetch(
    name: Annotated[str, typer.Argument(help="kaggle-small (60x80 pictures, 0.6 GB) or kaggle-large (15 GB).")],
    debug: Debug = False,
) -> None:
    """Bring the real catalogue from Kaggle and say where it lies."""
    if name not in DATASETS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(DATASETS)}", param_hint="NAME")
    print(fetch_dataset(name))
