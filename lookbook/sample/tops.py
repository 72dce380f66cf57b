"""T-shirts and light tops."""

from dataclasses import replace

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import (
    buttons,
    chest_pocket,
    column,
    dark_or_light,
)
from lookbook.sample.collars import polo_collar
from lookbook.sample.fabric import Fabric
from lookbook.sample.graphics import chest_print
from lookbook.sample.look import Look
from lookbook.sample.outline import (
    MIDDLE,
    band,
    join,
    mirror,
    points,
    rounded,
    shifted,
    smooth,
)
from lookbook.sample.raster import Stencil
from lookbook.sample.sleeves import draw_sleeves
from lookbook.sample.torso import (
    Cut,
    armhole_seam,
    back_edge,
    back_panel,
    front,
    hem_edge,
    neckband,
    neckline,
    torso_folds,
    upper_cut,
)


def tshirt(canvas: Canvas, look: Look) -> str:
    """Draw a T-shirt: round, V or henley neck, or a polo."""
    style = look.style("Round Neck", "Round Neck", "V Neck", "Henley", "Polo")
    cut = upper_cut(
        look, "v" if style == "V Neck" else "crew", look.between(38, 54) if style == "V Neck" else look.between(18, 28)
    )
    if look.has("printed"):
        style, cut = "Round Neck", replace(cut, neckline="crew", depth=22)
    sleeve = "cap" if look.feminine and look.chance(0.3) else "long" if look.chance(0.06) else "short"
    back_panel(canvas, cut, look)
    draw_sleeves(canvas, cut, look, sleeve_fabric(look), sleeve, look.one("hem", "rib") if style == "Polo" else "hem")
    body = canvas.lay(canvas.shape(front(cut)), look.fabric, puff=11, folds=torso_folds(cut, look.drape))
    _finish_tshirt(canvas, cut, look, style, body)
    canvas.stitch(*(shifted(hem_edge(cut), 0, -lift) for lift in (7, 9.5)), tone=-0.2)
    return "" if style == "Round Neck" and look.chance(0.6) else style


def _finish_tshirt(canvas: Canvas, cut: Cut, look: Look, style: str, body: Stencil) -> None:
    if look.has("colour-block"):
        _block(canvas, cut, look, body)
    if look.has("printed"):
        chest_print(canvas, look, MIDDLE, cut.armhole + look.between(10, 26), body)
    elif style in ("Round Neck", "V Neck") and look.chance(0.15):
        chest_pocket(canvas, look.fabric, MIDDLE + 20, cut.armhole - 24)
    if style in ("Polo", "Henley"):
        button_neck(canvas, cut, look, look.trim if style == "Polo" else look.fabric)
    if style == "Polo":
        polo_collar(canvas, cut, look, look.trim.plain())
    else:
        round_neck(canvas, cut, look)


def sleeve_fabric(look: Look) -> Fabric:
    return look.trim.plain() if look.has("colour-block", "raglan") else look.fabric


def _block(canvas: Canvas, cut: Cut, look: Look, body: Stencil) -> None:
    """Draw a yoke or a broad chest band in the second colour."""
    top, bottom = look.one((cut.top - 4, cut.armhole - 20), (cut.armhole + 24, cut.armhole + 62))
    area = canvas.shape(points((20, top), (280, top), (280, bottom), (20, bottom))).within(body)
    light = area.crop(canvas.colours).mean(axis=2) / max(0.1, float(look.fabric.colour.mean()))
    canvas.paint(area, look.trim.colour * light.clip(0.6, 1.12)[..., None])
    canvas.seam(points((20, bottom), (280, bottom)), tone=-0.25, within=body)


def round_neck(canvas: Canvas, cut: Cut, look: Look, width: float = 6.5) -> None:
    """Draw a knitted band around back and front of the neck."""
    neckband(canvas, look, back_edge(cut), width * 0.9)
    neckband(canvas, look, neckline(cut), width)


def button_neck(canvas: Canvas, cut: Cut, look: Look, fabric: Fabric) -> None:
    """Draw the short buttoned opening of a polo or henley."""
    start = cut.top + cut.depth - 2
    length = look.between(40, 52)
    strip = rounded(MIDDLE - 6, start, MIDDLE + 6, start + length, 1)
    canvas.lay(canvas.shape(strip), fabric, puff=2, cast=0.22)
    canvas.stitch(join(strip, strip[:1]), tone=-0.25)
    buttons(canvas, column(start + 10, start + length - 9, look.one(2, 3)), 2.6, dark_or_light(fabric), look)


def top(canvas: Canvas, look: Look) -> str:
    """Draw a women's top: sleeveless, cap or flared sleeves, with straps, a peplum or a waist tie."""
    style = look.style("Tank", "Peplum", "Camisole", "Bell Sleeve", "Tie-Up", "Boat Neck")
    necks = {"Tank": ("crew", 38), "Boat Neck": ("boat", 16), "Camisole": ("square", 44), "Tie-Up": ("v", 52)}
    shape, depth = necks.get(style, ("crew", 28))
    cut = upper_cut(look, shape, depth + look.between(-4, 4))
    cut = replace(
        cut,
        neck=cut.neck + (10 if style in ("Boat Neck", "Camisole") else 4),
        bottom=look.between(282, 304) - 14 * look.small,
    )
    if style in ("Tank", "Camisole"):
        cut = replace(cut, shoulder=cut.neck + (19 if style == "Tank" else 9), slope=4)
    if style == "Peplum":
        cut = replace(cut, waist=cut.waist - 5, waistline=216, hem=cut.hem + 24, bottom=294)
    back_panel(canvas, cut, look, rise=16 if style in ("Tank", "Camisole") else 7)
    if style not in ("Tank", "Camisole"):
        sleeve = {"Boat Neck": look.one("three-quarter", "elbow"), "Bell Sleeve": "flared", "Tie-Up": "flared"}.get(
            style, look.one("cap", "short")
        )
        draw_sleeves(canvas, cut, look, look.fabric, sleeve)
    body = canvas.lay(canvas.shape(front(cut, 8)), look.fabric, puff=12, folds=torso_folds(cut, look.drape, 1.25))
    _finish_top(canvas, cut, look, style, body)
    return style


def _finish_top(canvas: Canvas, cut: Cut, look: Look, style: str, body: Stencil) -> None:
    if look.has("printed"):
        chest_print(canvas, look, MIDDLE, cut.armhole + 22, body)
    edge = replace(look, trim=look.fabric.toned(-0.06))
    neckband(canvas, edge, neckline(cut), 3.6, ribs=False)
    if style in ("Tank", "Camisole"):
        seam = armhole_seam(cut)
        canvas.lay(canvas.shape(band(seam, 3)), edge.trim, puff=2, cast=0.1)
        canvas.lay(canvas.shape(band(mirror(seam), 3)), edge.trim, puff=2, cast=0.1)
    waist = smooth(
        (MIDDLE - cut.waist, cut.waistline), (MIDDLE, cut.waistline + 5), (MIDDLE + cut.waist, cut.waistline)
    )
    if style == "Peplum":
        canvas.seam(waist, tone=-0.4)
        canvas.shade(canvas.shape(band(waist, 5)), 0.3, 3)
    if style == "Tie-Up":
        canvas.lay(canvas.shape(band(shifted(waist, 0, -8), 9)), look.trim.plain(), puff=4, cast=0.4)
        bow(canvas, look.trim.plain(), MIDDLE - cut.waist * 0.4, cut.waistline - 5)
    canvas.stitch(shifted(hem_edge(cut, 8), 0, -6), tone=-0.2)


def bow(canvas: Canvas, fabric: Fabric, x: float, y: float, size: float = 1.0) -> None:
    """Draw a ribbon tied into a bow, with two ends that hang down."""
    for side in (-1, 1):
        tail = smooth((x, y), (x + side * 5 * size, y + 18 * size), (x + side * 8 * size, y + 38 * size))
        canvas.lay(canvas.shape(band(tail, [4 * size, 7 * size, 8 * size])), fabric, puff=3, cast=0.35)
        loop = smooth(
            (x, y),
            (x + side * 14 * size, y - 9 * size),
            (x + side * 23 * size, y),
            (x + side * 13 * size, y + 7 * size),
            (x, y),
        )
        canvas.lay(canvas.shape(loop), fabric, puff=4, cast=0.35)
    knot = 4.5 * size
    canvas.lay(canvas.shape(rounded(x - knot, y - knot, x + knot, y + knot, 3 * size)), fabric, puff=3, cast=0.4)
