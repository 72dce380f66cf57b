"""Wrist watches: strap or bracelet, case, dial, hands and glass."""

from dataclasses import replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import BRASS, STEEL, metal
from lookbook.sample.fabric import Fabric
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    HEIGHT,
    MIDDLE,
    WIDTH,
    Points,
    band,
    both,
    ellipse,
    join,
    mirror,
    points,
    rounded,
    shifted,
    smooth,
)
from lookbook.sample.palette import Colour, brightness, mixed, rgb
from lookbook.sample.raster import Plane, Stencil

CENTRE = 200.0


def watch(canvas: Canvas, look: Look) -> str:
    """Draw a watch with a leather strap, or with a bracelet where it is of gold or silver, round or square."""
    bracelet = look.colour in ("Gold", "Silver")
    size = look.between(58, 66) if look.feminine else look.between(72, 84)
    square = look.chance(0.2)
    finish = look.one(STEEL, STEEL, BRASS, rgb(0.24, 0.24, 0.26), rgb(0.82, 0.6, 0.5))
    finish = look.fabric.colour if bracelet else finish
    band_half = size * look.between(0.48, 0.6)
    strap = metal(look, finish) if bracelet else look.fabric
    _strap(canvas, look, strap, band_half, size, bracelet)
    face = look.fabric.colour if bracelet or look.chance(0.6) else rgb(0.95, 0.95, 0.93)
    _case(canvas, look, finish, size, square)
    sporty = look.chance(0.35)
    _dial(canvas, look, face, finish, size * 0.82, square, sporty)
    _hands(canvas, look, face, finish, size * 0.82)
    _glass(canvas, size * 0.82, square)
    return "Chronograph" if sporty else look.one("Analogue", "Dial", "Classic")


def _plate(size: float, square: bool) -> Points:
    if square:
        return rounded(MIDDLE - size * 0.9, CENTRE - size, MIDDLE + size * 0.9, CENTRE + size, size * 0.25)
    return ellipse(MIDDLE, CENTRE, size, size)


def _strap(canvas: Canvas, look: Look, fabric: Fabric, half: float, size: float, bracelet: bool) -> None:
    """Draw both halves of the strap, running out of the case to the top and the bottom."""
    for near, end, step in ((CENTRE - size * 0.7, 14.0, -8.0), (CENTRE + size * 0.7, 386.0, 8.0)):
        shoulder, middle = (MIDDLE + half * 0.8, end - step), (MIDDLE + half * 0.88, (near + end) / 2)
        side = smooth((MIDDLE + half, near), middle, shoulder, (MIDDLE + half * 0.66, end))
        part = canvas.shape(join(side, mirror(side)))
        if bracelet:
            canvas.lay(part, replace(fabric, weave=_link_gleam(half)), puff=7, cast=0)
            _links(canvas, half, near, end, part)
        else:
            canvas.lay(part, fabric, puff=10, cast=0)
            canvas.stitch(*both(shifted(side, -5, 0)), tone=-0.4 if brightness(fabric.colour) > 0.3 else 0.35)
    if not bracelet:
        canvas.tone(canvas.shape(*(ellipse(MIDDLE, y, 2.6, 2.2) for y in (318, 336, 354, 372))), -0.75)


def _link_gleam(half: float) -> Plane:
    """Return polished middle links between brushed outer ones, each link round, (H, W)."""
    down, across = np.indices((HEIGHT, WIDTH), dtype=np.float32)
    column = np.abs(across - MIDDLE) / half
    polish = np.where(column < 0.36, 0.16 * np.cos(column * 9), 0.08 * np.cos((column - 0.68) * 9) - 0.06)
    return np.asarray(0.95 + polish + 0.09 * np.cos(2 * np.pi * down / 12), dtype=np.float32)


def _links(canvas: Canvas, half: float, near: float, end: float, within: Stencil) -> None:
    top, bottom = min(near, end), max(near, end)
    rows = [points((MIDDLE - half, y), (MIDDLE + half, y)) for y in np.arange(top + 4, bottom, 12).tolist()]
    columns = [points((MIDDLE + half * share, top), (MIDDLE + half * share, bottom)) for share in (-0.36, 0.36)]
    canvas.seam(*rows, *columns, tone=-0.45, within=within)


def _case(canvas: Canvas, look: Look, finish: Colour, size: float, square: bool) -> None:
    """Draw lugs, crown, case and bezel."""
    shell = replace(metal(look, finish), weave=_polish(look))
    lug = smooth(
        (MIDDLE + size * 0.5, CENTRE - size * 1.12),
        (MIDDLE + size * 0.64, CENTRE - size * 1.12),
        (MIDDLE + size * 0.74, CENTRE - size * 0.6),
        (MIDDLE + size * 0.45, CENTRE - size * 0.6),
    )
    lower = (lug * [1, -1] + [0, 2 * CENTRE]).astype(np.float32)
    canvas.lay(canvas.shape(lug, mirror(lug), lower, mirror(lower)), shell, puff=6, cast=0.35)
    crown = rounded(MIDDLE + size * 0.94, CENTRE - 7, MIDDLE + size * 1.13, CENTRE + 7, 3)
    canvas.lay(canvas.shape(crown), shell, puff=4, cast=0)
    canvas.seam(
        *(points((MIDDLE + size, y), (MIDDLE + size * 1.13, y)) for y in np.arange(CENTRE - 4, CENTRE + 6, 3.0)),
        tone=-0.35,
    )
    canvas.lay(canvas.shape(_plate(size, square)), shell, puff=size * 0.14, cast=0.4)
    canvas.lay(canvas.shape(_plate(size * 0.9, square)), shell.toned(-0.12), puff=3, cast=0.2)


def _polish(look: Look) -> Plane:
    """Return the gleams of polished steel turned around the dial's middle, (H, W)."""
    down, across = np.indices((HEIGHT, WIDTH), dtype=np.float32)
    angle = np.arctan2(down - CENTRE, across - MIDDLE)
    return np.asarray(
        0.98 + 0.13 * np.cos(2 * angle - 1.6) + 0.09 * np.cos(5 * angle + look.between(0, 6)), dtype=np.float32
    )


def _dial(canvas: Canvas, look: Look, face: Colour, finish: Colour, size: float, square: bool, sporty: bool) -> None:
    """Draw the face with its ring, hour marks, sub-dials and date."""
    plain = Fabric(face, np.ones_like(look.fabric.weave), 0.15)
    part = canvas.lay(canvas.shape(_plate(size, square)), plain, puff=3, cast=0)
    ink = rgb(0.93, 0.93, 0.92) if brightness(face) < 0.55 else rgb(0.15, 0.15, 0.17)
    if sporty:
        for angle in (90, 210, 330):
            x, y = MIDDLE + size * 0.42 * np.cos(np.deg2rad(angle)), CENTRE + size * 0.42 * np.sin(np.deg2rad(angle))
            canvas.lay(
                canvas.shape(ellipse(x, y, size * 0.2, size * 0.2)),
                Fabric(mixed(face, ink, 0.14), plain.weave),
                puff=2,
                cast=0.2,
            )
            canvas.paint(canvas.pen([ellipse(x, y, size * 0.2, size * 0.2)], 0.8), ink, 0.6)
            canvas.paint(canvas.pen([points((x, y), (x + size * 0.1, y - size * 0.1))], 1.2), ink)
    canvas.paint(canvas.pen(_marks(size * 0.95, size * 0.9, 60), 0.7).within(part), ink, 0.6)
    canvas.paint(
        canvas.pen(_marks(size * 0.92, size * 0.76, 12), look.one(1.6, 2.4, 3.2)).within(part),
        ink if look.chance(0.7) else finish,
    )
    window = rounded(MIDDLE + size * 0.6, CENTRE - 5, MIDDLE + size * 0.78, CENTRE + 5, 1)
    canvas.paint(canvas.shape(window), rgb(0.97, 0.97, 0.97))
    canvas.paint(canvas.pen([join(window, window[:1])], 0.7), ink, 0.7)


def _marks(outer: float, inner: float, count: int) -> list[Points]:
    angle = np.arange(count) * 2 * np.pi / count
    spokes = np.stack([np.sin(angle), -np.cos(angle)], axis=1)
    centre = np.array([MIDDLE, CENTRE])
    return [np.stack([centre + spoke * inner, centre + spoke * outer]).astype(np.float32) for spoke in spokes]


def _hands(canvas: Canvas, look: Look, face: Colour, finish: Colour, size: float) -> None:
    """Draw hour, minute and second hand at ten past ten, as shops set them."""
    tone = (
        finish
        if abs(brightness(finish) - brightness(face)) > 0.25
        else rgb(0.95, 0.95, 0.95) * np.float32(brightness(face) < 0.5)
    )
    steel = metal(look, tone)
    centre = np.array([MIDDLE, CENTRE])
    for degrees, reach, width in ((304, 0.5, 5.0), (62, 0.74, 3.6)):
        spoke = np.array([np.sin(np.deg2rad(degrees)), -np.cos(np.deg2rad(degrees))])
        line = np.stack(
            [centre - spoke * 7, centre + spoke * size * reach * 0.5, centre + spoke * size * reach]
        ).astype(np.float32)
        canvas.lay(canvas.shape(band(line, [width * 0.7, width, 1.0])), steel, puff=1.5, cast=0.4)
    spoke = np.array([np.sin(3.5), -np.cos(3.5)])
    canvas.paint(
        canvas.pen([np.stack([centre - spoke * 12, centre + spoke * size * 0.8]).astype(np.float32)], 0.9),
        look.one(rgb(0.8, 0.15, 0.15), tone),
    )
    canvas.lay(canvas.shape(ellipse(MIDDLE, CENTRE, 3.6, 3.6)), steel, puff=2, cast=0.4)


def _glass(canvas: Canvas, size: float, square: bool) -> None:
    """Lay a soft reflection over the dial."""
    glass = canvas.shape(_plate(size, square))
    beam = points(
        (MIDDLE - size, CENTRE - size),
        (MIDDLE + size * 0.1, CENTRE - size),
        (MIDDLE - size * 0.75, CENTRE + size),
        (MIDDLE - size, CENTRE + size),
    )
    canvas.tone(canvas.shape(beam).within(glass), 0.10)
    canvas.shade(canvas.shape(band(_plate(size, square), 2)), 0.3, 2)
