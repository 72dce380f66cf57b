"""Backpacks, seen from the front."""

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import STEEL, zipper
from lookbook.sample.fabric import Fabric
from lookbook.sample.folds import creases, waves
from lookbook.sample.handbags import handle, ring
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    band,
    both,
    join,
    points,
    rounded,
    smooth,
    softened,
    symmetric,
)
from lookbook.sample.palette import rgb
from lookbook.sample.raster import Plane, Stencil


def backpack(canvas: Canvas, look: Look) -> str:
    """Draw a backpack: shoulder straps behind, a round front, a zipped pocket, side pockets and a handle."""
    name = look.style("Laptop", "Rucksack", "Two Tone", "College")
    trim = look.trim.plain() if look.trim is not look.fabric else look.fabric.toned(-0.14)
    _pack_straps(canvas, trim)
    handle(canvas, look, 22, 66, 36, trim, 9)
    pocket = smooth((234, 268), (262, 276), (264, 344), (240, 356))
    for outline in both(pocket):
        canvas.lay(canvas.shape(outline), trim, puff=8, cast=0)
    body = _pack_body(canvas, look)
    if name == "Two Tone":
        base = canvas.shape(points((20, 312), (280, 312), (280, 400), (20, 400))).within(body)
        canvas.lay(base, trim, puff=12, cast=0.2)
        canvas.seam(points((20, 312), (280, 312)), within=body)
    opening = smooth((68, 190), (74, 112), (104, 78), (MIDDLE, 72), (196, 78), (226, 112), (232, 190))
    zipper(canvas, look, opening, STEEL, 6)
    _front_pocket(canvas, look, trim, name)
    return name


def _pack_body(canvas: Canvas, look: Look) -> Stencil:
    half = smooth((MIDDLE, 54), (196, 58), (230, 92), (242, 180), (246, 300), (236, 358), (206, 370), (MIDDLE, 372))
    folds = waves(look.drape, 7, 8, 2.0) + _pack_creases(look)
    return canvas.lay(canvas.shape(symmetric(half)), look.fabric, puff=24, folds=folds, cast=0.2)


def _pack_straps(canvas: Canvas, trim: Fabric) -> None:
    for side in (-1, 1):
        strap = smooth(
            (MIDDLE + side * 40, 60), (MIDDLE + side * 104, 96), (MIDDLE + side * 122, 190), (MIDDLE + side * 110, 290)
        )
        canvas.lay(canvas.shape(band(strap, 19)), trim.toned(-0.1), puff=6, cast=0)


def _pack_creases(look: Look) -> Plane:
    curves = [smooth((64 + 16 * n, 366), (60 + 18 * n, 352), (66 + 17 * n, 334)) for n in range(10)]
    return creases(curves, 5, 2.6)


def _front_pocket(canvas: Canvas, look: Look, trim: Fabric, name: str) -> None:
    top = look.between(206, 226)
    pocket = softened(points((82, top), (218, top), (226, 350), (74, 350)), 12)
    canvas.lay(
        canvas.shape(pocket),
        trim if name == "College" else look.fabric,
        puff=13,
        folds=waves(look.drape, 8, 8, 1.4),
        cast=0.4,
    )
    if name == "Rucksack":
        lid = softened(points((76, top - 8), (224, top - 8), (220, top + 46), (MIDDLE, top + 54), (80, top + 46)), 8)
        canvas.lay(canvas.shape(lid), look.fabric, puff=7, cast=0.4)
        strap = points((MIDDLE, top + 10), (MIDDLE, top + 84))
        canvas.lay(canvas.shape(band(strap, 13)), trim, puff=3, cast=0.4)
        ring(canvas, look, MIDDLE, top + 66, 9)
    else:
        zipper(canvas, look, smooth((88, top + 20), (MIDDLE, top + 16), (212, top + 20)), STEEL)
    patch = rounded(MIDDLE - 19, 142, MIDDLE + 19, 166, 3)
    canvas.lay(canvas.shape(patch), Fabric(rgb(0.62, 0.43, 0.27), look.fabric.weave), puff=2, cast=0.35)
    canvas.stitch(join(patch, patch[:1]), tone=-0.35)
