"""Sneakers and running shoes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import dark_or_light
from lookbook.sample.fabric import Fabric, material
from lookbook.sample.look import Look
from lookbook.sample.outline import band, join, points, smooth
from lookbook.sample.palette import colour, mixed, rgb
from lookbook.sample.raster import Stencil
from lookbook.sample.shoes import Last, facing_panel, laces, pair_of, panel, shoe_body
from lookbook.sample.soles import Sole, draw_sole

LOW = Last()


HIGH = Last(tongue=(186.0, 82.0), collar=112, heel=98)


RUNNER = Last(toe=38, vamp=66, throat=(116.0, 184.0), tongue=(196.0, 134.0), collar=166, heel=144, front=24)


SLIPPER = replace(
    LOW, toe=42, vamp=70, throat=(142.0, 172.0), tongue=(170.0, 144.0), collar=176, heel=156, tongued=False
)


def sneaker(canvas: Canvas, look: Look, last: Last, toe_cap: bool) -> None:
    """Draw a canvas or leather sneaker on a flat rubber sole."""
    trim, last = look.trim.plain(), last.fitted(look)
    body = shoe_body(canvas, last, look, look.fabric, look.one(0.0, 0.15))
    facing_panel(canvas, last, body, trim)
    heel = smooth((238, 252), (242, 214), (250, last.heel + 22), (280, last.heel + 16))
    panel(canvas, body, trim, join(heel, points((284, 252))))
    if look.chance(0.6):
        _side_bands(canvas, body, look, look.one(1, 2))
    if toe_cap:
        cap = smooth((10, 216), (56, 206), (74, 222), (80, 254))
        panel(canvas, body, Fabric(rgb(0.93, 0.92, 0.89), look.fabric.weave), join(cap, points((10, 256))))
    laces(
        canvas,
        last,
        look,
        look.one(rgb(0.94, 0.93, 0.91), dark_or_light(look.fabric)),
        5 if last.tongue[1] > 100 else 8,
    )
    draw_sole(canvas, look, look.one(Sole.FLAT, Sole.CUP), look.trim.colour)


def _side_bands(canvas: Canvas, body: Stencil, look: Look, count: int) -> None:
    accent = Fabric(dark_or_light(look.fabric) if look.trim is look.fabric else look.trim.colour, look.fabric.weave)
    lean = look.between(-26, 34)
    for number in range(count):
        x = 176 + number * 19
        line = smooth((x + lean, 180), (x + lean * 0.3, 214), (x - 8, 252))
        panel(canvas, body, accent, band(line, [8, 10, 12]), stitched=False)


def slip_on(canvas: Canvas, look: Look) -> None:
    """Draw a slip-on with elastic gussets."""
    body = shoe_body(canvas, SLIPPER, look, look.fabric, 0.0)
    gusset = smooth((162, 152), (192, 166), (182, 200), (168, 196))
    panel(canvas, body, Fabric(mixed(look.fabric.colour, np.zeros(3, np.float32), 0.5), look.fabric.weave), gusset)
    draw_sole(canvas, look, Sole.FLAT, look.trim.colour)


CASUAL: dict[str, Callable[[Canvas, Look], None]] = {
    "Canvas": lambda canvas, look: sneaker(canvas, look, LOW, toe_cap=True),
    "Low-Top": lambda canvas, look: sneaker(canvas, look, LOW, toe_cap=False),
    "High-Top": lambda canvas, look: sneaker(canvas, look, HIGH, toe_cap=look.chance(0.6)),
    "Slip-On": slip_on,
}


def casual_shoe(canvas: Canvas, look: Look) -> str:
    """Draw a sneaker: canvas with toe cap, low-top, high-top or slip-on."""
    name = look.style(*CASUAL)
    pair_of(canvas, look, CASUAL[name])
    return name


def runner(canvas: Canvas, look: Look) -> None:
    """Draw a running shoe of mesh with welded overlays on a thick shaped sole."""
    mesh = replace(look.fabric, weave=material("Grey", "mesh", look.drape).weave)
    accent = Fabric(
        look.trim.colour
        if look.trim is not look.fabric
        else colour(look.one("Silver", "White", "Lime Green", "Black", "Orange")),
        look.fabric.weave,
        0.2,
    )
    last = RUNNER.fitted(look)
    body = shoe_body(canvas, last, look, mesh, 0.0)
    toe = smooth((10, 226), (44, 214), (88, 226), (132, 254))
    panel(canvas, body, look.fabric.shiny(0.25), join(toe, points((10, 256))))
    facing_panel(canvas, last, body, look.fabric.shiny(0.25), 22)
    for shift in look.one((0.0,), (0.0, 24.0)):
        sweep = smooth((118 + shift, 252), (150 + shift, 222), (178 + shift * 0.8, 196), (190 + shift * 0.6, 176))
        panel(canvas, body, accent, band(sweep, [13, 9, 7]), stitched=False)
    heel = smooth((226, 256), (238, 216), (252, 178), (284, 166))
    panel(canvas, body, look.fabric.toned(-0.12).shiny(0.3), join(heel, points((290, 256))))
    canvas.lay(canvas.shape(band(smooth((262, 150), (270, 138), (275, 156)), 5)), accent, puff=2, cast=0.2)
    laces(canvas, last, look, accent.colour, 6)
    draw_sole(canvas, look, Sole.RUNNING, accent.colour)


def sports_shoe(canvas: Canvas, look: Look) -> str:
    """Draw a running or training shoe."""
    pair_of(canvas, look, runner)
    return look.one("Running", "Training", "Cushioned", "Trail")
