"""A photo in whatever form a caller has it: the same pixels, or one sentence."""

import io
import pathlib
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from lookbook.photos import PhotoError, web
from lookbook.photos.given import take
from tests.broken_files import encoded, noise

RGB = np.asarray(noise(9, 7)).copy()
RGB[0, :2] = (0, 0, 0), (255, 255, 255)
IMAGE = Image.fromarray(RGB)
GREY = RGB[:, :, 0]
AS_RGB = np.dstack([GREY] * 3)
OPAQUE = np.full((7, 9), 255, np.uint8)
PNG = encoded(IMAGE, "PNG")


def check(photo: object, expected: NDArray[np.uint8]) -> None:
    given = take(photo)
    np.testing.assert_array_equal(given.pixels, expected)
    assert given.pixels.dtype == np.uint8
    assert given.size == (9, 7)
    assert given.pixels.flags.c_contiguous
    assert not given.pixels.flags.writeable


ARRAYS: dict[str, Any] = {
    "pixels": RGB,
    "floats in 0..1": (RGB / 255).astype(np.float32),
    "half floats in 0..1": (RGB / 255).astype(np.float16),
    "floats in 0..255": RGB.astype(np.float64),
    "16 bits": RGB.astype(np.uint16) * 257,
    "16 bits of another byte order": (RGB.astype(np.uint16) * 257).astype(">u2"),
    "bytes in a wider type": RGB.astype(np.int64),
    "bytes in 16 bits": RGB.astype(np.uint16),
    "opaque RGBA": np.dstack([RGB, OPAQUE]),
    "opaque RGBA as floats": np.dstack([RGB, OPAQUE]) / 255,
    "channels first": RGB.transpose(2, 0, 1),
    "channels first as floats": RGB.transpose(2, 0, 1) / 255,
    "a batch of one": RGB[np.newaxis],
    "a batch of one, channels first": RGB.transpose(2, 0, 1)[np.newaxis],
    "every second of more": np.repeat(np.repeat(RGB, 2, 0), 2, 1)[::2, ::2],
    "upside down twice": RGB[::-1].copy()[::-1],
    "lists": RGB.tolist(),
    "tuples of floats": tuple(map(tuple, (RGB / 255).tolist())),
    "three lists of one channel": [RGB[:, :, i].tolist() for i in range(3)],
    "a Pillow image": IMAGE,
    "a Pillow image with alpha": IMAGE.convert("RGBA"),
    "a file": PNG,
    "a file that can be changed": bytearray(PNG),
    "a view of a file": memoryview(PNG),
    "a file as an array": np.frombuffer(PNG, np.uint8),
    "a Pillow image that is not loaded": Image.open(io.BytesIO(PNG)),
}
GREYS: dict[str, Any] = {
    "grey": GREY,
    "grey with a channel of its own": GREY[:, :, np.newaxis],
    "grey, its channel first": GREY[np.newaxis],
    "opaque grey with alpha": np.dstack([GREY, OPAQUE]),
    "grey floats": GREY / 255,
    "grey Pillow image": Image.fromarray(GREY),
    "palette": Image.fromarray(GREY).convert("P"),
    "Pillow image of 16 bits": Image.fromarray(GREY.astype(np.uint16) * 257),
    "Pillow image of numbers": Image.fromarray(GREY.astype(np.int32)),
    "Pillow image of floats": Image.fromarray((GREY / 255).astype(np.float32)),
}


@pytest.mark.parametrize("photo", ARRAYS.values(), ids=ARRAYS.keys())
def test_what_can_be_meant_is_taken(photo: object) -> None:
    check(photo, RGB)


@pytest.mark.parametrize("photo", GREYS.values(), ids=GREYS.keys())
def test_grey_becomes_three_equal_channels(photo: object) -> None:
    check(photo, AS_RGB)


def test_yes_and_no_are_white_and_black() -> None:
    assert take(np.array([[True, False]])).pixels[0].tolist() == [[255] * 3, [0] * 3]


def test_alpha_is_laid_on_white() -> None:
    rgba = np.array([[(0, 0, 0, 0), (255, 0, 0, 255), (0, 0, 0, 51)]], np.uint8)
    expected = [[255, 255, 255], [255, 0, 0], [204, 204, 204]]  # 255 x (1 - 51 / 255) = 204
    assert take(rgba).pixels[0].tolist() == take(Image.fromarray(rgba)).pixels[0].tolist() == expected


def test_a_pillow_image_is_turned_as_its_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    given = take(Image.open(io.BytesIO(encoded(IMAGE, "PNG", exif=exif))))
    np.testing.assert_array_equal(given.pixels, np.rot90(RGB, -1))
    assert given.size == (7, 9)


def test_paths_and_open_files_are_read_from_their_start_and_left_where_they_stood(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(PNG)
    for named in (path, str(path), pathlib.PurePath(path)):
        check(named, RGB)
    with path.open("rb") as file:
        file.seek(5)
        check(file, RGB)
        assert file.tell() == 5
    written = io.BytesIO()
    IMAGE.save(written, "PNG")
    check(written, RGB)


def test_a_file_that_gives_a_little_at_a_time_and_can_not_go_back_is_read() -> None:
    class Drip(io.RawIOBase):
        def __init__(self) -> None:
            self.left = PNG

        def read(self, size: int = -1) -> bytes:
            part, self.left = self.left[:7], self.left[7:]
            return part

    check(Drip(), RGB)


def test_what_is_given_is_neither_changed_nor_locked() -> None:
    for photo in (RGB.copy(), RGB.astype(np.float32), np.dstack([RGB, OPAQUE]), RGB.transpose(2, 0, 1).copy()):
        before = photo.copy()
        take(photo)
        np.testing.assert_array_equal(photo, before)
        photo[0] = 0


class Unwilling:
    """An open file that does not want to be read."""

    def read(self, size: int) -> bytes:
        raise RuntimeError("not now\nand not later")


ODD: dict[str, tuple[Any, str]] = {
    "no rows": (RGB[:0], "is an empty array of shape (0, 9, 3)"),
    "an empty list": ([], "is an empty array of shape (0,)"),
    "an empty Pillow image": (Image.new("RGB", (0, 5)), "is an empty Pillow image of (0, 5)"),
    "an empty file": (io.BytesIO(), "is empty"),
    "several photos": (np.stack([RGB, RGB]), "is 2 pictures, of shape (2, 7, 9, 3)"),
    "several channels": (np.zeros((7, 9, 5), np.uint8), "is an array of shape (7, 9, 5)"),
    "one dimension": (np.zeros(50, np.float32), "is an array of shape (50,)"),
    "a number in an array": (np.float32(1), "is an array of shape ()"),
    "not a number": (np.full((7, 9), np.nan), "has values that are not finite"),
    "infinite": (np.full((7, 9), np.inf), "has values that are not finite"),
    "below zero": (RGB / 127.5 - 1, "has values from -1 to 1 (float64)"),
    "bright light": (RGB / 170, "has values from 0 to 1.5 (float64)"),
    "beyond 255": (RGB + 300.0, "has values from 300 to 555 (float64)"),
    "12 bits": (RGB.astype(np.uint16) * 16, "has values from 0 to 4080 (uint16)"),
    "whole numbers beyond 255": (RGB.astype(np.int32) * 257, "has values from 0 to 65535 (int32)"),
    "negative numbers": (RGB.astype(np.int16) - 128, "has values from -128 to 127 (int16)"),
    "complex numbers": (RGB.astype(np.complex64), "is an array of complex64"),
    "words": (np.array([["a", "b"]]), "is an array of <U1"),
    "objects": (np.array([[None, None]]), "is an array of object"),
    "lists of unequal length": ([[1, 2], [3]], "can't be taken as an array of pixels"),
    "several paths": (["a.jpg", "b.jpg"], "is a list of 2 files"),
    "several Path objects": ([Path("a.jpg")], "is a list with PosixPath in it"),
    "several files": ((b"a", b"b"), "is a tuple of 2 files"),
    "several Pillow images": ([noise(), noise()], "is a list with Image in it"),
    "a dictionary": ({"photo": 1}, "is of type dict"),
    "a number": (7, "is of type int"),
    "a type": (Path, "is of type type"),
    "text": (io.StringIO("photo"), "is a file opened as text"),
    "an unwilling file": (Unwilling(), "RuntimeError: not now"),
    "no picture": (b"Spring catalogue", "is not a picture but a text file"),
    "a file of another kind": (np.frombuffer(b"%PDF-1.7 and more", np.uint8), "is an array of shape (17,)"),
}


@pytest.mark.parametrize(("photo", "why"), ODD.values(), ids=ODD.keys())
def test_what_can_not_be_meant_is_one_sentence(photo: object, why: str) -> None:
    with pytest.raises(PhotoError) as caught:
        take(photo)
    message = str(caught.value)
    assert message.startswith("The photo ")
    assert why in message
    assert re.fullmatch(r"[^\n;]+; [^\n;]+\.", message)


def test_a_closed_file_and_a_closed_image_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(PNG)
    file = path.open("rb")
    image = Image.open(path)
    file.close()
    image.close()
    with pytest.raises(PhotoError, match="closed file"):
        take(file)
    with pytest.raises(PhotoError, match="a Pillow image of a file that is damaged"):
        take(image)


def test_the_limits_hold_whatever_the_form() -> None:
    for photo in (RGB, RGB.tolist(), IMAGE, PNG, io.BytesIO(PNG)):
        with pytest.raises(PhotoError, match=r"too many pixels \(9 x 7, at most 62\)"):
            take(photo, max_pixels=62)
    for photo in (PNG, bytearray(PNG), io.BytesIO(PNG)):
        with pytest.raises(PhotoError, match="too large"):
            take(photo, max_bytes=50)


def test_an_address_is_fetched_and_only_a_public_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def fetch(url: str, max_bytes: int) -> bytes:
        asked.append((url, max_bytes))
        target = io.BytesIO()
        Image.new("RGB", (4, 2), (250, 0, 0)).save(target, "PNG")
        return target.getvalue()

    with monkeypatch.context() as patch:
        patch.setattr(web, "fetch", fetch)
        given = take("https://example.com/shirt.png", max_bytes=1000)
    assert given.size == (4, 2)
    assert asked == [("https://example.com/shirt.png", 1000)]
    with pytest.raises(PhotoError, match="can't be used: it is not a public address"):
        take("http://127.0.0.1/shirt.png")
