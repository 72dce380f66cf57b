"""Leather shoes and boots."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.fabric import Fabric
from lookbook.sample.look import Look
from lookbook.sample.outline import band, points, resample, shifted, smooth
from lookbook.sample.palette import dimmed
from lookbook.sample.shoes import Last, facing_panel, laces, pair_of, panel, shoe_body
from lookbook.sample.soles import Sole, draw_sole

DRESS = Last(toe=30, vamp=54, throat=(136.0, 192.0), tongue=(192.0, 152.0), collar=180, heel=160, front=22)


def oxford(canvas: Canvas, look: Look) -> None:
    """Draw a laced leather shoe with a toe cap and brogueing now and then."""
    last = DRESS.fitted(look)
    body = shoe_body(canvas, last, look, look.fabric, 0.65)
    cap = smooth((82, 190), (90, 216), (86, 252))
    canvas.seam(cap, shifted(cap, 3, 0), tone=-0.35, within=body)
    if look.chance(0.4):
        holes = [place for line in (shifted(cap, -4, 0), shifted(cap, 7, 0)) for place in resample(line, 12)]
        canvas.tone(canvas.pen([np.stack([hole, hole + 0.5]) for hole in holes], 1.4).within(body), -0.5)
    facing_panel(canvas, last, body, look.fabric.shiny(0.6), 26)
    counter = smooth((222, 252), (228, 222), (240, 196), (268, 184))
    canvas.seam(counter, shifted(counter, 2.6, 1), tone=-0.25, within=body)
    laces(canvas, last, look, dimmed(look.fabric.colour, 0.45), 4)
    draw_sole(canvas, look, Sole.LEATHER, look.fabric.colour)


def loafer(canvas: Canvas, look: Look) -> None:
    """Draw a leather loafer: a moccasin seam and a strap across the instep."""
    last = replace(DRESS, throat=(146.0, 184.0), tongue=(166.0, 160.0), collar=188, heel=170, tongued=False)
    body = shoe_body(canvas, last, look, look.fabric, 0.6)
    canvas.seam(smooth((40, 220), (80, 208), (124, 206), (150, 214)), tone=-0.4, within=body)
    panel(canvas, body, look.fabric.toned(-0.1).shiny(0.6), band(smooth((128, 180), (152, 206), (160, 254)), 22))
    draw_sole(canvas, look, Sole.LEATHER, look.fabric.colour)


def chelsea(canvas: Canvas, look: Look) -> None:
    """Draw an ankle boot with elastic sides."""
    last = replace(DRESS, throat=(150.0, 168.0), tongue=(176.0, 78.0), collar=92, heel=86, tongued=False)
    body = shoe_body(canvas, last, look, look.fabric, 0.55)
    gusset = smooth((204, 88), (212, 140), (222, 168), (232, 140), (240, 88))
    panel(canvas, body, Fabric(dimmed(look.fabric.colour, 0.5), look.fabric.weave), gusset, stitched=False)
    canvas.tone(canvas.pen([points((206 + 4 * n, 94), (213 + 2.4 * n, 152)) for n in range(8)], 0.8).within(body), -0.3)
    draw_sole(canvas, look, Sole.LEATHER, look.fabric.colour)


FORMAL: dict[str, Callable[[Canvas, Look], None]] = {"Oxford": oxford, "Loafer": loafer, "Chelsea": chelsea}


def formal_shoe(canvas: Canvas, look: Look) -> str:
    """Draw an oxford, a loafer or a chelsea boot in leather."""
    name = look.style(*FORMAL)
    pair_of(canvas, look, FORMAL[name])
    return name
