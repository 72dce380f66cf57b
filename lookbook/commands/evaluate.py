"""The command `python -m lookbook evaluate`; what is heavy is imported when it runs."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lookbook.book import Lookbook
from lookbook.commands.output import Debug
from lookbook.settings import LOCAL, Settings

if TYPE_CHECKING:
    from lookbook.evaluation.behavior.folds import Question


def evaluate(
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    consumer: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A zip of photos people took.")
    ] = None,
    boxes: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A table of the garments' boxes in those photos.")
    ] = None,
    masks: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A table of the garments' outlines in them.")
    ] = None,
    unknown: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="A folder of pictures without a garment.")
    ] = None,
    beside: Annotated[
        list[str] | None, typer.Option(help="histogram (by default), resnet50, or an ONNX file; repeatable.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write a page with pictures, or drawings, too.")
    ] = None,
    ways: Annotated[bool, typer.Option("--ways", help="Ways of searching side by side, instead of encoders.")] = False,
    weights: Annotated[
        bool, typer.Option("--weights", help="Learn what each way weighs in the mixture, on the validation half.")
    ] = False,
    words: Annotated[bool, typer.Option("--words", help="How many queries are read as a person reads them.")] = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="What “this, in COLOUR / for GENDER / TYPE instead” finds.")
    ] = False,
    closeness: Annotated[
        bool, typer.Option("--closeness", help="What “nearly the same” or “a guess” on the page is worth.")
    ] = False,
    behavior: Annotated[
        bool, typer.Option("--behavior", help="Recommendations from purchases, instead of searches.")
    ] = False,
    sets: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="With --behavior: the folder of the public sets, instead of own."
        ),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="With --behavior: this set or model alone; repeatable.")
    ] = None,
    vectors: Annotated[
        bool,
        typer.Option("--vectors", help="With --behavior: words, pictures, features and two towers side by side."),
    ] = False,
    validation: Annotated[bool, typer.Option("--validation", help="The half for choosing, not for figures.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    debug: Debug = False,
) -> None:
    """Measure how good an index is, on what was held out from training."""
    from lookbook.evaluation import protocol, table
    from lookbook.evaluation import report as page
    from lookbook.evaluation.rivals import DEFAULT, RivalError

    settings = Settings.load().model_copy(update={"store": LOCAL})  # figures are of our own vectors
    folder = index or settings.index
    if behavior:
        from lookbook.evaluation.behavior import command

        chosen = (
            command.of_index(Lookbook.open(folder, settings)) if sets is None else command.of_sets(sets, only or [])
        )
        print(_vectors(chosen) if vectors else _recommendations(chosen, only or [], as_json, report))
        return
    book = Lookbook.open(folder, settings)
    if ways or weights:
        print(_weights(book) if weights else _ways(folder, book, validation, as_json))
        return
    if words or changed:
        print(_words(book) if words else _changed(book, validation))
        return
    if closeness:
        print(_closeness(book, consumer))
        return
    try:
        material = protocol.Material(consumer, boxes, masks, unknown)
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


def _recommendations(chosen: "Iterable[Question]", only: list[str], as_json: bool, report: Path | None) -> str:
    """Measure models of purchases, and draw what they are worth and cost."""
    from lookbook.evaluation.behavior import command, drawing, table

    found = command.measured(chosen, only, _say)
    if report:
        drawing.write(report, found)
        _say(f"the page with drawings is {report}")
    return json.dumps(table.as_record(found)) if as_json else command.as_text(found)


def _vectors(chosen: "Iterable[Question]") -> str:
    """Put the spaces that items can be put into side by side."""
    from lookbook.evaluation.behavior import command

    return command.side_by_side(chosen, _say)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _ways(folder: Path, book: Lookbook, validation: bool, as_json: bool) -> str:
    """Compare the ways of searching."""
    from lookbook.evaluation import table
    from lookbook.evaluation.asking import Asking
    from lookbook.evaluation.retrievers import compare

    comparisons = compare(Asking(book, validation))
    if as_json:
        return json.dumps(table.ways_as_record(folder, comparisons), ensure_ascii=False)
    return table.ways_as_text(comparisons)


def _weights(book: Lookbook) -> str:
    """Learn the weights of the ways, from those that they have now."""
    from lookbook.evaluation.asking import Asking
    from lookbook.evaluation.weighing import learn
    from lookbook.retrieval.mixture import WEIGHTS

    start = {way: weight for way, weight in WEIGHTS.items() if weight > 0}
    weights, gain = learn(Asking(book, validation=True), start)
    rounded = {way: round(weight, 3) for way, weight in weights.items()}
    return json.dumps({"weights": rounded, "least gain in nDCG@10": round(gain, 6)})


def _words(book: Lookbook) -> str:
    """Score the reading of queries."""
    from lookbook.evaluation import readings

    return readings.as_text(readings.read(book.resources))


def _changed(book: Lookbook, validation: bool) -> str:
    """Measure what a change of one value finds."""
    from lookbook.evaluation import changed

    return changed.as_text(changed.measure(book, validation=validation))


def _closeness(book: Lookbook, consumer: Path | None) -> str:
    """Choose what is called how close, and count how often that is right."""
    from lookbook.evaluation import closeness

    return closeness.measure(book, consumer)
