"""How near the colours of a catalogue are to each other, by their names."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from lookbook.photos.shades import PALETTE

SHADES = {name.casefold(): shade for name, shade in PALETTE.items()} | {
    "bronze": (150, 112, 62),
    "burgundy": (104, 20, 40),
    "copper": (176, 102, 62),
    "fluorescent green": (120, 240, 60),
    "mauve": (168, 132, 168),
    "metallic": (160, 162, 166),
    "mushroom brown": (150, 128, 112),
    "nude": (226, 188, 162),
    "off white": (240, 236, 226),
    "rose": (214, 98, 122),
    "skin": (232, 194, 164),
    "steel": (146, 150, 156),
    "taupe": (138, 122, 108),
}
"""A colour's name in small letters -> (red, green, blue), 0..255."""
OTHER_COLOUR = 0.3
"""How near another colour is at most; a name that is asked for is meant."""
REACH = 20.0
"""The distance in CIE Lab at which it is half of that."""


def nearness(names: Sequence[str]) -> NDArray[np.float32]:
    """Return how near colours (V,) are to each other (V, V): 1 to themselves, to others by their distance in CIE Lab.

    A name without a shade, as Multi, is near to nothing but itself.
    """
    near = np.eye(len(names), dtype=np.float32)
    known = [place for place, name in enumerate(names) if name.casefold() in SHADES]
    if known:
        shades = np.array([[SHADES[names[place].casefold()] for place in known]], np.float32) / 255
        lab = cv2.cvtColor(shades, cv2.COLOR_RGB2LAB)[0]
        distances = np.linalg.norm(lab[:, None] - lab[None], axis=2)
        near[np.ix_(known, known)] = OTHER_COLOUR * 0.5 ** np.square(distances / REACH)
        near[known, known] = 1
    return near
