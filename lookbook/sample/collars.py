"""Collars, lapels and hoods, all drawn from a cut's neck points."""

from lookbook.sample.canvas import Canvas
from lookbook.sample.fabric import Fabric
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    Points,
    both,
    join,
    mirror,
    parallel,
    points,
    shifted,
    smooth,
    spot,
    symmetric,
)
from lookbook.sample.torso import Cut, back_edge, neckline, ribbing


def stand(canvas: Canvas, cut: Cut, look: Look, fabric: Fabric, height: float) -> None:
    """Draw the inner collar stand that rises behind the neck."""
    base = back_edge(cut, 8)
    upper = back_edge(cut, 2)
    outline = join(shifted(upper, 0, -height) * spot(1, 1), base[::-1])
    canvas.lay(canvas.shape(outline), fabric.toned(-0.16), puff=3, cast=0)
    canvas.seam(shifted(base, 0, -2), tone=-0.2)


def shirt_collar(canvas: Canvas, cut: Cut, look: Look, fabric: Fabric, spread: float = 30, drop: float = 26) -> None:
    """Draw a turned-down collar: its fall behind the neck and two pointed wings that meet in front."""
    stand(canvas, cut, look, fabric, 9)
    top, side = cut.top, MIDDLE + cut.neck
    meet = (MIDDLE + 1, top + cut.depth)
    tip = (MIDDLE + spread, top + cut.depth + drop * 0.72)
    inner = smooth((side - 8, top - 9), (side - 9, top + 2), (MIDDLE + 11, top + cut.depth * 0.72), meet)
    outer = smooth(
        tip, (side + 1, top + cut.depth * 0.62), (side + 7, top + 3), (side + 2, top - 6), (side - 8, top - 9)
    )
    wing = join(inner, points(tip), outer)
    for flip, outline in enumerate(both(wing)):
        canvas.lay(canvas.shape(outline), fabric, puff=4, turn=-34 if flip else 34, cast=0.35)
        edge = join(points(meet, tip), outer[:30])
        line = parallel(edge, 2.2)
        canvas.stitch(mirror(line) if flip else line, tone=-0.22)


def mandarin(canvas: Canvas, cut: Cut, look: Look, fabric: Fabric, height: float = 13) -> None:
    """Draw a standing band collar, open in front by a finger's width."""
    stand(canvas, cut, look, fabric, height - 1)
    half = neckline(cut)[30:]
    upper = half * spot(0.93, 1) + spot(MIDDLE * 0.07 + 1, -height)
    lower = half + spot(1, 2)
    upper[-1] = lower[-1] + spot(-2, -height)
    for outline in both(join(lower, upper[::-1])):
        canvas.lay(canvas.shape(outline), fabric, puff=5, cast=0.3)
    canvas.seam(lower, mirror(lower), tone=-0.25)


def polo_collar(canvas: Canvas, cut: Cut, look: Look, fabric: Fabric) -> None:
    """Draw a soft knitted collar."""
    shirt_collar(canvas, cut, look, fabric, spread=look.between(22, 28), drop=21)


def turtleneck(canvas: Canvas, cut: Cut, look: Look, fabric: Fabric, height: float) -> None:
    """Draw a rolled tube around the neck."""
    left, right, top = MIDDLE - cut.neck - 2, MIDDLE + cut.neck + 2, cut.top
    upper = smooth((left + 6, top - height), (MIDDLE, top - height + 4), (right - 6, top - height))
    lower = smooth((right, top + 5), (MIDDLE + 14, top + 15), (MIDDLE - 14, top + 15), (left, top + 5))
    mouth = smooth((right - 6, top - height), (MIDDLE, top - height - 5), (left + 6, top - height))
    canvas.lay(canvas.shape(join(upper, mouth)), fabric.toned(-0.35), puff=2, cast=0)
    canvas.lay(canvas.shape(join(upper, lower)), fabric.plain(), puff=10, cast=0.35)
    ribbing(canvas, upper, lower[::-1], 3.0)


def lapels(
    canvas: Canvas, cut: Cut, look: Look, fabric: Fabric, bottom: float, wide: float, notch: bool = True
) -> None:
    """Draw a coat's turned-back fronts with their collar, from the neck down to the closing button."""
    top, neck = cut.top, MIDDLE + cut.neck
    roll = smooth(
        (neck - 8, top - 7),
        (neck - 10, top + 20),
        (MIDDLE + cut.neck * 0.42, top + (bottom - top) * 0.56),
        (MIDDLE - 3, bottom),
    )
    peak = (neck + wide * 0.62, top + 50)
    edge = smooth(
        peak, (neck + wide * 0.2, top + (bottom - top) * 0.6), (MIDDLE + 8, bottom - 10), (MIDDLE - 3, bottom)
    )
    corner = [(neck + wide * 0.25, top + 44)] if notch else []
    lapel = join(roll[::-1], points((neck + 2, top + 22), *corner, peak), edge)
    collar_points = points((neck + wide * 0.52, top + 32), (neck + wide * 0.25, top + 44), (neck - 9, top + 34))
    collar = join(smooth((neck - 8, top - 8), (neck + 5, top + 2), (neck + wide * 0.52, top + 32)), collar_points)
    stand(canvas, cut, look, fabric, 8)
    for flip in (True, False):
        for part, turn in ((lapel, 14.0), (collar, 30.0)):
            outline = mirror(part) if flip else part
            canvas.lay(canvas.shape(outline), fabric, puff=3.5, turn=-turn if flip else turn, cast=0.4)


def hood(canvas: Canvas, cut: Cut, look: Look, fabric: Fabric) -> None:
    """Draw a hood that lies behind the neck, its dark lining and its thick front rim."""
    neck, top = cut.neck, cut.top
    outside = symmetric(
        smooth(
            (MIDDLE, top - 36),
            (MIDDLE + neck * 0.9, top - 30),
            (MIDDLE + neck + 13, top - 6),
            (MIDDLE + neck + 12, top + 14),
            (MIDDLE, top + 40),
        )
    )
    canvas.lay(canvas.shape(outside), fabric.plain(), puff=12, cast=0.1)
    lining = symmetric(
        smooth((MIDDLE, top - 24), (MIDDLE + neck * 0.7, top - 18), (MIDDLE + neck * 0.85, top + 4), (MIDDLE, top + 40))
    )
    canvas.lay(canvas.shape(lining), fabric.toned(-0.4), puff=8, cast=0.1)


def hood_rims(canvas: Canvas, cut: Cut, look: Look, fabric: Fabric) -> None:
    """Draw the two sides of a hood that cross in front of the neck."""
    neck, top = MIDDLE + cut.neck, cut.top
    inner = smooth((neck - 4, top - 22), (neck - 6, top - 2), (MIDDLE + 14, top + 22), (MIDDLE - 7, top + 36))
    outer = smooth(
        (MIDDLE - 2, top + 44),
        (MIDDLE + 22, top + 34),
        (neck + 11, top + 12),
        (neck + 14, top - 8),
        (neck - 4, top - 22),
    )
    rim: Points = join(inner, outer)
    for outline in both(rim):
        canvas.lay(canvas.shape(outline), fabric.plain(), puff=9, cast=0.4)
    canvas.stitch(parallel(inner, 4), mirror(parallel(inner, 4)), tone=-0.2)
