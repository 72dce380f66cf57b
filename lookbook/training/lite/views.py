"""A catalogue picture becomes a photo that somebody could have taken: in OpenCV, one picture at a time."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 128, 96
Picture = NDArray[np.uint8]
GREY = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, kw_only=True)
class Strength:
    """How far a view may lie from the picture; ranges are half-widths around no change.

    Attributes:
        smallest, largest: size of the picture in the frame, 1 = as it is.
        turn: rotation in radians.
        tilt: perspective and stretch, as the change of depth across the frame.
        shift: translation as a share of the frame.
        light: brightness, contrast and saturation, as factors.
        tint: white balance, as a factor for each colour channel.
        white, photo: the chance that the background stays (nearly) white, and that it is a piece of a photo; what is
            left is a gradient of two colours.
        company: the chance that another garment lies behind it.
        dim: the chance of a dark room.
        soft, hidden, packed, noisy: the chance of low resolution, of something in front, of JPEG, of noise.
    """

    smallest: float
    largest: float
    turn: float
    tilt: float
    shift: float
    light: float
    tint: float
    white: float
    photo: float
    company: float
    dim: float
    soft: float
    hidden: float
    packed: float
    noisy: float


SHOP = Strength(
    smallest=0.9, largest=1.15, turn=0.06, tilt=0.0, shift=0.04, light=0.08, tint=0.02, white=0.85, photo=0.0,
    company=0.0, dim=0.0, soft=0.2, hidden=0.0, packed=0.2, noisy=0.0,
)  # fmt: skip
STREET = Strength(
    smallest=0.55, largest=1.45, turn=0.44, tilt=0.25, shift=0.15, light=0.3, tint=0.08, white=0.25, photo=0.55,
    company=0.15, dim=0.15, soft=0.35, hidden=0.25, packed=0.5, noisy=0.3,
)  # fmt: skip
OWN = Strength(
    smallest=0.85, largest=1.6, turn=0.44, tilt=0.15, shift=0.15, light=0.25, tint=0.06, white=0.5, photo=0.3,
    company=0.0, dim=0.15, soft=0.3, hidden=0.15, packed=0.3, noisy=0.2,
)  # fmt: skip


def view(
    cutout: Picture, scene: Picture, other: Picture | None, strength: Strength, rng: np.random.Generator
) -> tuple[Picture, NDArray[np.float32]]:
    """Place a cutout on a background and light it.

    Args:
        cutout: uint8 (H, W, 4), colour and how much of a pixel stays in front of the background.
        scene: uint8 (H, W, 3), a piece of a photo that may become the background.
        other: another cutout that may lie behind.
        strength: how far from the picture.
        rng: where chance comes from.

    Returns:
        uint8 (128, 96, 3) and what of it is the product, (128, 96) in 0..1.
    """
    placed = _place(cutout, strength, rng)
    cover = placed[..., 3:].astype(np.float32) / 255.0
    behind = _background(scene, strength, rng)
    if other is not None and other[0, 0, 3] == 0 and rng.random() < strength.company:
        second = _place(other, strength, rng, 0.55 * np.sign(rng.uniform(-1, 1, 2)) * rng.uniform(0.6, 1.0, 2))
        share = second[..., 3:].astype(np.float32) / 255.0
        behind = second[..., :3] * share + behind * (1.0 - share)
    picture = placed[..., :3] * cover + behind * (1.0 - cover)
    picture = _hide(_light(_soften(picture, strength, rng), strength, rng), strength, rng)
    return _pack(picture.clip(0, 255).astype(np.uint8), strength, rng), cover[..., 0]


def _place(
    cutout: Picture, strength: Strength, rng: np.random.Generator, away: NDArray[np.float64] | None = None
) -> Picture:
    """Turn, scale, mirror, tilt and shift; what comes from outside the picture is empty."""
    rows, columns = cutout.shape[:2]
    size = math.exp(rng.uniform(math.log(strength.smallest), math.log(strength.largest))) * HEIGHT / rows
    stretch = math.exp(rng.uniform(-strength.tilt, strength.tilt) / 2)
    angle, mirror = rng.uniform(-strength.turn, strength.turn), 1.0 if rng.random() < 0.5 else -1.0
    shift = rng.uniform(-strength.shift, strength.shift, 2) if away is None else away
    cosine, sine = math.cos(angle), math.sin(angle)
    middle = np.array([[1, 0, -(columns - 1) / 2], [0, 1, -(rows - 1) / 2], [0, 0, 1]])
    turned = np.array(
        [[cosine * mirror * size * stretch, -sine * size / stretch, 0],
         [sine * mirror * size * stretch, cosine * size / stretch, 0], [0, 0, 1]]
    )  # fmt: skip
    depth = rng.uniform(-strength.tilt, strength.tilt, 2) / (WIDTH, HEIGHT)
    tilted = np.array([[1, 0, 0], [0, 1, 0], [*depth, 1]])
    back = np.array([[1, 0, (WIDTH - 1) / 2 + shift[0] * WIDTH], [0, 1, (HEIGHT - 1) / 2 + shift[1] * HEIGHT],
                     [0, 0, 1]])  # fmt: skip
    way = cv2.INTER_CUBIC if size > 1.3 else cv2.INTER_LINEAR
    # colours go on beyond the picture's edge, cover does not: so no black rim mixes in
    return np.asarray(cv2.warpPerspective(cutout, back @ tilted @ turned @ middle, (WIDTH, HEIGHT), flags=way,
                                          borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255, 0)))  # fmt: skip


def _background(scene: Picture, strength: Strength, rng: np.random.Generator) -> NDArray[np.float32]:
    pick = rng.random()
    if pick < strength.white:
        return np.full((HEIGHT, WIDTH, 3), min(255.0, rng.uniform(242.0, 258.0)), np.float32)
    if pick < strength.white + strength.photo:
        flipped = scene[:: int(rng.choice([1, -1])), :: int(rng.choice([1, -1]))]
        return np.asarray(cv2.resize(flipped, (WIDTH, HEIGHT)), np.float32)
    ends, lean = rng.uniform(0, 255, (2, 3)), rng.random()
    across = lean * np.linspace(0, 1, HEIGHT)[:, None] + (1 - lean) * np.linspace(0, 1, WIDTH)
    return np.asarray(ends[0] + (ends[1] - ends[0]) * 0.5 * across[..., None], np.float32)


def _soften(picture: NDArray[np.float32], strength: Strength, rng: np.random.Generator) -> NDArray[np.float32]:
    if rng.random() >= strength.soft:
        return picture
    share = rng.uniform(0.35, 0.75)
    small = cv2.resize(picture, (int(WIDTH * share), int(HEIGHT * share)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR))


def _light(picture: NDArray[np.float32], strength: Strength, rng: np.random.Generator) -> NDArray[np.float32]:
    """Change brightness, contrast, saturation and white balance by one matrix; hues keep their order."""
    light, tint = strength.light, strength.tint
    dark = rng.uniform(0.35, 0.7) if rng.random() < strength.dim else 1.0
    vivid = math.exp(rng.uniform(-light, light))
    gain = dark * np.exp(rng.uniform(-light, light) + rng.uniform(-tint, tint, 3))
    matrix = gain[:, None] * (vivid * np.eye(3) + (1.0 - vivid) * GREY)
    offset = np.full((3, 1), dark * rng.uniform(-60.0 * light, 60.0 * light))
    return np.asarray(cv2.transform(picture, np.hstack([matrix, offset]).astype(np.float32)))


def _hide(picture: NDArray[np.float32], strength: Strength, rng: np.random.Generator) -> NDArray[np.float32]:
    if rng.random() < strength.hidden:
        top, left = rng.uniform(-0.2, 1.0, 2) * (HEIGHT, WIDTH)
        rows, columns = rng.uniform(0.1, 0.35, 2) * (HEIGHT, WIDTH)
        place = (
            slice(max(0, int(top)), max(0, int(top + rows))),
            slice(max(0, int(left)), max(0, int(left + columns))),
        )
        picture[place] = rng.uniform(0, 255, 3)
    if rng.random() < strength.noisy:
        picture = picture + rng.standard_normal(picture.shape, np.float32) * np.float32(rng.uniform(2, 14))
    return picture


def _pack(picture: Picture, strength: Strength, rng: np.random.Generator) -> Picture:
    if rng.random() >= strength.packed:
        return picture
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(20, 91))])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
