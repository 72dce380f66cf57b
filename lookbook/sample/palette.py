"""The catalogue's base colours, as they look on cloth under shop light."""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lookbook.photos.shades import PALETTE

Colour: TypeAlias = NDArray[np.float32]


def rgb(red: float, green: float, blue: float) -> Colour:
    """Return a colour as float32 (3,), each part 0..1."""
    return np.array([red, green, blue], dtype=np.float32)


def dimmed(shade: Colour, share: float) -> Colour:
    """Return a colour multiplied by a share: below 1 darker, above 1 brighter."""
    return np.asarray(shade * share, dtype=np.float32)


def colour(name: str) -> Colour:
    """Return a named colour as float32 (3,), RGB 0..1."""
    if name not in PALETTE:
        raise ValueError(f"unknown colour {name!r}; choose one of {', '.join(PALETTE)}")
    red, green, blue = PALETTE[name]
    return rgb(red / 255, green / 255, blue / 255)


def varied(name: str, rng: Generator) -> Colour:
    """Return a shade near a named colour, as dye lots and lamps differ, that still goes by that name."""
    base = colour(name)
    shade = np.clip(base * rng.uniform(0.95, 1.05) + rng.normal(0, 0.009, 3) * (0.2 + brightness(base)), 0, 1).astype(
        np.float32
    )
    return shade if nearest(shade) == name else base


def brightness(shade: Colour) -> float:
    """Return how bright a colour looks, 0..1."""
    return float(shade @ rgb(0.299, 0.587, 0.114))


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return one colour moved by a share 0..1 towards another."""
    return np.asarray(one * (1 - share) + other * share, dtype=np.float32)


def contrasting(base: Colour, names: list[str]) -> list[str]:
    """Return those names whose brightness stands off clearly from the base colour."""
    return [name for name in names if abs(brightness(colour(name)) - brightness(base)) > 0.22]


def nearest(shade: Colour) -> str:
    """Return the palette's name for a colour (3,) RGB 0..1, compared in CIE Lab."""
    names = list(PALETTE)
    table = np.stack([colour(name) for name in names])
    lab = cv2.cvtColor(np.concatenate([shade.astype(np.float32)[None], table])[None], cv2.COLOR_RGB2LAB)[0]
    return names[int(np.argmin(np.linalg.norm(lab[1:] - lab[0], axis=1)))]
