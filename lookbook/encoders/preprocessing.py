"""What a published network does to a picture before it looks: a preprocessor_config.json, followed to the letter."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lookbook.encoders.base import EncoderError, Photo

CONFIG = "preprocessor_config.json"
NEVER = ("do_pad", "do_flip_channel_order", "do_grayscale", "do_thumbnail", "do_align_long_axis")
"""Steps that are not followed here; a config that asks for one is refused."""
SMALL = 384
"""ConvNeXt's processor crops below this side, and squashes from it on."""
Size = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Preprocessing:
    """How a picture becomes the network's input, as Hugging Face's image processors do it.

    Attributes:
        shortest: the side that the shorter one is brought to, its proportions kept; None = squashed to `size`.
        size: height and width of the frame that the network sees.
        crops: whether the middle is cut out after resizing.
        filter: PIL's number of the filter that resizes.
        factor: what pixels are multiplied by; mean, deviation: what is then taken away and divided by, per channel.
    """

    shortest: int | None
    size: Size
    crops: bool
    filter: int
    factor: float
    mean: tuple[float, float, float]
    deviation: tuple[float, float, float]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a preprocessor_config.json.

        Raises:
            EncoderError: it is missing, broken, or asks for what is not done here.
        """
        try:
            return cls._of(json.loads(path.read_text("utf-8")))
        except FileNotFoundError as error:
            raise EncoderError(f"{path} is missing; it comes with the network and tells how pictures go in.") from error
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise EncoderError(f"{path} can't be followed ({error}); give the network's own.") from error

    @classmethod
    def _of(cls, config: Mapping[str, Any]) -> Self:
        asked = [step for step in NEVER if config.get(step)]
        if asked:
            raise ValueError(f"{asked[0]} is not done here")
        crop = _pair(config["crop_size"]) if config.get("do_center_crop", "crop_size" in config) else None
        shortest, size = _resize(config) if config.get("do_resize", True) else (None, None)
        if "crop_pct" in config and shortest is not None and crop is None:
            size = (shortest, shortest)
            crop, shortest = (size, int(shortest / config["crop_pct"])) if shortest < SMALL else (None, None)
        frame = crop or size
        if frame is None:
            raise ValueError("it leads to frames of many sizes, and a network takes one")
        scales, normalizes = config.get("do_rescale", True), config.get("do_normalize", True)
        return cls(
            shortest=shortest,
            size=frame,
            crops=crop is not None,
            filter=int(config.get("resample", Image.Resampling.BICUBIC)),
            factor=float(config.get("rescale_factor", 1 / 255)) if scales else 1.0,
            mean=_three(config["image_mean"]) if normalizes else (0.0, 0.0, 0.0),
            deviation=_three(config["image_std"]) if normalizes else (1.0, 1.0, 1.0),
        )

    def frame(self, photo: Photo) -> NDArray[np.uint8]:
        """Resize and cut a photo (H, W, 3): uint8 (height, width, 3); scaling is part of the network."""
        image = Image.fromarray(photo)
        width, height = image.size
        if self.shortest is not None:
            # the longer side is rounded down, as the processors do
            longer = int(self.shortest * max(width, height) / min(width, height))
            target = (self.shortest, longer) if width <= height else (longer, self.shortest)
            image = image.resize(target, Image.Resampling(self.filter))
        elif not self.crops:
            image = image.resize(self.size[::-1], Image.Resampling(self.filter))
        return _middle(np.asarray(image, np.uint8), *self.size) if self.crops else np.asarray(image, np.uint8)


def _resize(config: Mapping[str, Any]) -> tuple[int | None, Size | None]:
    """Return the shorter side and None, or None and height and width."""
    size = config["size"]
    if isinstance(size, Mapping):
        if set(size) == {"height", "width"}:
            return None, (int(size["height"]), int(size["width"]))
        if set(size) == {"shortest_edge"}:
            return int(size["shortest_edge"]), None
        raise ValueError(f"size {dict(size)} is not height and width, nor shortest_edge")
    kind = str(config.get("image_processor_type") or config.get("feature_extractor_type") or "")
    # before sizes had names, CLIP's meant the shorter side and all others' a square
    return (int(size), None) if kind.startswith(("CLIP", "ConvNext")) else (None, _pair(size))


def _pair(size: Any) -> Size:
    if isinstance(size, Mapping):
        return int(size["height"]), int(size["width"])
    return int(size), int(size)


def _three(values: Any) -> tuple[float, float, float]:
    red, green, blue = (float(value) for value in values)
    return red, green, blue


def _middle(picture: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Cut the middle out; where the picture is smaller, black surrounds it."""
    rows, columns = picture.shape[:2]
    padded = np.zeros((max(rows, height), max(columns, width), 3), np.uint8)
    top, left = (padded.shape[0] - rows + 1) // 2, (padded.shape[1] - columns + 1) // 2
    padded[top : top + rows, left : left + columns] = picture
    top, left = (padded.shape[0] - height) // 2, (padded.shape[1] - width) // 2
    return padded[top : top + height, left : left + width]
