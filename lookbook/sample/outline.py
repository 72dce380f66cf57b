"""Curves and closed outlines in picture units: x runs 0..300 to the right, y runs 0..400 downwards."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 300, 400
MIDDLE = WIDTH / 2
Points: TypeAlias = NDArray[np.float32]
Pair: TypeAlias = tuple[float, float]


def spot(x: float, y: float) -> Points:
    """Return one place, float32 (2,), to add to or multiply with a curve."""
    return np.array([x, y], dtype=np.float32)


def points(*pairs: Pair) -> Points:
    """Return straight-edged points, float32 (N, 2)."""
    return np.array(pairs, dtype=np.float32)


def smooth(*pairs: Pair, closed: bool = False) -> Points:
    """Return a Catmull-Rom curve through the points, float32 (M, 2), with tangents scaled to the chords."""
    knots = np.array(pairs, dtype=np.float64)
    if closed:
        knots = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        knots = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    chords = np.maximum(np.linalg.norm(np.diff(knots, axis=0), axis=1), 1e-6)
    tangents = (knots[2:] - knots[:-2]) / (chords[1:] + chords[:-1])[:, None]
    start, end, length = knots[1:-2], knots[2:-1], chords[1:-1, None]
    return _hermite(start, end, tangents[:-1] * length, tangents[1:] * length)


def _hermite(
    start: NDArray[np.float64], end: NDArray[np.float64], leave: NDArray[np.float64], arrive: NDArray[np.float64]
) -> Points:
    t = np.linspace(0.0, 1.0, 12, endpoint=False)[None, :, None]
    curve = (
        (2 * t**3 - 3 * t**2 + 1) * start[:, None]
        + (t**3 - 2 * t**2 + t) * leave[:, None]
        + (3 * t**2 - 2 * t**3) * end[:, None]
        + (t**3 - t**2) * arrive[:, None]
    )
    return np.concatenate([curve.reshape(-1, 2), end[-1:]]).astype(np.float32)


def join(*pieces: Points) -> Points:
    """Return the pieces one after another, with a corner where two meet."""
    return np.concatenate(pieces)


def mirror(curve: Points, axis: float = MIDDLE) -> Points:
    """Return the curve reflected left to right and run backwards, so that it continues its original."""
    return (curve * spot(-1, 1) + spot(2 * axis, 0))[::-1]


def symmetric(half: Points) -> Points:
    """Return the closed outline made of a right half, drawn top to bottom, and its reflection."""
    return join(half, mirror(half))


def both(outline: Points) -> tuple[Points, Points]:
    """Return an outline and its reflection: a left and a right one."""
    return outline, mirror(outline)


def shifted(curve: Points, x: float, y: float) -> Points:
    """Return the curve moved by (x, y)."""
    return curve + spot(x, y)


def ellipse(x: float, y: float, wide: float, high: float, start: float = 0, end: float = 360) -> Points:
    """Return an ellipse, or the arc between two angles in degrees, with half-axes wide and high."""
    angle = np.deg2rad(np.linspace(start, end, 48))
    return np.stack([x + wide * np.cos(angle), y + high * np.sin(angle)], axis=1).astype(np.float32)


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Points:
    """Return a rectangle with round corners."""
    corners = [
        ellipse(right - radius, top + radius, radius, radius, -90, 0),
        ellipse(right - radius, bottom - radius, radius, radius, 0, 90),
        ellipse(left + radius, bottom - radius, radius, radius, 90, 180),
        ellipse(left + radius, top + radius, radius, radius, 180, 270),
    ]
    return np.concatenate(corners)


def parallel(curve: Points, distance: float | Sequence[float]) -> Points:
    """Return the curve moved sideways, to the right of its direction of travel, by one or by varying distances."""
    steps = np.gradient(curve, axis=0)
    if np.allclose(curve[0], curve[-1], atol=1e-3):
        steps[0] = steps[-1] = curve[1] - curve[-2]
    normal = np.stack([-steps[:, 1], steps[:, 0]], axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    given = np.atleast_1d(np.asarray(distance, dtype=np.float64))
    spread = np.interp(np.linspace(0, 1, len(curve)), np.linspace(0, 1, len(given)), given)
    return (curve + normal * spread[:, None]).astype(np.float32)


def band(curve: Points, width: float | Sequence[float], lean: float = 0.0) -> Points:
    """Return the strip of the given width around a curve; lean -1..1 moves it to one side."""
    widths = np.atleast_1d(np.asarray(width, dtype=np.float64))
    one, other = widths * (1 + lean) / 2, widths * (lean - 1) / 2
    return join(parallel(curve, one.tolist()), parallel(curve, other.tolist())[::-1])


def resample(curve: Points, count: int) -> Points:
    """Return `count` points at equal distances along the curve, both ends included."""
    travelled = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    wanted = np.linspace(0.0, travelled[-1], count)
    columns = [np.interp(wanted, travelled, curve[:, axis]) for axis in (0, 1)]
    return np.stack(columns, axis=1).astype(np.float32)


def between(one: Points, other: Points, share: float) -> Points:
    """Return the curve that lies at a share 0..1 of the way from one curve to another."""
    count = max(len(one), len(other))
    return (resample(one, count) * (1 - share) + resample(other, count) * share).astype(np.float32)


def softened(outline: Points, radius: float) -> Points:
    """Return a closed outline with its corners rounded off by about `radius`."""
    closed = resample(join(outline, outline[:1]), 240)[:-1]
    step = float(np.linalg.norm(closed[1] - closed[0]))
    reach = np.arange(-12, 13)
    weights = np.exp(-0.5 * (reach * max(step, 0.1) / radius) ** 2)
    rolled = np.stack([np.roll(closed, int(shift), axis=0) for shift in reach])
    return np.asarray(np.tensordot(weights / weights.sum(), rolled, axes=1), dtype=np.float32)
