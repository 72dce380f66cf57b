"""The commands, with their options; what they do lives elsewhere."""

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from lookbook.commands.build import build
from lookbook.commands.columns import columns
from lookbook.commands.doctor import doctor
from lookbook.commands.evaluate import evaluate
from lookbook.commands.fetch import DATASETS
from lookbook.commands.fetch import fetch as fetch_dataset
from lookbook.commands.labels import labels
from lookbook.commands.mcp import mcp
from lookbook.commands.output import Debug, fail, use_utf8
from lookbook.commands.page import page
from lookbook.commands.publish import publish
from lookbook.commands.recommend import recommend
from lookbook.commands.sample import sample
from lookbook.commands.search import search
from lookbook.commands.serve import serve
from lookbook.commands.start import start
from lookbook.commands.train import train
from lookbook.commands.transactions import transactions
from lookbook.errors import LookbookError

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
        fail(str(error) if isinstance(error, LookbookError) else unforeseen)


commands.command()(build)
commands.command()(columns)
commands.command()(page)
commands.command()(publish)
commands.command()(search)
commands.command()(serve)
commands.command()(mcp)
commands.command()(transactions)
commands.command()(recommend)
commands.command()(evaluate)
commands.command()(labels)
commands.command()(doctor)
commands.command()(train)
commands.command()(sample)


@commands.command()
def fetch(
    name: Annotated[str, typer.Argument(help="kaggle-small (60x80 pictures, 0.6 GB) or kaggle-large (15 GB).")],
    debug: Debug = False,
) -> None:
    """Bring the real catalogue from Kaggle and say where it lies."""
    if name not in DATASETS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(DATASETS)}", param_hint="NAME")
    print(fetch_dataset(name))
