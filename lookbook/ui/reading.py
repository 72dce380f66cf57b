"""A visitor's photo, read for the encoder and for the page."""

from functools import partial

from lookbook import photos
from lookbook.encoders.base import Photo as Pixels
from lookbook.ui import pictures
from lookbook.ui.live_index import LiveIndex
from lookbook.ui.session import Box, Upload


def read(photo: Upload, live: LiveIndex, crop: Box | None) -> tuple[Pixels, Pixels]:
    """Read a photo as the encoder takes it, as book and command read it too, and as it is shown."""
    settings = live.book.settings
    read_at = partial(
        photos.read_at,
        photo.data,
        name=_short(photo.name),
        max_bytes=settings.max_photo_bytes,
        max_pixels=settings.max_photo_pixels,
    )
    if crop:
        (large,) = read_at((pictures.PHOTO,))
        return _cut(large, crop), large
    small, large = read_at((live.book.encoder.side, pictures.PHOTO))
    return small, large


def _short(name: str) -> str:
    """Shorten a file's name so that it fits into a message."""
    return name if len(name) <= 40 else f"{name[:24]} … {name[-12:]}"


def _cut(pixels: Pixels, crop: Box) -> Pixels:
    """Cut the part out of a photo (H, W, 3), at least one pixel of it."""
    height, width = pixels.shape[:2]
    left, top = min(int(crop[0] * width), width - 1), min(int(crop[1] * height), height - 1)
    return pixels[top : max(top + 1, round(crop[3] * height)), left : max(left + 1, round(crop[2] * width))]
