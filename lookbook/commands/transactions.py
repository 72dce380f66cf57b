"""The command `python -m lookbook transactions`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from lookbook.commands.output import Debug
from lookbook.settings import Settings


def transactions(
    file: Annotated[
        str,
        typer.Argument(help="CSV or Parquet, a path or any address that fsspec opens, or a database's URL."),
    ],
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    columns: Annotated[
        str | None, typer.Option(help="customer=COLUMN,item=COLUMN,time=COLUMN, and price= and quantity=, if need be.")
    ] = None,
    table: Annotated[str | None, typer.Option(help="The table of a database.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the days kept before.")] = False,
    train: Annotated[bool, typer.Option("--train/--no-train", help="Learn recommendations at once.")] = True,
    debug: Debug = False,
) -> None:
    """Keep purchases beside an index and learn recommendations from them; a day that comes again is replaced."""
    from lookbook.behavior.shop import MODEL
    from lookbook.behavior.transactions.importing import keep
    from lookbook.behavior.transactions.layout import Layout
    from lookbook.behavior.transactions.ledger import Ledger
    from lookbook.behavior.transactions.sources import Source
    from lookbook.book import Lookbook
    from lookbook.disk import artefact

    settings = Settings.load()
    folder = index or settings.index
    book = Lookbook.open(folder, settings)
    layout = None if columns is None else Layout.named(columns)
    source = Source(place=file, layout=layout, table=table)
    report = keep(source, folder, set(book.catalog.table.ids), fresh=fresh)
    if report.bad:
        where = Ledger(folder).folder / "skipped.csv"
        reasons = ", ".join(f"{count:,} times {reason}" for reason, count in report.bad.most_common())
        print(f"skipped rows are in {where}: {reasons}", file=sys.stderr)
    if train and (shop := book.personal.shop):
        artefact.have(MODEL, folder, shop)
        artefact.sweep(MODEL, folder, shop)
    print(report)
