"""The lower body of a garment: two legs, a waist, and how its cloth falls."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lookbook.sample.canvas import Canvas
from lookbook.sample.fabric import Fabric
from lookbook.sample.folds import creases, waves
from lookbook.sample.look import Look
from lookbook.sample.outline import MIDDLE, Points, join, mirror, points, resample, shifted, smooth, spot
from lookbook.sample.raster import Plane, Stencil


@dataclass(frozen=True)
class LegCut:
    """Half widths from the middle line, leg widths, and heights from the top of the picture."""

    waist: float = 54
    hip: float = 68
    top: float = 24
    seat: float = 96
    crotch: float = 132
    knee: float = 41
    ankle: float = 33
    bottom: float = 382
    stance: float = 20

    @property
    def knee_line(self) -> float:
        """The height of the knee, or of a shorter leg's middle."""
        return self.crotch + (self.bottom - self.crotch) * 0.48


def waist_edge(cut: LegCut, y: float, sag: float = 4) -> Points:
    """Return the front waist from left to right at a height near the top."""
    half = cut.waist + (cut.hip - cut.waist) * max(0.0, (y - cut.top) / (cut.seat - cut.top)) * 0.8
    return smooth((MIDDLE - half, y), (MIDDLE, y + sag), (MIDDLE + half, y))


def outer_seam(cut: LegCut) -> Points:
    """Return the right leg's outer edge from waist to hem."""
    foot = MIDDLE + cut.stance + cut.ankle
    knee = MIDDLE + cut.stance * 0.62 + cut.knee
    return smooth(
        (MIDDLE + cut.waist, cut.top),
        (MIDDLE + cut.hip * 0.95, cut.seat - 30),
        (MIDDLE + cut.hip, cut.seat + 8),
        ((MIDDLE + cut.hip + knee) / 2 + 1, (cut.crotch + cut.knee_line) / 2 + 8),
        (knee, cut.knee_line),
        (foot, cut.bottom),
    )


def inner_seam(cut: LegCut) -> Points:
    """Return the right leg's inner edge from crotch to hem."""
    knee = MIDDLE + cut.stance * 0.62 + 1
    return smooth(
        (MIDDLE - 1, cut.crotch),
        (MIDDLE + 5, cut.crotch + 26),
        (knee, cut.knee_line),
        (MIDDLE + cut.stance, cut.bottom),
    )


def hem(cut: LegCut) -> Points:
    """Return the right leg's lower edge from outside to inside."""
    left, right = MIDDLE + cut.stance, MIDDLE + cut.stance + cut.ankle
    return smooth((right, cut.bottom), ((left + right) / 2, cut.bottom + 4), (left, cut.bottom))


def leg(cut: LegCut) -> Points:
    """Return the closed right half: half the seat and the whole leg."""
    centre = points((MIDDLE - 3, cut.crotch), (MIDDLE - 3, cut.top + 3))
    return join(outer_seam(cut), hem(cut), inner_seam(cut)[::-1], centre)


def leg_folds(cut: LegCut, rng: Generator, depth: float = 1.0) -> Plane:
    """Return pulls at the crotch, creases at knee and hem and hanging waves, (H, W)."""
    tall = cut.bottom - cut.crotch
    pulls: list[Points] = []
    bends: list[Points] = []
    for side in (-1, 1):
        pulls += [_pull(cut, rng, side, cut.crotch - 16 + 17 * number) for number in range(3)]
        bends += [_bend(cut, rng, side, cut.knee_line + rng.normal(0, tall * 0.09)) for _ in range(3)]
        bends += [_bend(cut, rng, side, cut.bottom - 12 + rng.normal(0, tall * 0.05)) for _ in range(3)]
    ridges = creases(pulls, rng.uniform(5, 8), 2.6) + creases(bends, rng.uniform(5, 7), 3.0)
    return np.asarray(depth * (ridges + waves(rng, 7, 14, 2.2)), dtype=np.float32)


def _pull(cut: LegCut, rng: Generator, side: int, y: float) -> Points:
    """Return a fold that runs from the crotch out to the hip."""
    y, reach = y + rng.uniform(-6, 6), cut.hip * rng.uniform(0.5, 0.85) * side
    return smooth((MIDDLE + 3 * side, y + 9), (MIDDLE + reach / 2, y + 1), (MIDDLE + reach, y - rng.uniform(8, 22)))


def _bend(cut: LegCut, rng: Generator, side: int, y: float) -> Points:
    """Return a fold across one leg."""
    near = cut.stance * 0.6 + rng.uniform(-4, cut.knee * 0.4)
    far = near + cut.knee * rng.uniform(0.5, 0.9)
    start, middle, end = (MIDDLE + side * x for x in (near, (near + far) / 2, far))
    return smooth((start, y + rng.uniform(-8, 8)), (middle, y + rng.uniform(-3, 6)), (end, y))


def draw_legs(canvas: Canvas, cut: LegCut, look: Look, fabric: Fabric, folds: Plane) -> tuple[Stencil, Stencil]:
    """Draw the inside of the waist and both legs; return the left and the right leg."""
    edge = waist_edge(cut, cut.top)
    back = shifted(edge * spot(1, -1) + spot(0, 2 * cut.top), 0, -3)
    canvas.lay(canvas.shape(join(edge, back[::-1])), fabric.toned(-0.3), puff=2, cast=0)
    right = leg(cut)
    parts = [canvas.shape(mirror(right)), canvas.shape(right)]
    for part in parts:
        canvas.lay(part, fabric, puff=11, folds=folds, cast=0.15)
    return parts[0], parts[1]


def waistband(canvas: Canvas, cut: LegCut, fabric: Fabric, height: float) -> tuple[Points, Points]:
    """Draw a sewn band around the waist; return its upper and lower edge."""
    upper, lower = waist_edge(cut, cut.top), waist_edge(cut, cut.top + height)
    canvas.lay(canvas.shape(join(upper, lower[::-1])), fabric, puff=4, cast=0.25)
    canvas.seam(lower, tone=-0.32)
    return upper, lower


def belt_loops(canvas: Canvas, cut: LegCut, fabric: Fabric, height: float) -> None:
    """Draw five loops across a waistband."""
    upper, lower = resample(waist_edge(cut, cut.top - 1), 11), resample(waist_edge(cut, cut.top + height + 2), 11)
    for number in (1, 3, 7, 9):
        strip = np.stack([upper[number], lower[number]])
        move = spot(2.2, 0)
        canvas.lay(canvas.shape(join(strip - move, (strip + move)[::-1])), fabric, puff=1.5, cast=0.4)
