"""Sweaters and sweatshirts."""

from dataclasses import replace

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import (
    STEEL,
    buttons,
    column,
    dark_or_light,
    drawstrings,
    zipper,
)
from lookbook.sample.collars import hood, hood_rims, turtleneck
from lookbook.sample.fabric import Fabric
from lookbook.sample.graphics import chest_print
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    Points,
    join,
    mirror,
    parallel,
    points,
    shifted,
    smooth,
    symmetric,
)
from lookbook.sample.raster import Stencil
from lookbook.sample.sleeves import draw_sleeves
from lookbook.sample.tops import round_neck, sleeve_fabric
from lookbook.sample.torso import (
    Cut,
    back_panel,
    front,
    hem_edge,
    ribbing,
    torso_folds,
    upper_cut,
)


def sweater(canvas: Canvas, look: Look) -> str:
    """Draw a knitted sweater or cardigan with ribbed hem and cuffs."""
    style = look.style("Round Neck", "Round Neck", "V Neck", "V Neck", "Turtleneck", "Cardigan")
    deep = {"V Neck": 58.0, "Cardigan": 112.0}.get(style, 20.0)
    cut = replace(
        upper_cut(look, "v" if deep > 30 else "crew", deep, loose=3), bottom=look.between(298, 312) - 18 * look.small
    )
    back_panel(canvas, cut, look)
    draw_sleeves(canvas, cut, look, sleeve_fabric(look), "long", "rib", look.trim)
    body = canvas.lay(canvas.shape(front(cut)), look.fabric, puff=15, folds=torso_folds(cut, look.drape, 0.9))
    ribbed_hem(canvas, cut, look.trim.plain(), body)
    if style == "Turtleneck":
        turtleneck(canvas, cut, look, look.fabric, look.between(20, 28))
    else:
        round_neck(canvas, cut, look, 9)
    if style == "Cardigan":
        _open_front(canvas, cut, look)
    return style


def _open_front(canvas: Canvas, cut: Cut, look: Look) -> None:
    start = cut.top + cut.depth
    strip = points(*((MIDDLE + x, y) for x, y in ((-6, start), (6, start), (6, cut.bottom), (-6, cut.bottom))))
    canvas.lay(canvas.shape(strip), look.trim.plain(), puff=3, cast=0.3)
    canvas.seam(points((MIDDLE - 6, start), (MIDDLE - 6, cut.bottom)), tone=-0.35)
    buttons(canvas, column(start + 8, cut.bottom - 12, 5), 4, dark_or_light(look.trim), look)


def ribbed_hem(canvas: Canvas, cut: Cut, fabric: Fabric, body: Stencil, height: float = 20) -> None:
    """Draw the knitted band that holds a garment's lower edge."""
    lower = hem_edge(cut)
    band_area = canvas.shape(join(shifted(lower, 0, -height), shifted(lower, 0, 6)[::-1])).within(body)
    canvas.lay(band_area, fabric, puff=7, cast=0.2)
    canvas.seam(shifted(lower, 0, -height), tone=-0.35, within=body)
    ribbing(canvas, shifted(lower, 0, -height), shifted(lower, 0, -1), 3.0)


def sweatshirt(canvas: Canvas, look: Look) -> str:
    """Draw a fleece sweatshirt: round neck, hooded, or hooded with a zip."""
    style = look.style("Hooded", "Zip Hooded", "Hooded", "Hooded", "Zip Hooded", "Hooded", "Hooded", "Round Neck")
    cut = replace(upper_cut(look, "crew", 24, loose=4), bottom=look.between(300, 312) - 18 * look.small)
    if style == "Round Neck":
        back_panel(canvas, cut, look)
    else:
        hood(canvas, cut, look, look.fabric)
    draw_sleeves(canvas, cut, look, sleeve_fabric(look), "long", "rib", look.trim)
    body = canvas.lay(canvas.shape(front(cut)), look.fabric, puff=15, folds=torso_folds(cut, look.drape, 1.1))
    ribbed_hem(canvas, cut, look.trim.plain(), body)
    if look.has("printed"):
        chest_print(canvas, look, MIDDLE, cut.armhole + 12, body)
    if style == "Round Neck":
        round_neck(canvas, cut, look, 9)
        return style
    if style == "Zip Hooded":
        zipper(canvas, look, points((MIDDLE, cut.top + 34), (MIDDLE, cut.bottom - 2)), STEEL)
    _kangaroo(canvas, cut, look)
    hood_rims(canvas, cut, look, look.fabric)
    drawstrings(canvas, look, cut.top + 38, 14, 52, look.one(dark_or_light(look.fabric), look.trim.colour))
    return style


def _kangaroo(canvas: Canvas, cut: Cut, look: Look) -> None:
    """Draw the wide belly pocket with its two slanted mouths."""
    low, high = cut.bottom - 20, cut.bottom - 78
    half: Points = join(
        points((MIDDLE, high), (MIDDLE + 30, high)),
        smooth((MIDDLE + 30, high), (MIDDLE + 42, high + 22), (MIDDLE + 54, high + 36)),
    )
    outline = symmetric(join(half, points((MIDDLE + 54, low), (MIDDLE, low))))
    canvas.lay(canvas.shape(outline), look.fabric, puff=5, cast=0.3)
    mouth = half[2:]
    canvas.seam(mouth, mirror(mouth), tone=-0.35)
    canvas.stitch(parallel(mouth, 3.5), mirror(parallel(mouth, 3.5)), tone=-0.2)
