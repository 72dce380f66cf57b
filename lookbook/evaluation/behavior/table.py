"""The figures of recommendations in print: Markdown for people, JSON for programs."""

from collections.abc import Mapping
from dataclasses import asdict
from math import isnan
from typing import Any

from lookbook.evaluation.behavior.figures import Figures

SHORT = ("MAP@12", "recall@12", "recall@100")
LONG = (
    *SHORT,
    "nDCG@10",
    "MAP@12, known",
    "MAP@12, new",
    "recall@100, old items",
    "recall@100, new items",
    "coverage",
    "popular",
)


def side_by_side(questions: Mapping[str, Mapping[str, Figures]]) -> str:
    """Put the questions beside each other, MAP@12/recall@12/recall@100 of each model."""
    header = [f"{name} ({_customers(models):,})" for name, models in questions.items()]
    names = dict.fromkeys(name for models in questions.values() for name in models)
    rows = [[name, *(_cell(models.get(name)) for models in questions.values())] for name in names]
    return aligned([["MAP@12/recall@12/recall@100", *header], *rows])


def in_full(models: Mapping[str, Figures]) -> str:
    """Put all figures of one question into a table, a model a row."""
    rows = [
        [
            name,
            *(number(figures.means[measure]) for measure in LONG),
            f"{figures.low:.4f}..{figures.high:.4f}",
            f"{figures.seconds:.0f}",
        ]
        for name, figures in models.items()
    ]
    return aligned([["model", *LONG, "MAP@12, 95 %", "seconds"], *rows])


def as_record(questions: Mapping[str, Mapping[str, Figures]]) -> dict[str, Any]:
    """Put everything into the shape that --json prints."""
    return {
        question: {name: asdict(figures) for name, figures in models.items()} for question, models in questions.items()
    }


def _customers(models: Mapping[str, Figures]) -> int:
    return next((figures.customers for figures in models.values()), 0)


def _cell(figures: Figures | None) -> str:
    return "/".join(number(figures.means[name]) for name in SHORT) if figures else "-"


def number(value: float) -> str:
    """Return a share with four digits; "-" where there is none."""
    return "-" if isnan(value) else f"{value:.4f}".removeprefix("0")


def aligned(rows: list[list[str]]) -> str:
    """Return rows as a table of Markdown, the first being its header."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = (
        [cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in [rows[0], ruler, *rows[1:]]
    )
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
