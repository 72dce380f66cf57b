"""The command `python -m lookbook evaluate`; what is heavy is imported when it runs."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from lookbook.book import Lookbook
from lookbook.settings import Settings


def evaluate(
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    consumer: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A zip of photos people took.")
    ] = None,
    boxes: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A table of the garments' boxes in those photos.")
    ] = None,
    unknown: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="A folder of pictures without a garment.")
    ] = None,
    beside: Annotated[
        list[str] | None, typer.Option(help="histogram (by default), resnet50, or an ONNX file; repeatable.")
    ] = None,
    report: Annotated[Path | None, typer.Option(dir_okay=False, help="Write a page with pictures, too.")] = None,
    validation: Annotated[bool, typer.Option("--validation", help="The half for choosing, not for figures.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Measure how good an index is, on what was kept back from training."""
    from lookbook.evaluation import protocol, table
    from lookbook.evaluation import report as page
    from lookbook.evaluation.rivals import DEFAULT, RivalError

    settings = Settings.load()
    folder = index or settings.index
    book = Lookbook.open(folder, settings)
    try:
        material = protocol.Material(consumer, boxes, unknown)
        evaluation = protocol.evaluate(book, beside or DEFAULT, material, validation)
    except RivalError as error:
        raise typer.BadParameter(str(error), param_hint="--beside") from error
    if report:
        page.write(report, folder, book, evaluation)
        print(f"the page with pictures is {report}", file=sys.stderr)
    if as_json:
        print(json.dumps(table.as_record(folder, evaluation), ensure_ascii=False))
    else:
        print(table.as_text(evaluation))
