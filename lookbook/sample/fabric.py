"""Material: one colour or a patterned sheet, a weave and a gloss, laid over any part of the picture."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator

from lookbook.sample.outline import HEIGHT, WIDTH
from lookbook.sample.palette import Colour, brightness, colour, contrasting, mixed
from lookbook.sample.prints import SIDE, printed
from lookbook.sample.raster import Plane, Stencil
from lookbook.sample.weaves import woven

ACCENTS = ["White", "Cream", "Navy Blue", "Red", "Black", "Yellow", "Pink", "Teal", "Beige", "Mustard", "Blue", "Grey"]


@dataclass(frozen=True)
class Fabric:
    """A material: colour (3,), optional patterned sheet, weave brightness (H, W) and gloss 0..1."""

    colour: Colour
    weave: Plane
    gloss: float = 0.0
    sheet: Plane | None = None

    def over(self, stencil: Stencil, height: Plane, turn: float) -> Plane:
        """Return the material's colours (h, w, 3) under a stencil, its pattern turned and pulled along the relief."""
        weave = stencil.crop(self.weave)[..., None]
        if self.sheet is None:
            return np.asarray(self.colour * weave, dtype=np.float32)
        down, across = np.indices(stencil.mask.shape, dtype=np.float32)
        down, across = down + stencil.rows.start - HEIGHT / 2, across + stencil.columns.start - WIDTH / 2
        sine, cosine = np.sin(np.deg2rad(turn)), np.cos(np.deg2rad(turn))
        pull = 0.5 * height + SIDE / 2
        map_x = (across * cosine + down * sine + pull).astype(np.float32)
        map_y = (down * cosine - across * sine + pull).astype(np.float32)
        cloth = cv2.remap(self.sheet, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        return np.asarray(cloth * weave, dtype=np.float32)

    def toned(self, share: float) -> "Fabric":
        """Return the plain material moved towards black (share below 0) or white (above 0)."""
        target = np.ones(3, dtype=np.float32) if share > 0 else np.zeros(3, dtype=np.float32)
        return replace(self, colour=mixed(self.colour, target, abs(share)), sheet=None)

    def plain(self) -> "Fabric":
        """Return the material without its pattern."""
        return replace(self, sheet=None)

    def shiny(self, gloss: float) -> "Fabric":
        """Return the material with another gloss."""
        return replace(self, gloss=gloss)


def material(name: str, weave: str, rng: Generator, gloss: float = 0.0) -> Fabric:
    """Return a plain material in a named colour."""
    return Fabric(colour(name), woven(weave, rng), gloss)


def patterned(base: Fabric, pattern: str, rng: Generator) -> Fabric:
    """Return a material with a pattern in one or two colours that stand off from its own."""
    if pattern == "camouflage":
        accents = [mixed(base.colour, colour(name), 0.55) for name in ("Black", "Brown", "Beige")]
    else:
        names = contrasting(base.colour, ACCENTS)
        accents = [colour(str(name)) for name in rng.choice(names, size=2, replace=False)]
        if pattern == "checks" and rng.random() < 0.5:
            accents[0] = mixed(base.colour, colour("White" if brightness(base.colour) < 0.5 else "Black"), 0.7)
    return replace(base, sheet=printed(pattern, base.colour, accents, rng))
