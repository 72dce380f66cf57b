"""One product: its pictures, its mask and its row of the catalogue, from nothing but a seed."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lookbook.sample.brands import BRANDS, price
from lookbook.sample.canvas import Canvas, Pose
from lookbook.sample.fabric import Fabric, material, patterned
from lookbook.sample.kind import Kind
from lookbook.sample.kinds import KINDS, kind_of
from lookbook.sample.light import lamp
from lookbook.sample.look import Look
from lookbook.sample.palette import colour as shade_of
from lookbook.sample.palette import contrasting, varied
from lookbook.sample.piece import Piece
from lookbook.sample.prints import PRINTS
from lookbook.sample.titles import title

TRAINING_SEED_START = 1_000_000
TRIMS = ("White", "Grey", "Navy Blue", "Black", "Red", "Cream", "Teal", "Mustard")


@dataclass(frozen=True)
class Drawing:
    """A drawn product.

    `image` is uint8 RGB (H, W, 3) on white; `mask` is uint8 (H, W), 0..255, the product without its shadow; `row` is
    its styles.csv row without the id and the link.
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
    chosen = article_type or str(rng.choice(list(KINDS)))
    base = colour or str(rng.choice(kind_of(chosen).colours))
    return draw_piece(Piece(seed=seed, article_type=chosen, colour=base))


def draw_piece(piece: Piece, view: int = 0) -> Drawing:
    """Return one picture of a product, with its mask and row.

    Args:
        piece: the product.
        view: which picture: 0 is the first, others show the same thing laid down anew.
    Raises:
        ValueError: its type or its colour is not known.
    """
    kind, lie = kind_of(piece.article_type), piece.lie(view)
    look = _look(piece, kind, lie)
    pose = Pose(lie, kind.wobble) if view == 0 else Pose(lie, kind.wobble, turn=5, size=0.92)
    canvas = Canvas(pose, lamp(lie))
    detail = kind.paint(canvas, look)
    image, mask = canvas.finish(contact=kind.stands)
    return Drawing(image, mask, _row(piece, kind, look, detail))


def _look(piece: Piece, kind: Kind, lie: Generator) -> Look:
    cut, surface = piece.cut(), piece.surface()
    gender, weave = str(cut.choice(kind.genders)), str(cut.choice(kind.weaves))
    pattern = piece.pattern
    if pattern is None:
        pattern = "" if not kind.patterns or surface.random() < kind.plain else str(surface.choice(kind.patterns))
    plain = material(piece.colour, weave, surface, kind.gloss)
    fabric = replace(plain, colour=varied(piece.colour, surface))
    trim = _trim(fabric, pattern, cut)
    if pattern in PRINTS:
        fabric = patterned(fabric, pattern, surface)
    return Look(
        rng=cut, drape=lie, ink=piece.ink(), gender=piece.gender or gender, colour=piece.colour, cloth=weave,
        pattern=pattern, fabric=fabric, trim=trim, turn=piece.turn,
    )  # fmt: skip


def _trim(fabric: Fabric, pattern: str, rng: Generator) -> Fabric:
    """Return the second material: the same cloth, or now and then, and for blocks always, one in another colour."""
    order = [TRIMS[number] for number in rng.permutation(len(TRIMS))]
    two_coloured = rng.random() < 0.16 or pattern in ("colour-block", "raglan")
    other = contrasting(fabric.colour, order)[0]
    return Fabric(shade_of(other), fabric.weave, fabric.gloss) if two_coloured else fabric


def _row(piece: Piece, kind: Kind, look: Look, detail: str) -> dict[str, str]:
    rng = piece.name()
    usage = str(rng.choice(kind.usages))
    if look.has("printed") and "Casual" in kind.usages:
        usage = "Casual"
    season, year = str(rng.choice(kind.seasons)), str(rng.integers(2012, 2020))
    brand = BRANDS[int(rng.integers(len(BRANDS)))]
    cost = price(piece.article_type, brand, look.small, rng)
    return {
        "gender": look.gender,
        "masterCategory": kind.shelf[0],
        "subCategory": kind.shelf[1],
        "articleType": piece.article_type,
        "baseColour": piece.colour,
        "season": season,
        "year": year,
        "usage": usage,
        "productDisplayName": title(look, detail, kind.nouns, brand.name, rng),
        "brand": brand.name,
        "price": cost,
    }
