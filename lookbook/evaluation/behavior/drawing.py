"""Drawings of what recommendations are worth: recall against k, and quality against cost, as a page of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path

from jinja2 import Environment, PackageLoader

from lookbook.disk import atomic
from lookbook.evaluation.behavior.figures import Figures

WIDTH, HEIGHT, LEFT, BELOW = 620, 360, 60, 40
COLOURS = ("#9a3b26", "#1f6f8b", "#5b8c2a", "#7a4fa3", "#c58a00", "#2b2b2b", "#d1495b", "#3d5a80", "#8a8a8a", "#00798c")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Where something stands in a drawing, in its own units from the top left."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A model's marks, joined by a line where there are several; dashed where its colour is another's too."""

    name: str
    colour: str
    dashed: bool
    marks: Sequence[Mark]

    @property
    def points(self) -> str:
        """The marks as SVG has them."""
        return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in self.marks)


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Lines over a logarithmic axis, and where the axes have their numbers."""

    title: str
    across: str
    up: str
    lines: Sequence[Line]
    below: Sequence[Mark]
    beside: Sequence[Mark]


def write(path: Path, found: Mapping[str, Mapping[str, Figures]]) -> None:
    """Write the page: two drawings a question."""
    environment = Environment(loader=PackageLoader("lookbook.evaluation.behavior", "."), autoescape=True)
    drawings = [drawing for name, models in found.items() for drawing in _of(name, models)]
    page = environment.get_template("drawing.html.jinja").render(drawings=drawings, width=WIDTH, height=HEIGHT)
    atomic.write(path, page.encode())


def _of(question: str, models: Mapping[str, Figures]) -> Iterator[Drawing]:
    curves = {name: list(figures.curve.items()) for name, figures in models.items()}
    costs = {name: [(max(figures.seconds, 0.01), figures.means["MAP@12"])] for name, figures in models.items()}
    yield _drawing(f"{question}: recall against the length of the list", "products shown", "recall", curves)
    yield _drawing(f"{question}: quality against cost", "seconds to fit and to answer all", "MAP@12", costs)


def _drawing(title: str, across: str, up: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> Drawing:
    xs = sorted({x for points in series.values() for x, _ in points})
    top = max([y for points in series.values() for _, y in points], default=0) or 1.0
    low, high = log10(xs[0]), log10(xs[-1])

    def mark(x: float, y: float, text: str) -> Mark:
        share = (log10(x) - low) / (high - low) if high > low else 0.5
        return Mark(x=LEFT + share * (WIDTH - 2 * LEFT), y=(HEIGHT - BELOW) * (1 - 0.9 * y / top), text=text)

    ticks = xs if len(xs) <= 10 else [xs[0], 10 ** ((low + high) / 2), xs[-1]]
    return Drawing(
        title=title,
        across=across,
        up=up,
        lines=[
            Line(
                name=name,
                colour=COLOURS[number % len(COLOURS)],
                dashed=number >= len(COLOURS),
                marks=[mark(x, y, f"{name}: {y:.4f} at {x:.3g}") for x, y in points],
            )
            for number, (name, points) in enumerate(series.items())
        ],
        below=[mark(x, 0, f"{x:.3g}") for x in ticks],
        beside=[mark(xs[0], top * part / 4, f"{top * part / 4:.3f}") for part in range(5)],
    )
