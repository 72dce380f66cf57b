"""Evening bags."""

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import BRASS, buttons, metal
from lookbook.sample.folds import waves
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    band,
    ellipse,
    points,
    rounded,
    smooth,
    softened,
)


def clutch(canvas: Canvas, look: Look) -> str:
    """Draw an evening bag: an envelope with a flap or a box with a metal frame, and a wrist chain now and then."""
    name = look.style("Envelope", "Box", "Wristlet")
    top, bottom = 140 + look.between(-8, 8), 278.0
    if name != "Box":
        _chain(canvas, look, top)
    body = softened(points((22, top), (278, top), (276, bottom), (24, bottom)), 7)
    canvas.lay(canvas.shape(body), look.fabric, puff=16, folds=waves(look.drape, 6, 8, 0.9), cast=0)
    if name == "Box":
        _frame(canvas, look, top)
        return name
    tip = top + look.between(74, 100)
    lid = softened(
        points((22, top - 1), (278, top - 1), (270, top + 26), (MIDDLE + 6, tip), (MIDDLE - 6, tip), (30, top + 26)), 5
    )
    canvas.lay(canvas.shape(lid), look.fabric, puff=7, turn=8, cast=0.5)
    canvas.stitch(smooth((34, top + 23), (MIDDLE, tip - 7), (266, top + 23)), tone=-0.2)
    buttons(canvas, [(MIDDLE, tip - 12)], 7, BRASS, look)
    return name


def _frame(canvas: Canvas, look: Look, top: float) -> None:
    bar = rounded(20, top - 6, 280, top + 9, 6)
    canvas.lay(canvas.shape(bar), metal(look, BRASS), puff=5, cast=0.4)
    for move in (-6, 6):
        canvas.lay(canvas.shape(ellipse(MIDDLE + move, top - 9, 7, 7)), metal(look, BRASS), puff=6, cast=0.4)
    ridges = [smooth((30 + 12 * n, top + 10), (34 + 12 * n, top + 70), (32 + 12 * n, top + 124)) for n in range(21)]
    canvas.seam(*ridges, tone=-0.12)


def _chain(canvas: Canvas, look: Look, top: float) -> None:
    path = smooth((40, top), (24, top - 42), (60, top - 76), (110, top - 66), (128, top - 20), (122, top + 2))
    links = [band(ellipse(float(x), float(y), 4.4, 3.2, 0, 350), 1.6) for x, y in path[::2]]
    canvas.lay(canvas.shape(*links), metal(look, BRASS), puff=1.2, cast=0)
