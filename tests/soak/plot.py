"""Draws what a soak wrote: memory, handles and threads over time, as one SVG that is legible on light and on dark."""

import csv
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.soak.watching import MEASURES

NAMES = ("API", "page")
WIDTH, HEIGHT, LEFT, TOP, GAP = 900, 150, 70, 50, 45
"""Of one panel, and around it, in pixels."""
TICKS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480)
"""Minutes between two that are named."""
STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #141210 } .API { stroke: #9A3B26 } .page { stroke: #1F6F8B }
.ground { fill: #FBF8F3 } .line { stroke: #D9D2C5 } .rest { fill: #E9E3D8 } path { fill: none; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) { text { fill: #EDE6DA } .API { stroke: #E08A6D } .page { stroke: #7CC0D8 }
.ground { fill: #141210 } .line { stroke: #3D3832 } .rest { fill: #2B2723 } }
</style>"""
Rows = Sequence[Mapping[str, float]]


def draw(source: Path, target: Path) -> None:
    """Draw the CSV of a soak."""
    with source.open(newline="") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    height = TOP + len(MEASURES) * (HEIGHT + GAP)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + LEFT + 20} {height}" role="img">', STYLE]
    parts.append("<title>Memory, open handles and threads of the server and of the page during the soak</title>")
    parts.append(f'<rect class="ground" width="{WIDTH + LEFT + 20}" height="{height}"/>')
    for number, name in enumerate(NAMES):
        x = LEFT + 110 * number
        parts.append(f'<path class="{name}" d="M{x},20h30"/><text x="{x + 36}" y="25">{name}</text>')
    parts.append(f'<rect class="rest" x="{LEFT + 220}" y="12" width="30" height="16"/>')
    parts.append(f'<text x="{LEFT + 256}" y="25">nothing asked</text>')
    for number, measure in enumerate(MEASURES):
        parts += _panel(rows, measure, TOP + number * (HEIGHT + GAP))
    target.write_text("\n".join([*parts, "</svg>\n"]))


def _panel(rows: Rows, measure: str, top: int) -> list[str]:
    end = max(rows[-1]["seconds"], 1.0)
    most = _round_up(max(row[f"{name} {measure}"] for row in rows for name in NAMES))

    def place(seconds: float, value: float) -> str:
        return f"{LEFT + WIDTH * seconds / end:.1f},{top + HEIGHT * (1 - value / most):.1f}"

    parts = [_rest(began, ended, end, top) for began, ended in _rests(rows)]
    parts.append(f'<text x="{LEFT}" y="{top - 8}">{"memory in MB" if measure == "MB" else measure}</text>')
    for share in (0, 0.5, 1):
        y = top + HEIGHT * (1 - share)
        parts.append(f'<path class="line" d="M{LEFT},{y:.1f}h{WIDTH}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{most * share:g}</text>')
    for minutes in range(0, int(end / 60) + 1, next(step for step in TICKS if end / 60 / step <= 8)):
        x = LEFT + WIDTH * 60 * minutes / end
        parts.append(f'<text x="{x:.1f}" y="{top + HEIGHT + 16}" text-anchor="middle">{minutes} min</text>')
    for name in NAMES:
        line = " ".join(place(row["seconds"], row[f"{name} {measure}"]) for row in rows)
        parts.append(f'<path class="{name}" d="M{line}"/>')
    return parts


def _rests(rows: Rows) -> Iterator[tuple[float, float]]:
    """Yield the seconds at which a rest began and ended."""
    for resting, group in itertools.groupby(itertools.pairwise(rows), lambda pair: bool(pair[0]["resting"])):
        pairs = list(group)
        if resting:
            yield pairs[0][0]["seconds"], pairs[-1][1]["seconds"]


def _rest(began: float, ended: float, end: float, top: int) -> str:
    x, width = WIDTH * began / end, WIDTH * (ended - began) / end
    return f'<rect class="rest" x="{LEFT + x:.1f}" y="{top}" width="{width:.1f}" height="{HEIGHT}"/>'


def _round_up(value: float) -> float:
    """Return the next larger number that is easily halved."""
    step = float("1" + "0" * (len(str(int(value))) - 1))
    return next(step * size for size in (1, 2, 4, 6, 8, 10) if step * size >= value)
