"""JPEG files that lack their end mark, and those that have to be held whole while they are decoded."""

import io
import math

from PIL import ImageChops, ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from lookbook.photos.problems import PhotoError
from lookbook.photos.room import ROOM

END = b"\xff\xd9"
# Other bits where pixels would have to follow: they change nothing only where no pixel is missing.
_OTHER = b"\x55\xaa" * 512 + END
_START_OF_SCAN = 0xDA
_BYTES_A_COEFFICIENT = 2
_BYTES_A_PIXEL = 5
_COMPARED = 12_500_000
"""How many pixels are compared to tell whether any is missing; a larger photo is compared at reduced scale."""


def ended(data: bytes) -> bytes:
    """Put the end mark behind a file that lacks nothing else.

    Raises:
        OSError: pixels are missing too.
    """
    data = data.removesuffix(END[:1])
    image = JpegImageFile(io.BytesIO(data + END))
    area = image.width * image.height
    smaller = next((scale for scale in (1, 2, 4) if area <= _COMPARED * scale**2), 8)
    with ROOM.taken(3 * area // smaller**2 * _BYTES_A_PIXEL + coefficients(image, data)):
        first, second = (_loaded(data + ending, smaller) for ending in (END, _OTHER))
        if ImageChops.difference(first, second).getbbox(alpha_only=False):
            raise OSError("pixels are missing")
    return data + END


def draft(image: ImageFile.ImageFile, scale: int) -> None:
    """Let an opened JPEG be decoded at 1 / scale of its size."""
    image.draft(None, (max(1, image.width // scale), max(1, image.height // scale)))


def held(image: JpegImageFile, data: bytes, name: str | None) -> int:
    """Count the bytes that decoding holds besides the pixels.

    Raises:
        PhotoError: they alone are more than there is room for.
    """
    bytes_held = coefficients(image, data)
    if bytes_held > ROOM.size:
        most = int(image.width * image.height * ROOM.size / bytes_held)
        detail = f"{image.width:,} x {image.height:,}, at most {most:,} in a progressive JPEG of this kind"
        raise PhotoError.of("too many pixels", name, detail)
    return bytes_held


def coefficients(image: JpegImageFile, data: bytes) -> int:
    """Count the bytes of coefficients that decoding holds at once: all of them where a block's come in several scans.

    That is so in progressive files, and where each colour has a scan of its own (ITU-T T.81, sections 4.10 and 4.11).
    """
    width, height = image.size
    if not image.info.get("progressive") and _colours_of_first_scan(data) >= len(image.layer):
        return 0
    across, down = (max(layer[i] for layer in image.layer) for i in (1, 2))
    blocks = sum(
        math.ceil(width / 8 / across) * layer[1] * math.ceil(height / 8 / down) * layer[2] for layer in image.layer
    )
    return _BYTES_A_COEFFICIENT * 64 * blocks


def _loaded(data: bytes, scale: int) -> ImageFile.ImageFile:
    image = JpegImageFile(io.BytesIO(data))
    draft(image, scale)
    image.load()
    return image


def _colours_of_first_scan(data: bytes) -> int:
    """Read from the header of the first scan how many colours are in it; 0 where there is none."""
    at = 2
    while at + 5 <= len(data):
        if data[at] != 0xFF:
            return 0
        if data[at + 1] == 0xFF:  # fill bytes
            at += 1
        elif data[at + 1] == _START_OF_SCAN:
            return data[at + 4]
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0
