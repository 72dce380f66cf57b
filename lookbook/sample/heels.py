"""Women's raised shoes seen from the side, toe to the left."""

from dataclasses import dataclass

from lookbook.sample.canvas import Canvas
from lookbook.sample.closures import BRASS, metal
from lookbook.sample.fabric import Fabric
from lookbook.sample.look import Look
from lookbook.sample.outline import Points, band, ellipse, join, parallel, points, shifted, smooth, softened
from lookbook.sample.palette import rgb
from lookbook.sample.shoes import pair_of
from lookbook.sample.tops import bow


@dataclass(frozen=True)
class Arch:
    """A raised form: how far the heel seat lies above the ground line y = 290, and the platform's thickness."""

    rise: float
    platform: float

    @property
    def seat(self) -> float:
        """The height of the heel seat in the picture."""
        return 286 - self.platform - self.rise

    def insole(self) -> Points:
        """Return the footbed from toe to heel."""
        ball = 286 - self.platform
        seat = self.seat
        return smooth(
            (28, ball - 1),
            (66, ball + 2),
            (112, ball - 1),
            (172, (ball * 0.42 + seat * 0.58)),
            (222, seat + 2),
            (264, seat - 4),
        )


HEELS: dict[str, tuple[float, float, float]] = {
    "Stiletto": (112, 5, 5),
    "Kitten": (52, 4, 7),
    "Block": (86, 7, 34),
    "Platform": (104, 26, 22),
    "Wedge": (82, 16, 0),
}


def heel(canvas: Canvas, look: Look) -> str:
    """Draw a pump, a peep-toe or a strappy sandal on a heel of any kind."""
    name = look.style(*HEELS)
    strappy = look.chance(0.4)
    strap, ribbon = look.chance(0.45), look.chance(0.25)

    def shoe(canvas: Canvas, look: Look) -> None:
        rise, platform, width = HEELS[name]
        arch = Arch(rise, platform)
        _heel_and_sole(canvas, look, arch, width)
        if strappy:
            _straps(canvas, look, arch)
        else:
            _pump(canvas, look, arch)
        if strap or strappy:
            ankle_strap(canvas, look, arch)
        if ribbon and not strappy:
            bow(canvas, look.fabric.toned(-0.1), 92, arch.insole()[14][1] - 38, 0.75)

    pair_of(canvas, look, shoe)
    return name


def _heel_and_sole(canvas: Canvas, look: Look, arch: Arch, width: float) -> None:
    """Draw the stem or wedge, the platform and the thin sole."""
    bed, ground, seat = arch.insole(), 290.0, arch.seat
    skin = look.fabric.shiny(0.5)
    if width == 0:
        wedge = join(bed, points((262, ground), (120, ground), (40, ground - 2)))
        cork = Fabric(rgb(0.76, 0.6, 0.42), look.fabric.weave) if look.chance(0.5) else skin.toned(-0.12)
        canvas.lay(canvas.shape(softened(wedge, 3)), cork, puff=12, cast=0)
        return
    back = smooth((266, seat), (262, seat + arch.rise * 0.4), (258, ground))
    inner = smooth(
        (258 - width, ground), (254 - width * 1.15, seat + arch.rise * 0.45), (238 - width, seat + 22), (206, seat + 8)
    )
    stem = join(back, inner)
    canvas.lay(canvas.shape(stem), skin.toned(-0.08), puff=max(4.0, width * 0.5), cast=0)
    tip = points((258 - width, ground - 4), (258, ground - 4), (258, ground), (258 - width, ground))
    canvas.lay(canvas.shape(tip), skin.toned(-0.6), puff=2, cast=0)
    thickness = [arch.platform, arch.platform, arch.platform, 5, 4]
    sole = join(bed, parallel(bed, thickness)[::-1])
    canvas.lay(canvas.shape(softened(sole, 2)), skin.toned(-0.5 if arch.platform < 10 else -0.15), puff=4, cast=0)


def _pump(canvas: Canvas, look: Look, arch: Arch) -> None:
    """Draw a closed upper with a low-cut topline; the far side shows inside."""
    bed, seat = arch.insole(), arch.seat
    ball = 286 - arch.platform
    top = smooth((100, ball - 44), (128, ball - 34), (178, (ball + seat) / 2 - 26), (224, seat - 26), (256, seat - 56))
    far = softened(join(top, shifted(top, 3, -8)[::-1]), 2)
    canvas.lay(canvas.shape(far), Fabric(rgb(0.85, 0.76, 0.64), look.fabric.weave), puff=3, cast=0)
    toe = smooth((22, ball + 2), (30, ball - 15), (60, ball - 32), (100, ball - 44))
    back = smooth((256, seat - 56), (264, seat - 40), (269, seat - 14), (266, seat + 3))
    upper = join(toe, top, back, parallel(bed, 2)[::-1])
    canvas.lay(canvas.shape(softened(upper, 2)), look.fabric.shiny(0.65), puff=18, cast=0.2)
    canvas.seam(parallel(top, 2.5), tone=-0.2)


def _straps(canvas: Canvas, look: Look, arch: Arch) -> None:
    """Draw bands over the toes and a closed heel."""
    bed, seat = arch.insole(), arch.seat
    skin = look.fabric.shiny(0.55)
    cup = join(
        smooth((214, seat + 4), (232, seat - 26), (258, seat - 62)),
        smooth((258, seat - 62), (267, seat - 30), (267, seat + 3)),
    )
    canvas.lay(canvas.shape(cup), skin, puff=9, cast=0.2)
    count = look.one(2, 3)
    for number in range(count):
        low = bed[10 + number * 8]
        x, y = float(low[0]), float(low[1]) + 3
        width = 18.0 if count == 2 else 14.0
        near = smooth((x - 4, y), (x + 3, y - 22), (x + 20, y - 37), (x + 32, y - 39))
        far = smooth((x + 28, y - 38), (x + 44, y - 30), (x + 52, y - 8))
        canvas.lay(canvas.shape(band(far, width * 0.8)), skin.toned(-0.4), puff=4, cast=0)
        canvas.lay(canvas.shape(softened(band(near, [width, width, width * 0.85]), 2)), skin, puff=6, cast=0.3)


def ankle_strap(canvas: Canvas, look: Look, arch: Arch) -> None:
    """Draw a strap around the ankle, above the heel, with a small buckle."""
    y = arch.seat - 62
    behind, front = ellipse(226, y, 38, 11, 180, 360), ellipse(226, y, 38, 13, 0, 180)
    skin = look.fabric.shiny(0.5)
    upright = smooth((254, arch.seat - 34), (260, y + 12), (262, y))
    canvas.lay(canvas.shape(band(behind, 6)), skin.toned(-0.4), puff=2, cast=0)
    canvas.lay(canvas.shape(band(upright, 9)), skin, puff=3, cast=0.2)
    canvas.lay(canvas.shape(band(front, 7.5)), skin, puff=3, cast=0.35)
    ring = band(ellipse(214, y + 12.5, 6, 5.5), 2)
    canvas.lay(canvas.shape(ring[: len(ring) // 2]), metal(look, BRASS), puff=1.2, cast=0.3)
    canvas.lay(canvas.shape(ellipse(214, y + 12.5, 4, 3.6)), skin, puff=2, cast=0)
