"""Twenty kinds of files that are no good photo, as people and downloads make them."""

import io
import struct
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image
from pillow_heif import from_pillow

from lookbook.photos import Kind


class BrokenFile(NamedTuple):
    """A file no photo can be read from, and the kind of PhotoError it must give."""

    name: str
    data: bytes
    kind: Kind


def noise(width: int = 96, height: int = 72) -> Image.Image:
    """A picture that does not compress away, so that cutting its file cuts its pixels."""
    pixels = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    """The bytes of an image in a format of Pillow, or in HEIC."""
    target = io.BytesIO()
    if form == "HEIC":
        from_pillow(image).save(target, **options)
    else:
        image.save(target, form, **options)
    return target.getvalue()


def half(form: str) -> bytes:
    """The first half of a picture's file."""
    data = encoded(noise(), form)
    return data[: len(data) // 2]


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has no pixels behind it."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    checked = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + checked + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


def broken_files() -> list[BrokenFile]:
    """Make the twenty files; the same bytes every time."""
    grey = Image.fromarray(np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8))
    return [
        BrokenFile("empty.jpg", b"", "empty"),
        BrokenFile("renamed-text.jpg", "Spring catalogue: été 2024\n".encode() * 20, "not a picture"),
        BrokenFile("renamed-page.jpg", b"<!DOCTYPE html>\n<html><body>404 Not Found</body></html>", "not a picture"),
        BrokenFile("renamed-document.jpg", b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", "not a picture"),
        BrokenFile("renamed-archive.jpg", b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(60), "not a picture"),
        BrokenFile("renamed-video.jpg", b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + bytes(60), "not a picture"),
        BrokenFile("noise.jpg", np.random.default_rng(1).bytes(4000), "not a picture"),
        BrokenFile("zeros.jpg", bytes(4000), "not a picture"),
        BrokenFile("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "unsupported"),
        BrokenFile("layers.jpg", b"8BPS\0\x01" + bytes(6) + b"\0\x03" + bytes(60), "unsupported"),
        BrokenFile("float.tif", encoded(grey, "TIFF"), "unsupported"),
        BrokenFile("cut.jpg", half("JPEG"), "damaged"),
        BrokenFile("only-a-header.jpg", encoded(noise(), "JPEG")[:30], "damaged"),
        BrokenFile("cut.png", half("PNG"), "damaged"),
        BrokenFile("cut.gif", half("GIF"), "damaged"),
        BrokenFile("cut.webp", half("WEBP"), "damaged"),
        BrokenFile("cut.heic", half("HEIC"), "damaged"),
        BrokenFile("cut.avif", half("AVIF"), "damaged"),
        BrokenFile("no-width.png", png_header(0, 50), "damaged"),
        BrokenFile("bomb.png", png_header(50_000, 50_000), "too many pixels"),
    ]


def write_broken_files(folder: Path) -> list[Path]:
    """Write the twenty files into a folder and give their paths."""
    paths = []
    for file in broken_files():
        path = folder / file.name
        path.write_bytes(file.data)
        paths.append(path)
    return paths
