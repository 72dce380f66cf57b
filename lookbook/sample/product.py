"""One product from one seed: its picture, its mask and its row of the catalogue."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lookbook.sample.canvas import Canvas, Pose
from lookbook.sample.fabric import Fabric, material, patterned
from lookbook.sample.kind import Kind
from lookbook.sample.kinds import KINDS, kind_of
from lookbook.sample.look import Look
from lookbook.sample.palette import colour as shade_of
from lookbook.sample.palette import contrasting, varied
from lookbook.sample.prints import PRINTS
from lookbook.sample.titles import title

TRAINING_SEED_START = 1_000_000


@dataclass(frozen=True)
class Drawing:
    """A drawn product.

    `image` is uint8 RGB (H, W, 3) on white; `mask` is uint8 (H, W), 0..255, the product without its shadow; `row` is
    its styles.csv row without the id.
    """

    image: NDArray[np.uint8]
    mask: NDArray[np.uint8]
    row: dict[str, str]


def draw(seed: int, article_type: str | None = None, colour: str | None = None) -> Drawing:
    """Return the product that a seed stands for; type and colour may be fixed, the rest is chance.

    Args:
        seed: any whole number from 0; training uses TRAINING_SEED_START and above, the sample catalogue those below.
        article_type: a key of KINDS, as styles.csv names it.
        colour: a key of palette.PALETTE, as styles.csv names it.
    Raises:
        ValueError: the type or the colour is not known.
    """
    rng = np.random.default_rng(seed)
    names = list(KINDS)
    drawn_type = names[int(rng.integers(len(names)))]
    chosen = article_type or drawn_type
    kind = kind_of(chosen)
    base = colour or str(rng.choice(kind.colours))
    look = _look(kind, base, rng)
    canvas = Canvas(Pose(rng, kind.wobble))
    detail = kind.paint(canvas, look)
    image, mask = canvas.finish(contact=kind.stands)
    return Drawing(image, mask, _row(chosen, kind, base, look, detail))


def _look(kind: Kind, base: str, rng: Generator) -> Look:
    gender = str(rng.choice(kind.genders))
    pattern = "" if not kind.patterns or rng.random() < kind.plain else str(rng.choice(kind.patterns))
    fabric = replace(material(base, str(rng.choice(kind.weaves)), rng, kind.gloss), colour=varied(base, rng))
    trim = _trim(fabric, pattern, rng)
    if pattern in PRINTS:
        fabric = patterned(fabric, pattern, rng)
    return Look(rng, gender, pattern, fabric, trim)


def _trim(fabric: Fabric, pattern: str, rng: Generator) -> Fabric:
    """Return the second material: the same cloth, or now and then, and for blocks always, one in another colour."""
    names = contrasting(fabric.colour, ["White", "Grey", "Navy Blue", "Black", "Red", "Cream", "Teal", "Mustard"])
    other = shade_of(str(rng.choice(names)))
    two_coloured = pattern in ("colour-block", "raglan") or rng.random() < 0.22
    return Fabric(other, fabric.weave, fabric.gloss) if two_coloured else fabric


def _row(article_type: str, kind: Kind, base: str, look: Look, detail: str) -> dict[str, str]:
    rng = look.rng
    usage = "Casual" if look.has("printed") and "Casual" in kind.usages else str(rng.choice(kind.usages))
    return {
        "gender": look.gender,
        "masterCategory": kind.shelf[0],
        "subCategory": kind.shelf[1],
        "articleType": article_type,
        "baseColour": base,
        "season": str(rng.choice(kind.seasons)),
        "year": str(rng.integers(2012, 2020)),
        "usage": usage,
        "productDisplayName": title(look, base, detail, kind.noun),
    }
