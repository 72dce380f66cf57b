"""The command `python -m lookbook labels`."""

import csv
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lookbook.book import Lookbook
from lookbook.commands.output import Debug
from lookbook.settings import Settings


def labels(
    column: Annotated[str, typer.Argument(help="The column whose values are doubted.")] = "articleType",
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    most: Annotated[int, typer.Option("-n", min=1, help="How many are listed.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, instead of CSV.")] = False,
    debug: Debug = False,
) -> None:
    """List where a product's label and its picture disagree, the surest first: label errors, most of them."""
    from lookbook.evaluation.disagreement import disagreements

    settings = Settings.load()
    rows = [asdict(one) for one in disagreements(Lookbook.open(index or settings.index, settings), column, most)]
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
        return
    writer = csv.DictWriter(sys.stdout, ["filename", "product", "label", "likelier", "sureness"], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "sureness": f"{row['sureness']:.3f}"} for row in rows)
