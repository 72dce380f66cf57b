"""An evaluation in print: a Markdown table for people, a JSON object for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lookbook.evaluation.figure import Figure
from lookbook.evaluation.protocol import Evaluation
from lookbook.evaluation.retrievers import Comparison

NONE = "-"
GAIN = "all - best single way"


def as_record(index: Path, evaluation: Evaluation) -> dict[str, Any]:
    """Put an evaluation into the shape that --json prints."""
    return {
        "index": str(index),
        "pictures": evaluation.pictures,
        "asked": evaluation.asked,
        "half": evaluation.half,
        "encoders": {
            name: [_rounded(asdict(figure)) for figure in figures] for name, figures in evaluation.figures.items()
        },
        "left_out": [asdict(missing) for missing in evaluation.left_out],
    }


def as_text(evaluation: Evaluation) -> str:
    """Put an evaluation into a line of what was asked, an aligned table, and a line for all that is left out."""
    asked = f"{evaluation.asked:,} products of the {evaluation.half} half of what was held out"
    notes = [f"{missing.name} left out: {missing.reason}." for missing in evaluation.left_out]
    table = as_markdown(evaluation.figures)
    return "\n\n".join([f"{evaluation.pictures:,} pictures, asked with {asked}.", table, *notes])


def ways_as_record(index: Path, comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Put comparisons of ways into the shape that --json prints."""
    return {"index": str(index), "ways": [_rounded(asdict(comparison)) for comparison in comparisons]}


def ways_as_text(comparisons: Sequence[Comparison]) -> str:
    """Put comparisons of ways into a line of what was asked with and a table each."""
    columns = ({**comparison.figures, GAIN: comparison.gains} for comparison in comparisons)
    tables = zip(comparisons, map(as_markdown, columns), strict=True)
    return "\n\n".join(f"Asked with {comparison.asked}:\n\n{table}" for comparison, table in tables)


def as_markdown(figures: Mapping[str, Sequence[Figure]]) -> str:
    """Put candidates side by side in an aligned Markdown table, a figure a row."""
    header = ["question", *figures, "chance", "queries"]
    rows = [
        [first.name, *(interval(cell) for cell in cells), share(first.chance), str(first.queries)]
        for first, cells in side_by_side(figures)
    ]
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join("| " + " | ".join(_aligned(row, widths)) + " |" for row in [header, ruler, *rows])


def side_by_side(figures: Mapping[str, Sequence[Figure]]) -> list[tuple[Figure, list[Figure | None]]]:
    """Return, for every name in the order it first came, a figure of that name and every candidate's, None for none."""
    by_name = [{figure.name: figure for figure in column} for column in figures.values()]
    firsts = {name: figure for column in reversed(by_name) for name, figure in column.items()}
    order = dict.fromkeys(name for column in by_name for name in column)
    return [(firsts[name], [column.get(name) for column in by_name]) for name in order]


def interval(figure: Figure | None) -> str:
    """Write a figure with its interval."""
    return f"{figure.mean:.3f} ({figure.low:.3f}..{figure.high:.3f})" if figure else NONE


def share(value: float | None) -> str:
    """Write a share; what is not nothing does not look like nothing."""
    if value is None:
        return NONE
    return "<0.001" if 0 < value < 0.001 else f"{value:.3f}"


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]


def _rounded(value: Any) -> Any:
    """Round every number within."""
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return round(value, 6) if isinstance(value, float) else value
