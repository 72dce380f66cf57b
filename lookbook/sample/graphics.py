"""Chest prints: small pictures, figures and words, printed on the front of a garment."""

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lookbook.sample.canvas import Canvas
from lookbook.sample.fabric import Fabric
from lookbook.sample.look import Look
from lookbook.sample.outline import HEIGHT, WIDTH, Points, ellipse, points, smooth, spot
from lookbook.sample.palette import colour, contrasting
from lookbook.sample.raster import Plane, Stencil

Motif: TypeAlias = Callable[[Look], list[tuple[Points, int]]]
INKS = ["White", "Red", "Yellow", "Navy Blue", "Turquoise Blue", "Orange", "Black", "Pink", "Cream", "Green"]
WORDS = ["NORTH", "RIDGE", "TIDE", "27", "84", "WILD", "COAST", "09", "EASY", "ORBIT", "1976", "SLOW", "HELLO", "66"]


def sun(look: Look) -> list[tuple[Points, int]]:
    """Return a sun above waves; each part with the number of its ink."""
    parts = [(ellipse(0, -6, 22, 22), 0)]
    for row in range(3):
        y = 4 + row * 9
        wave = [(-34.0 + 8.5 * step, y + 2.2 * (-1) ** step) for step in range(9)]
        parts.append((np.concatenate([smooth(*wave), smooth(*wave)[::-1] + spot(0, 4)]), 1))
    return parts


def mountains(look: Look) -> list[tuple[Points, int]]:
    """Return two peaks with snow, and a moon."""
    high, low = points((-34, 22), (-8, -20), (18, 22)), points((-6, 22), (16, -6), (38, 22))
    snow = points((-17, -6), (-8, -20), (1, -6), (-4, -9), (-9, -3), (-13, -9))
    return [(ellipse(20, -22, 7, 7), 0), (low, 1), (high, 0), (snow, 1)]


def rings(look: Look) -> list[tuple[Points, int]]:
    """Return three discs that overlap like an eclipse."""
    return [(ellipse(0, 0, 28, 28), 0), (ellipse(7, -5, 21, 21), 1), (ellipse(13, -9, 13, 13), 0)]


def star(look: Look) -> list[tuple[Points, int]]:
    """Return a five-pointed star in a ring of its second colour."""
    angle = np.deg2rad(np.arange(10) * 36 - 90)
    reach = np.where(np.arange(10) % 2 == 0, 25.0, 10.5)
    shape = np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1).astype(np.float32)
    return [(ellipse(0, 0, 30, 30), 1), (shape, 0)]


def palm(look: Look) -> list[tuple[Points, int]]:
    """Return a palm tree before a low sun."""
    trunk = smooth((-2, 30), (0, 8), (5, -8), (8, -7), (4, 10), (4, 30))
    parts = [(ellipse(6, 2, 25, 25), 1), (trunk, 0)]
    for turn in (-2.7, -2.1, -1.4, -0.8, -0.2, 0.4, 2.9):
        tip = (6 + 24 * np.cos(turn), -9 + 20 * np.sin(turn) + 6)
        middle = (6 + 13 * np.cos(turn), -15 + 13 * np.sin(turn))
        parts.append((smooth((6, -9), middle, tip, (middle[0], middle[1] + 5), (6, -7)), 0))
    return parts


def heart(look: Look) -> list[tuple[Points, int]]:
    """Return a heart within a larger one."""
    t = np.linspace(0, 2 * np.pi, 60)
    x = 16 * np.sin(t) ** 3
    y = -13 * np.cos(t) + 5 * np.cos(2 * t) + 2 * np.cos(3 * t) + np.cos(4 * t)
    shape = np.stack([x, y], axis=1).astype(np.float32)
    return [(shape * np.float32(1.8), 0), (shape * np.float32(1.1), 1)]


def bolt(look: Look) -> list[tuple[Points, int]]:
    """Return a flash of lightning on a disc."""
    flash = points((4, -32), (-16, 4), (-2, 4), (-8, 32), (16, -8), (2, -8), (12, -32))
    return [(ellipse(0, 0, 29, 29), 1), (flash, 0)]


def blossom(look: Look) -> list[tuple[Points, int]]:
    """Return a flower of six petals around its heart."""
    turns = np.deg2rad(np.arange(6) * 60)
    petals = [(ellipse(19 * float(np.cos(turn)), 19 * float(np.sin(turn)), 11, 11), 0) for turn in turns]
    return [*petals, (ellipse(0, 0, 11, 11), 1)]


MOTIFS: dict[str, Motif] = {
    "sun": sun,
    "mountains": mountains,
    "rings": rings,
    "star": star,
    "palm": palm,
    "heart": heart,
    "bolt": bolt,
    "blossom": blossom,
}


@cache
def _word(text: str) -> Plane:
    """Return a word as a mask (H, W), its middle in the middle of the picture."""
    size = 96 if len(text) < 4 else 210 // len(text)
    image = Image.new("L", (WIDTH, HEIGHT))
    face = ImageFont.load_default(size)
    ImageDraw.Draw(image).text((WIDTH / 2, HEIGHT / 2), text, 255, face, anchor="mm", stroke_width=2, stroke_fill=255)
    return np.asarray(np.asarray(image) / 255, dtype=np.float32)


def chest_print(canvas: Canvas, look: Look, x: float, y: float, within: Stencil) -> None:
    """Print a motif or a word with its middle at (x, y), as far as the garment reaches."""
    names = contrasting(look.fabric.colour, INKS)
    inks = [colour(str(name)) for name in look.ink.choice(names, size=2, replace=False)]
    base = within.crop(canvas.colours).mean(axis=2) / max(0.08, float(look.fabric.colour.mean()))
    light = Stencil(np.clip(base, 0.75, 1.1).astype(np.float32), within.rows, within.columns).full()
    if look.chance(0.35):
        mask = np.roll(_word(look.one(*WORDS)), (round(y - HEIGHT / 2), round(x - WIDTH / 2)), axis=(0, 1))
        part = Stencil(mask, slice(0, HEIGHT), slice(0, WIDTH)).within(within)
        canvas.paint(part, inks[0] * light[..., None], 0.92)
        return
    scale = look.between(0.85, 1.25) * (1.3 if look.small else 1)
    for outline, ink in look.one(*MOTIFS.values())(look):
        part = canvas.shape(outline * np.float32(scale) + spot(x, y)).within(within)
        canvas.paint(part, inks[ink] * part.crop(light)[..., None], 0.92)


def small_mark(canvas: Canvas, look: Look, x: float, y: float, within: Stencil) -> None:
    """Sew a small motif on, in one colour that stands off."""
    if look.chance(0.35):
        return
    name = str(look.ink.choice(contrasting(look.fabric.colour, INKS)))
    scale = look.between(0.5, 0.75)
    outlines = [
        outline * np.float32(scale) + spot(x, y) for outline, ink in look.one(sun, mountains, star)(look) if ink == 0
    ]
    part = canvas.shape(*outlines).within(within)
    canvas.lay(part, Fabric(colour(name), look.fabric.weave), puff=2.5, cast=0.3)
