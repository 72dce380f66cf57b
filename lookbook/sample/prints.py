"""Printed, woven and knitted-in patterns, drawn flat on a sheet of cloth larger than the picture."""

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lookbook.sample.palette import Colour
from lookbook.sample.raster import Plane

SIDE = 520
SCALE = 2
Sheet: TypeAlias = NDArray[np.uint8]
Ink: TypeAlias = tuple[int, int, int]
Print: TypeAlias = Callable[[Sheet, list[Ink], Generator], None]


def printed(pattern: str, base: Colour, accents: list[Colour], rng: Generator) -> Plane:
    """Return a patterned sheet, float32 (SIDE, SIDE, 3), RGB 0..1."""
    if pattern not in PRINTS:
        raise ValueError(f"unknown pattern {pattern!r}; choose one of {', '.join(PRINTS)}")
    sheet = np.empty((SIDE * SCALE, SIDE * SCALE, 3), dtype=np.uint8)
    sheet[:] = _ink(base)
    PRINTS[pattern](sheet, [_ink(accent) for accent in accents], rng)
    small = cv2.resize(sheet, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(small / 255, dtype=np.float32)


def _ink(shade: Colour) -> Ink:
    red, green, blue = (round(float(part) * 255) for part in shade)
    return red, green, blue


def _tint(sheet: Sheet, ink: Ink, places: list[tuple[int, int]], vertical: bool, strength: float) -> None:
    """Blend bands (start, width) of ink into the sheet, as threads of two colours do."""
    for start, width in places:
        strip = sheet[:, start : start + width] if vertical else sheet[start : start + width]
        strip[:] = (strip * (1 - strength) + np.array(ink) * strength).astype(np.uint8)


def _repeat(step: float, width: float, offset: float = 0.0) -> list[tuple[int, int]]:
    starts = np.arange(offset, SIDE * SCALE, step * SCALE)
    return [(int(start), max(1, round(width * SCALE))) for start in starts]


def stripes(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Draw horizontal stripes, now and then with a thin second one between."""
    step = rng.uniform(9, 30)
    _tint(sheet, inks[0], _repeat(step, step * rng.uniform(0.22, 0.44)), False, 1)
    if rng.random() < 0.4:
        _tint(sheet, inks[-1], _repeat(step, step * 0.1, step * SCALE * 0.72), False, 1)


def pinstripes(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Draw fine vertical stripes."""
    step = rng.uniform(5, 13)
    _tint(sheet, inks[0], _repeat(step, rng.uniform(0.8, 2.2)), True, 0.8)


def checks(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Draw woven checks: the same bands across and along, mixed where they cross."""
    step, strength = rng.uniform(12, 34), rng.uniform(0.35, 0.55)
    width = step * rng.uniform(0.3, 0.5)
    thin = max(1.0, step * 0.06)
    for vertical in (False, True):
        _tint(sheet, inks[0], _repeat(step, width), vertical, strength)
        if step > 17:
            _tint(sheet, inks[-1], _repeat(step, thin, step * SCALE * 0.7), vertical, 0.7)


def windowpane(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Draw a wide grid of thin lines."""
    step = rng.uniform(16, 30)
    for vertical in (False, True):
        _tint(sheet, inks[0], _repeat(step, rng.uniform(1, 2)), vertical, 0.75)


def _lattice(step: float, rng: Generator, jitter: float = 0.0) -> NDArray[np.float64]:
    """Return staggered places (N, 2) on the enlarged sheet."""
    rows, columns = np.mgrid[0 : SIDE : step * 0.86, 0:SIDE:step]
    columns = columns + (np.arange(len(columns))[:, None] % 2) * step / 2
    places = np.stack([columns.ravel(), rows.ravel()], axis=1)
    return (places + rng.uniform(-1, 1, places.shape) * jitter * step) * SCALE


def dots(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Draw polka dots on a staggered grid."""
    step = rng.uniform(9, 22)
    radius = round(step * rng.uniform(0.16, 0.27) * SCALE)
    for place in _lattice(step, rng):
        cv2.circle(sheet, (int(place[0]), int(place[1])), radius, inks[0], -1, cv2.LINE_AA)


def _petals(count: int, size: float, turn: float) -> NDArray[np.float64]:
    angle = np.linspace(0, 2 * np.pi, 10 * count)
    reach = size * (0.5 + 0.5 * np.abs(np.cos(count * angle / 2)) ** 0.7)
    return np.stack([reach * np.cos(angle + turn), reach * np.sin(angle + turn)], axis=1)


def _leaf(size: float, turn: float) -> NDArray[np.float64]:
    run = np.linspace(0, np.pi, 14)
    edge = np.stack([np.cos(run), 0.42 * np.sin(run)], axis=1)
    shape = np.concatenate([edge, edge[::-1] * [1, -1]]) * size
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray(shape @ spin)


def _stamp(sheet: Sheet, shape: NDArray[np.float64], place: NDArray[np.float64], ink: Ink) -> None:
    cv2.fillPoly(sheet, [np.round((shape + place) * 16).astype(np.int32)], ink, cv2.LINE_AA, 4)


def floral(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Scatter blossoms with hearts of a second colour, and leaves."""
    step = rng.uniform(18, 34)
    green = (70, 120, 70) if rng.random() < 0.5 else inks[-1]
    count = int(rng.integers(5, 8))
    for place in _lattice(step, rng, 0.18):
        size, turn = step * SCALE * rng.uniform(0.24, 0.36), rng.uniform(0, 6)
        reach = np.array([np.cos(turn), np.sin(turn)]) * size * 1.25
        _stamp(sheet, _leaf(size * 0.55, -turn), place + reach, green)
        _stamp(sheet, _petals(count, size, turn), place, inks[0])
        _stamp(sheet, _petals(count, size * 0.34, turn), place, inks[-1])


def leaves(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Scatter leaves of two colours."""
    step = rng.uniform(14, 26)
    for place in _lattice(step, rng, 0.16):
        _stamp(sheet, _leaf(step * SCALE * 0.4, rng.uniform(0, 6)), place, inks[int(rng.integers(len(inks)))])


def paisley(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Draw rows of small drops with a heart, as block prints have."""
    step = rng.uniform(14, 24)
    size = step * SCALE * 0.34
    run = np.linspace(0, 2 * np.pi, 30)
    drop = np.stack([np.sin(run) * np.sin(run / 2) ** 1.6, -np.cos(run) - 0.2 * np.sin(run)], axis=1)
    for place in _lattice(step, rng):
        _stamp(sheet, drop * size, place, inks[0])
        _stamp(sheet, drop * size * 0.45, place + np.array([0, size * 0.3]), inks[-1])


def argyle(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Draw knitted diamonds with thin crossing lines."""
    wide = rng.uniform(22, 34)
    high = wide * 1.35
    diamond = np.array([[0, -high], [wide, 0], [0, high], [-wide, 0]]) * SCALE / 2
    for row in range(int(SIDE / high) + 2):
        for column in range(int(SIDE / wide) + 2):
            place = np.array([column * wide, row * high]) * SCALE
            if (row + column) % 2 == 0:
                _stamp(sheet, diamond, place, inks[0])
            cv2.polylines(sheet, [(diamond * 0.98 + place).astype(np.int32)], True, inks[-1], SCALE, cv2.LINE_AA)


def zigzag(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Draw horizontal zigzag lines in turn of two colours."""
    step = rng.uniform(13, 24)
    across = np.arange(0, SIDE * SCALE + step, step * SCALE / 2)
    for number, start in enumerate(np.arange(0, SIDE + step, step) * SCALE):
        down = start + (np.arange(len(across)) % 2) * step * SCALE * 0.45
        curve = np.stack([across, down], axis=1).astype(np.int32)
        cv2.polylines(sheet, [curve], False, inks[number % len(inks)], round(step * 0.3 * SCALE), cv2.LINE_AA)


def camouflage(sheet: Sheet, inks: list[Ink], rng: Generator) -> None:
    """Draw blotches of the accent colours."""
    for ink in inks:
        cells = int(rng.integers(16, 24))
        cloud = cv2.resize(rng.standard_normal((cells, cells)).astype(np.float32), sheet.shape[:2])
        sheet[cloud > 0.62] = ink


PRINTS: dict[str, Print] = {
    "stripes": stripes,
    "pinstripes": pinstripes,
    "checks": checks,
    "windowpane": windowpane,
    "dots": dots,
    "floral": floral,
    "leaves": leaves,
    "paisley": paisley,
    "argyle": argyle,
    "zigzag": zigzag,
    "camouflage": camouflage,
}
