"""Soles of closed shoes, seen from the side, toe to the left."""

from enum import Enum, auto

import numpy as np

from lookbook.sample.canvas import Canvas
from lookbook.sample.fabric import Fabric
from lookbook.sample.look import Look
from lookbook.sample.outline import Points, band, join, points, resample, shifted, smooth, softened, spot
from lookbook.sample.palette import Colour, colour, dimmed, rgb


class Sole(Enum):
    """The family a sole belongs to."""

    FLAT = auto()
    CUP = auto()
    RUNNING = auto()
    LEATHER = auto()


RUBBER = rgb(0.93, 0.92, 0.89)


def draw_sole(canvas: Canvas, look: Look, sole: Sole, accent: Colour) -> None:
    """Draw a sole of the family under an upper; the accent colours its stripe or tread."""
    painters = {Sole.FLAT: flat, Sole.CUP: cup, Sole.RUNNING: running, Sole.LEATHER: leather}
    painters[sole](canvas, look, accent)


def _slab(upper: Points, lower: Points) -> Points:
    return softened(join(upper, lower[::-1]), 3)


def flat(canvas: Canvas, look: Look, accent: Colour) -> None:
    """Draw a vulcanised strip of rubber with a coloured line."""
    upper = smooth((24, 238), (60, 240), (150, 242), (240, 241), (274, 238))
    lower = smooth((28, 260), (60, 263), (150, 263), (240, 263), (273, 260))
    canvas.lay(canvas.shape(_slab(upper, lower)), Fabric(RUBBER, look.fabric.weave), puff=5, cast=0.35)
    canvas.paint(canvas.pen([shifted(upper, 0, 6)], 1.8), dimmed(accent, 0.9), 0.9)
    canvas.tone(canvas.pen([shifted(lower, 0, -3.5)], 1.2), -0.3)


def cup(canvas: Canvas, look: Look, accent: Colour) -> None:
    """Draw a moulded cup sole with a stitched groove."""
    upper = smooth((20, 228), (60, 238), (150, 241), (240, 238), (276, 230))
    lower = smooth((27, 262), (60, 266), (150, 266), (240, 266), (274, 262))
    shade = look.one(RUBBER, RUBBER, colour("Tan"), dimmed(accent, 0.8))
    canvas.lay(canvas.shape(_slab(upper, lower)), Fabric(shade, look.fabric.weave), puff=6, cast=0.35)
    canvas.stitch(shifted(upper, 0, 6), tone=-0.35)
    canvas.seam(shifted(upper, 0, 14), tone=-0.2)


def running(canvas: Canvas, look: Look, accent: Colour) -> None:
    """Draw a thick foam sole with carved waves, a heel wedge and a dark tread."""
    upper = smooth((16, 232), (50, 242), (130, 240), (200, 236), (250, 228), (282, 218))
    lower = smooth((26, 254), (60, 266), (140, 262), (200, 266), (262, 268), (284, 252))
    tread = join(
        smooth((26, 253), (60, 264), (140, 261), (200, 264), (262, 266), (284, 250)),
        smooth((280, 262), (262, 273), (200, 271), (140, 266), (60, 271), (30, 262)),
    )
    canvas.lay(canvas.shape(tread), Fabric(rgb(0.2, 0.2, 0.22), look.fabric.weave), puff=3, cast=0)
    foam = look.one(RUBBER, RUBBER, rgb(0.25, 0.26, 0.28))
    canvas.lay(canvas.shape(_slab(upper, lower)), Fabric(foam, look.fabric.weave), puff=8, cast=0.35)
    wedge = smooth((168, 258), (206, 244), (252, 238), (280, 236), (278, 250), (240, 258), closed=True)
    canvas.lay(canvas.shape(wedge), Fabric(accent, look.fabric.weave, 0.3), puff=4, cast=0.2)
    canvas.seam(smooth((34, 252), (90, 250), (140, 254), (176, 250)), tone=-0.28)
    notches = [np.stack([place, place + spot(-3, 8)]) for place in resample(shifted(lower, 0, -9), 26)[2:12]]
    canvas.tone(canvas.pen(notches, 1.3), -0.22)


def leather(canvas: Canvas, look: Look, accent: Colour) -> None:
    """Draw a thin welted sole with a stacked heel."""
    dark = dimmed(accent, 0.35) + np.float32(0.04)
    heel = points((206, 250), (272, 248), (274, 272), (210, 272))
    canvas.lay(canvas.shape(heel), Fabric(dark, look.fabric.weave, 0.3), puff=4, cast=0)
    canvas.tone(canvas.pen([points((208, y), (274, y)) for y in (258.0, 264.0)], 0.8), -0.3)
    upper = smooth((16, 241), (60, 243), (150, 242), (210, 242), (274, 241))
    lower = smooth((20, 256), (60, 264), (130, 260), (200, 252), (274, 251))
    canvas.lay(canvas.shape(_slab(upper, lower)), Fabric(dimmed(dark, 1.3), look.fabric.weave, 0.2), puff=3, cast=0.35)
    canvas.stitch(shifted(upper, 0, 3), colour=rgb(0.75, 0.66, 0.5))
    canvas.tone(canvas.shape(band(shifted(lower, 0, -1), 1.5)), -0.3)
