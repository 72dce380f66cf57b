"""The command `lookbook columns`."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from lookbook.catalog import Catalog, CatalogError
from lookbook.catalog.csv_table import COLUMNS
from lookbook.catalog.proposing import Choice, Proposal, as_toml, propose
from lookbook.catalog.unknown import open_table
from lookbook.commands.output import Debug
from lookbook.disk import atomic
from lookbook.errors import BadArgument


def columns(
    table: Annotated[Path, typer.Argument(help="The product table.")],
    images: Annotated[
        Path | None, typer.Option(help="Its pictures, a folder or a zip; by default images/ beside it, if it is there.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="The file to write; by default columns.toml beside it.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Print it, and write nothing.")] = False,
    debug: Debug = False,
) -> None:
    """Propose which column of a product table is which, with reasons; written as the columns.toml beside it."""
    output = output or table.with_name(COLUMNS)
    if not show and output.exists():
        raise BadArgument(f"{output} is there already; remove it, or name another file with --output.")
    known, read = open_table(table)
    if known:
        print(f"{table.name} is known ({known}), so it needs no {COLUMNS}.")
        return
    beside = images or table.with_name("images")
    proposal = propose(read, str(table), _pictures(beside, required=images is not None))
    proposal = proposal if show or not sys.stdin.isatty() else _asked(proposal)
    text = as_toml(proposal, table.name)
    print(text, end="")
    if show:
        return
    atomic.write(output, text.encode())
    where = images or (beside if beside.is_dir() else None)
    print(f"written to {output}; next: lookbook build {where or table}", file=sys.stderr)
    if where is not None:
        print(Catalog.open(where, table, columns=output).joins, file=sys.stderr)


def _pictures(place: Path, *, required: bool) -> list[str]:
    try:
        return list(Catalog.open(place).filenames)
    except CatalogError:
        if required:
            raise
        return []


def _asked(proposal: Proposal) -> Proposal:
    """Ask about the choices that are open, and only about those."""
    chosen = {choice.ours: _one(choice) if choice.others else choice for choice in proposal.choices}
    return replace(proposal, choices=list(chosen.values()))


def _one(choice: Choice) -> Choice:
    names = [choice.theirs, *choice.others]
    said = typer.prompt(f"Which is {choice.ours}: {', '.join(names)}?", default=choice.theirs, err=True)
    return replace(choice, theirs=said if said in names else choice.theirs, others=(), why="as you said")
