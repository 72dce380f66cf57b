"""Every photo comes out as upright RGB, or as one sentence that says why not."""

import pickle
import re
import struct
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageFile

from lookbook import photos
from lookbook.photos import PhotoError
from tests.broken_files import BrokenFile, broken_files, encoded, noise, write_broken_files

Pixels = NDArray[np.uint8]
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def quarters(width: int = 32, height: int = 24) -> Image.Image:
    """A picture of four flat quarters: red, green / blue, white."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2] = RED
    pixels[: height // 2, width // 2 :] = GREEN
    pixels[height // 2 :, : width // 2] = BLUE
    pixels[height // 2 :, width // 2 :] = WHITE
    return Image.fromarray(pixels)


def corners(pixels: Pixels) -> str:
    """The colours near the corners, clockwise from top left, as letters."""
    names = {(True, False, False): "R", (False, True, False): "G", (False, False, True): "B", (True, True, True): "W"}
    return "".join(names[tuple((pixels[y, x] > 128).tolist())] for y, x in ((2, 2), (2, -3), (-3, -3), (-3, 2)))


def oriented(form: str, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(quarters(), form, exif=exif.tobytes())


# Formats and modes


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "TIFF"])
def test_lossless_formats_give_the_very_pixels(form: str) -> None:
    pixels = photos.read(encoded(quarters(), form))
    assert pixels.dtype == np.uint8
    np.testing.assert_array_equal(pixels, np.asarray(quarters()))


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "HEIC", "AVIF"])
def test_lossy_formats_give_nearly_the_pixels(form: str) -> None:
    pixels = photos.read(encoded(quarters(), form))
    assert pixels.shape == (24, 32, 3)
    assert pixels.dtype == np.uint8
    assert corners(pixels) == "RGWB"


@pytest.mark.parametrize("mode", ["1", "L"])
def test_grey_becomes_three_equal_channels(mode: str) -> None:
    image = Image.new("L", (4, 3), 255).convert(mode)
    np.testing.assert_array_equal(photos.read(encoded(image, "PNG")), np.full((3, 4, 3), 255, np.uint8))


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_not_cut(form: str) -> None:
    image = Image.fromarray(np.array([[0, 257, 32896, 65535]], np.uint16))
    expected = [0, 1, 128, 255]  # 257 x n is n of 255
    assert photos.read(encoded(image, form))[0, :, 0].tolist() == expected


def test_alpha_is_laid_on_white() -> None:
    image = Image.fromarray(np.array([[(0, 0, 0, 0), (255, 0, 0, 255), (0, 0, 0, 51)]], np.uint8))
    expected = [[255, 255, 255], [255, 0, 0], [204, 204, 204]]  # 255 x (1 - 51 / 255) = 204
    assert photos.read(encoded(image, "PNG"))[0].tolist() == expected


def test_grey_with_alpha_is_laid_on_white() -> None:
    image = Image.fromarray(np.array([[(0, 0), (100, 255)]], np.uint8))
    assert image.mode == "LA"
    assert photos.read(encoded(image, "PNG"))[0].tolist() == [[255, 255, 255], [100, 100, 100]]


@pytest.mark.parametrize("transparency", [1, bytes([255, 0])])
def test_a_transparent_palette_entry_is_white(transparency: int | bytes) -> None:
    image = Image.fromarray(np.array([[0, 1]], np.uint8)).convert("P")
    image.putpalette([0, 0, 255, 255, 0, 0])
    assert photos.read(encoded(image, "PNG"))[0].tolist() == [[0, 0, 255], [255, 0, 0]]
    assert photos.read(encoded(image, "PNG", transparency=transparency))[0].tolist() == [[0, 0, 255], [255, 255, 255]]


def test_the_transparent_colour_of_a_gif_is_white() -> None:
    image = Image.fromarray(np.array([[0, 1]], np.uint8)).convert("P")
    image.putpalette([0, 0, 255, 255, 0, 0])
    assert photos.read(encoded(image, "GIF", transparency=0))[0].tolist() == [[255, 255, 255], [255, 0, 0]]


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_several_frames_the_first_is_read(form: str) -> None:
    frames = {"save_all": True, "append_images": [Image.new("RGB", (8, 8), BLUE)], "lossless": True}
    data = encoded(Image.new("RGB", (8, 8), RED), form, **frames)
    np.testing.assert_array_equal(photos.read(data), np.full((8, 8, 3), RED, np.uint8))


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_cmyk_becomes_rgb(form: str) -> None:
    data = encoded(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), form)  # full magenta and yellow ink: red
    assert np.abs(photos.read(data).astype(int) - RED).max() <= 3


@pytest.mark.parametrize("mode", ["YCbCr", "LAB"])
def test_other_colour_spaces_become_rgb(mode: str) -> None:
    image = ImageCms.profileToProfile(
        quarters(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    data = encoded(image if mode == "LAB" and image else quarters().convert(mode), "TIFF")
    assert corners(photos.read(data)) == "RGWB"


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1)])
def test_a_narrow_picture_is_still_a_picture(size: tuple[int, int]) -> None:
    pixels = photos.read(encoded(Image.new("RGB", size, RED), "PNG"), longest=224)
    assert pixels.shape == (size[1], size[0], 3)


def test_the_name_of_a_file_does_not_decide_its_format(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(quarters(), "PNG"))
    np.testing.assert_array_equal(photos.read(path), np.asarray(quarters()))
    np.testing.assert_array_equal(photos.read(str(path)), np.asarray(quarters()))


# Orientation

UPRIGHT = {1: "RGWB", 2: "GRBW", 3: "WBRG", 4: "BWGR", 5: "RBWG", 6: "BRGW", 7: "WGRB", 8: "GWBR"}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIC", "AVIF"])
def test_all_eight_orientations_come_upright(form: str, orientation: int) -> None:
    pixels = photos.read(oriented(form, orientation))
    assert pixels.shape == ((24, 32, 3) if orientation < 5 else (32, 24, 3))
    assert corners(pixels) == UPRIGHT[orientation]


def test_orientation_holds_at_reduced_size() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    pixels = photos.read(encoded(quarters(640, 480), "JPEG", exif=exif), longest=60)
    assert pixels.shape == (80, 60, 3)
    assert corners(pixels) == UPRIGHT[6]


@pytest.mark.parametrize("exif", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0nonsense" * 9])
def test_a_broken_exif_block_does_not_cost_the_photo(exif: bytes) -> None:
    assert corners(photos.read(encoded(quarters(), "JPEG", exif=exif))) == "RGWB"


# Colour profiles

# Primaries of sRGB and Display P3 adapted to D50, as their ICC profiles hold them: columns red, green, blue.
SRGB = np.array([[0.4361, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606], [0.0139, 0.0971, 0.7141]])
DISPLAY_P3 = np.array([[0.5151, 0.2920, 0.1571], [0.2412, 0.6922, 0.0666], [-0.0011, 0.0419, 0.7841]])


def profile(primaries: NDArray[np.float64] | None, gamma: float = 2.2, called: str = "test") -> bytes:
    """An RGB profile of these primaries, or a grey one, after ICC.1:2001-04, the smallest that is valid."""

    def xyz(values: NDArray[np.float64]) -> bytes:
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(float(v) * 65536) for v in values))

    curve = b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(gamma * 256))
    name = b"desc\0\0\0\0" + struct.pack(">I", len(called) + 1) + called.encode() + b"\0" + bytes(79)
    name += bytes(-len(name) % 4)
    tags = {b"desc": name, b"wtpt": xyz(np.array([0.9642, 1.0, 0.8249])), b"cprt": b"text\0\0\0\0none\0\0\0\0"}
    if primaries is None:
        tags[b"kTRC"] = curve
    else:
        tags |= {tag: xyz(primaries[:, i]) for i, tag in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
        tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body = struct.pack(">I", len(tags)), b""
    for tag, value in tags.items():
        table += tag + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(value))
        body += value
    white = struct.pack(">3i", 63190, 65536, 54061)
    space = b"GRAY" if primaries is None else b"RGB "
    head = struct.pack(">8xI4s4s4s12x4s28x", 0x02100000, b"mntr", space, b"XYZ ", b"acsp") + white + bytes(48)
    return struct.pack(">I", 128 + len(table) + len(body)) + head[4:] + table + body


def in_srgb(colour: tuple[int, int, int], primaries: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a colour is in sRGB (IEC 61966-2-1), by matrices."""
    light = np.linalg.inv(SRGB) @ primaries @ (np.array(colour) / 255) ** 2.2
    light = light.clip(0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("form", ["PNG", "TIFF", "WEBP"])
def test_colours_are_converted_from_the_embedded_profile(form: str) -> None:
    swapped = profile(SRGB[:, [1, 0, 2]])  # its red is green, its green is red
    data = encoded(quarters(), form, icc_profile=swapped, lossless=True)
    assert corners(photos.read(data)) == "GRWB"


@pytest.mark.parametrize("colour", [(200, 120, 90), (90, 140, 110), (128, 128, 128), (255, 255, 255)])
def test_display_p3_of_phones_becomes_srgb(colour: tuple[int, int, int]) -> None:
    data = encoded(Image.new("RGB", (4, 4), colour), "PNG", icc_profile=profile(DISPLAY_P3))
    np.testing.assert_allclose(photos.read(data)[0, 0], in_srgb(colour, DISPLAY_P3), atol=1.5)


def test_an_srgb_profile_leaves_the_pixels_alone() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(noise(), "PNG", icc_profile=srgb)
    np.testing.assert_array_equal(photos.read(data), np.asarray(noise()))


@pytest.mark.parametrize("broken", [b"x", b"not a profile" * 20, profile(SRGB)[:150], profile(SRGB)[:128] + bytes(300)])
def test_a_broken_profile_does_not_cost_the_photo(broken: bytes) -> None:
    data = encoded(quarters(), "PNG", icc_profile=broken)
    np.testing.assert_array_equal(photos.read(data), np.asarray(quarters()))


def test_a_profile_for_other_colours_is_left_aside() -> None:
    for_cmyk = profile(SRGB[:, [1, 0, 2]]).replace(b"RGB ", b"CMYK", 1)
    data = encoded(quarters(), "PNG", icc_profile=for_cmyk)
    np.testing.assert_array_equal(photos.read(data), np.asarray(quarters()))


def test_a_palette_picture_is_converted_from_its_profile_too() -> None:
    data = encoded(quarters().convert("P"), "PNG", icc_profile=profile(SRGB[:, [1, 0, 2]]))
    assert corners(photos.read(data)) == "GRWB"


@pytest.mark.parametrize("called", ["test", "Linear sRGB", "sRGB, linear light"])
def test_linear_light_is_converted_whatever_its_profile_is_called(called: str) -> None:
    data = encoded(Image.new("RGB", (4, 4), (60, 60, 60)), "PNG", icc_profile=profile(SRGB, 1.0, called))
    expected = 255 * (1.055 * (60 / 255) ** (1 / 2.4) - 0.055)  # 133: IEC 61966-2-1
    np.testing.assert_allclose(photos.read(data)[0, 0], expected, atol=1.5)


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_grey_is_converted_from_a_grey_profile(mode: str) -> None:
    image = Image.fromarray(np.full((4, 4), 60 * 257, np.uint16)) if mode == "I;16" else Image.new("L", (4, 4), 60)
    image = image.convert("LA") if mode == "LA" else image
    data = encoded(image, "PNG", icc_profile=profile(None, 1.0))
    np.testing.assert_allclose(photos.read(data)[0, 0], 133, atol=1.5)


def test_a_profile_that_is_nearly_srgb_and_called_so_leaves_the_pixels_alone() -> None:
    data = encoded(noise(), "PNG", icc_profile=profile(SRGB, 2.2, "sRGB of some maker"))
    np.testing.assert_array_equal(photos.read(data), np.asarray(noise()))


# Reduced size


@pytest.mark.parametrize(
    ("size", "longest", "expected"),
    [
        ((800, 600), 600, (600, 800)),
        ((800, 600), 301, (600, 800)),
        ((800, 600), 300, (300, 400)),
        ((800, 600), 76, (150, 200)),
        ((800, 600), 75, (75, 100)),
        ((800, 600), 1, (75, 100)),
        ((807, 603), 75, (76, 101)),
        ((1600, 20), 224, (20, 1600)),
        ((60, 80), 224, (80, 60)),
    ],
)
def test_a_jpeg_is_reduced_while_both_sides_keep_enough(
    size: tuple[int, int], longest: int, expected: tuple[int, int]
) -> None:
    assert photos.read(encoded(Image.new("RGB", size), "JPEG"), longest).shape == (*expected, 3)


def test_other_formats_come_at_full_size() -> None:
    assert photos.read(encoded(Image.new("RGB", (800, 600)), "PNG"), longest=75).shape == (600, 800, 3)


def test_a_picture_read_for_two_uses_is_what_reading_it_twice_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[ImageFile.ImageFile] = []
    load = ImageFile.ImageFile.load

    def counted(image: ImageFile.ImageFile) -> object:
        opened.append(image)
        return load(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", counted)
    for form, times in (("PNG", 1), ("WEBP", 1), ("JPEG", 2)):
        data = encoded(noise(800, 600), form)
        small, large = photos.read(data, 75), photos.read(data, 600)
        opened.clear()
        found = photos.read_at(data, (75, 600, 75))
        assert len(set(map(id, opened))) == times
        for pixels, expected in zip(found, (small, large, small), strict=True):
            np.testing.assert_array_equal(pixels, expected)


def test_a_longest_side_below_one_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="longest must be at least 1, not 0"):
        photos.read(encoded(quarters(), "JPEG"), longest=0)


# Beside the pixels


def chunk(kind: bytes, content: bytes, crc: int | None = None) -> bytes:
    """A chunk of a PNG, with its right checksum or another."""
    right = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", right if crc is None else crc)


LONG = b"x" * 3_000_000
ASIDES = {
    "a long text": chunk(b"zTXt", b"workflow\0\0" + zlib.compress(LONG)),
    "a long text that is not compressed": chunk(b"tEXt", b"workflow\0" + LONG),
    "a long international text": chunk(b"iTXt", b"workflow\0\1\0\0\0" + zlib.compress(LONG)),
    "a long text about how it is turned": chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(LONG)),
    "a text with a bad checksum": chunk(b"tEXt", b"Comment\0by hand", crc=1),
    "a text that is not compressed as it says": chunk(b"zTXt", b"Comment\0\0by hand"),
    "a text without a keyword": chunk(b"iTXt", b""),
    "a time with a bad checksum": chunk(b"tIME", bytes(7), crc=1),
    "a density with a bad checksum": chunk(b"pHYs", bytes(9), crc=1),
    "a profile that grows without measure": chunk(b"iCCP", b"icc\0\0" + zlib.compress(LONG)),
    "a profile with a bad checksum": chunk(b"iCCP", b"icc\0\0" + zlib.compress(b"x"), crc=1),
}


@pytest.mark.parametrize("aside", ASIDES.values(), ids=ASIDES.keys())
@pytest.mark.parametrize("place", ["before the pixels", "behind the pixels"])
def test_what_stands_beside_the_pixels_of_a_png_does_not_cost_them(aside: bytes, place: str) -> None:
    plain = encoded(quarters(), "PNG")
    at = plain.index(b"IDAT" if place == "before the pixels" else b"IEND") - 4
    data = plain[:at] + aside + plain[at:]
    np.testing.assert_array_equal(photos.read(data), np.asarray(quarters()))
    assert photos.upright_size(data) == (32, 24)


def test_a_text_that_tells_how_a_png_is_turned_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    block = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
    raw = f"\nexif\n{len(block):8}\n{block.hex()}\n".encode()
    plain = encoded(quarters(), "PNG")
    at = plain.index(b"IDAT") - 4
    data = plain[:at] + chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw)) + plain[at:]
    assert corners(photos.read(data)) == UPRIGHT[6]


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"restart_marker_rows": 1}, {"optimize": True}], ids=str
)
@pytest.mark.parametrize("longest", [None, 12])
def test_a_jpeg_that_lacks_only_its_end_mark_is_read(
    mode: str, options: dict[str, object], longest: int | None
) -> None:
    data = encoded(noise().convert(mode), "JPEG", **options)
    whole = photos.read(data, longest)
    np.testing.assert_array_equal(photos.read(data[:-2], longest), whole)
    np.testing.assert_array_equal(photos.read(data[:-1], longest), whole)
    for missing in (8, 200, len(data) // 2):
        with pytest.raises(PhotoError, match="damaged or cut short"):
            photos.read(data[:-missing], longest)


def test_a_flat_jpeg_that_lacks_pixels_is_not_taken_for_whole() -> None:
    data = encoded(Image.new("RGB", (640, 480), RED), "JPEG")
    with pytest.raises(PhotoError, match="damaged or cut short"):
        photos.read(data[:-100], 100)


@pytest.mark.parametrize(("form", "missing"), [("PNG", 12), ("PNG", 5), ("GIF", 1)])
def test_other_formats_need_no_end_mark_either(form: str, missing: int) -> None:
    np.testing.assert_array_equal(photos.read(encoded(quarters(), form)[:-missing]), np.asarray(quarters()))


# Kinds of TIFF


def tiff_of(
    values: NDArray[np.generic], *, bits: int, photometric: int = 1, sample: int = 1, compression: int = 1
) -> bytes:
    """A TIFF of one strip (TIFF 6.0, section 2): `values` are (H, W) or (H, W, 3)."""
    rows, columns, channels = (*values.shape, 1)[:3]
    pixels = values.tobytes()
    tags = [(256, columns), (257, rows), (258, bits), (259, compression), (262, photometric), (273, 8)]
    tags += [(277, channels), (278, rows), (279, len(pixels)), (339, sample)]
    after = 8 + len(pixels)
    entries = b""
    for tag, value in tags:
        many = tag in (258, 339) and channels > 1
        at = after + 2 + 12 * len(tags) + 4 + (0 if tag == 258 else 2 * channels)
        short = (
            struct.pack("<HHIHH", tag, 3, 1, value, 0)
            if tag not in (273, 279)
            else struct.pack("<HHII", tag, 4, 1, value)
        )
        entries += struct.pack("<HHII", tag, 3, channels, at) if many else short
    arrays = struct.pack(f"<{channels}H", *[bits] * channels) + struct.pack(f"<{channels}H", *[sample] * channels)
    return b"II*\0" + struct.pack("<I", after) + pixels + struct.pack("<H", len(tags)) + entries + bytes(4) + arrays


def test_sixteen_bit_grey_where_zero_is_white_is_turned_round() -> None:
    data = tiff_of(np.array([[0, 257, 32896, 65535]], np.uint16), bits=16, photometric=0)
    assert photos.read(data)[0, :, 0].tolist() == [255, 254, 127, 0]


def test_twelve_bit_grey_is_scaled_by_its_own_range() -> None:
    packed = np.frombuffer(bytes.fromhex("000800fff000"), np.uint8).reshape(1, 6)  # 0, 2048, 4095, 0
    data = tiff_of(packed, bits=12).replace(
        struct.pack("<HHIHH", 256, 3, 1, 6, 0), struct.pack("<HHIHH", 256, 3, 1, 4, 0)
    )
    assert photos.read(data)[0, :, 0].tolist() == [0, 128, 255, 0]


@pytest.mark.parametrize(
    ("kind", "sample"),
    [(np.float16, 3), (np.float32, 3), (np.float64, 3), (np.uint32, 1), (np.int32, 2), (np.int16, 2)],
)
@pytest.mark.parametrize("shape", [(8, 8), (8, 8, 3)])
@pytest.mark.parametrize("photometric", [0, 1, 2])
def test_a_tiff_of_numbers_is_called_unreadable_and_not_damaged(
    kind: type[np.generic], sample: int, shape: tuple[int, ...], photometric: int
) -> None:
    data = tiff_of(np.ones(shape, kind), bits=8 * np.dtype(kind).itemsize, photometric=photometric, sample=sample)
    with pytest.raises(PhotoError, match="can't be read here; save it as JPEG or PNG") as caught:
        photos.read(data)
    assert caught.value.kind == "unsupported"


def test_a_tiff_of_an_unknown_compression_is_called_unreadable() -> None:
    with pytest.raises(PhotoError, match="can't be read here"):
        photos.read(tiff_of(np.ones((8, 8), np.uint8), bits=8, compression=1234))


def test_nothing_is_printed_about_an_odd_or_damaged_tiff(capfd: pytest.CaptureFixture[str]) -> None:
    data = encoded(noise(), "TIFF", compression="tiff_lzw")
    for sample in (data[:-200], data[:300] + bytes(300) + data[600:]):
        with suppress(PhotoError):
            photos.read(sample)
    assert capfd.readouterr() == ("", "")


# Errors


@pytest.mark.parametrize("file", broken_files(), ids=lambda file: file.name)
def test_each_broken_file_gives_its_kind_of_error_and_one_sentence(file: BrokenFile) -> None:
    with pytest.raises(PhotoError) as caught:
        photos.read(file.data, name=file.name)
    message = str(caught.value)
    assert caught.value.kind == file.kind
    assert message.startswith(f"{file.name} ")
    assert re.fullmatch(r"[^\n;]+; [^\n;]+\.", message)


@pytest.mark.parametrize(
    ("data", "kind", "what"),
    [
        (b"\xff\x0a" + bytes(30), "unsupported", "a JPEG XL picture"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "unsupported", "a JPEG 2000 picture"),
        (b"\0\0\x01\0\x01\0\x10\x10", "unsupported", "an icon"),
        (b'<?xml version="1.0"?>\n<!-- by hand -->\n<svg/>', "unsupported", "an SVG drawing"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "unsupported", "a PostScript drawing"),
        (b"\xef\xbb\xbf<html><svg/></html>", "not a picture", "a web page"),
        (b"\x1aE\xdf\xa3" + bytes(30), "not a picture", "a video"),
        (b"ID3\x04" + bytes(30), "not a picture", "a sound"),
        (b"BMW, Audi, VW and other names in a list", "not a picture", "a text file"),
        ("é".encode() * 1500, "not a picture", "a text file"),
        (b"\xe9t\xe9" * 9, "not a picture", "a file of an unknown kind"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(data: bytes, kind: str, what: str) -> None:
    with pytest.raises(PhotoError, match=rf"\b{what}\b") as caught:
        photos.read(data)
    assert caught.value.kind == kind


def test_there_are_twenty_broken_files_of_different_names(tmp_path: Path) -> None:
    assert len({path.name for path in write_broken_files(tmp_path)}) == len(list(tmp_path.iterdir())) == 20


def test_bytes_without_a_name_are_called_the_photo() -> None:
    with pytest.raises(PhotoError, match=r"^The photo is empty; choose another file\.$"):
        photos.read(b"")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone.jpg"
    with pytest.raises(PhotoError, match=re.escape(f"{path} does not exist; check the path.")) as caught:
        photos.read(path)
    assert caught.value.kind == "missing"


def test_a_path_through_a_file_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PhotoError, match="does not exist"):
        photos.read(tmp_path / "file" / "photo.jpg")


def test_a_folder_is_no_photo(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match=r"can't be opened \(a folder\)") as caught:
        photos.read(tmp_path)
    assert caught.value.kind == "unreadable"


def test_a_device_is_refused_unread() -> None:
    with pytest.raises(PhotoError, match=r"^/dev/zero can't be opened \(not a regular file\)"):
        photos.read("/dev/zero")


def test_a_file_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.jpg"
    path.write_bytes(encoded(quarters(), "JPEG"))

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)  # chmod would not stop a root user
    with pytest.raises(PhotoError, match=r"locked\.jpg can't be opened \(no permission\)"):
        photos.read(path)


@pytest.mark.parametrize("path", ["\0.jpg", "x" * 5000])
def test_an_impossible_path_is_an_error_like_any_other(path: str) -> None:
    with pytest.raises(PhotoError, match="can't be opened"):
        photos.read(path)


def test_a_file_over_the_byte_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(3 * 2**20)
    with pytest.raises(
        PhotoError, match=r"huge\.jpg is too large \(3\.1 MB, at most 2 MB\); make it smaller"
    ) as caught:
        photos.read(path, max_bytes=2 * 2**20)
    assert caught.value.kind == "too many bytes"


def test_bytes_at_the_limit_are_read_and_one_more_is_refused() -> None:
    data = encoded(quarters(), "PNG")
    photos.read(data, max_bytes=len(data))
    with pytest.raises(PhotoError, match="too large"):
        photos.read(data, max_bytes=len(data) - 1)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "HEIC", "AVIF"])
def test_pixels_at_the_limit_are_read_and_one_more_is_refused(form: str) -> None:
    data = encoded(quarters(), form)
    photos.read(data, max_pixels=32 * 24)
    with pytest.raises(PhotoError) as caught:
        photos.read(data, max_pixels=32 * 24 - 1)
    assert caught.value.kind == "too many pixels"
    assert "(32 x 24, at most 767)" in str(caught.value)


def test_a_large_photo_under_the_limit_is_not_refused_by_pillow() -> None:
    large = encoded(Image.new("L", (9_900, 10_000)), "JPEG")  # Pillow itself would warn from 89 million pixels on
    assert photos.read(large, longest=100).shape == (1250, 1238, 3)


def test_an_error_survives_a_trip_between_processes() -> None:
    error = pickle.loads(pickle.dumps(PhotoError.of("damaged", "a.jpg", "a JPEG file")))
    assert (str(error), error.kind) == (
        "a.jpg is a JPEG file that is damaged or cut short; copy or download it again.",
        "damaged",
    )


# Whatever comes

SAMPLES = [
    encoded(quarters(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"),
    encoded(quarters(), "JPEG", progressive=True, icc_profile=profile(DISPLAY_P3)),
    encoded(quarters().convert("RGBA"), "PNG"),
    encoded(quarters().convert("P"), "PNG", transparency=1),
    encoded(quarters(), "GIF"),
    encoded(quarters(), "BMP"),
    encoded(quarters(), "TIFF"),
    encoded(quarters(), "WEBP"),
    encoded(quarters(), "HEIC"),
    encoded(quarters(), "AVIF"),
]


def is_photo_or_error(data: bytes) -> bool:
    try:
        pixels = photos.read(data, longest=16, max_pixels=1_000_000)
    except PhotoError:
        return True
    return pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3 and pixels.size > 0


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_photo_or_a_photo_error(data: bytes) -> None:
    assert is_photo_or_error(data)


@settings(deadline=None)
@given(st.sampled_from([sample[:16] for sample in SAMPLES]), st.binary(max_size=200))
def test_any_bytes_behind_a_good_beginning_give_a_photo_or_a_photo_error(beginning: bytes, rest: bytes) -> None:
    assert is_photo_or_error(beginning + rest)


@settings(deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_damaged_photo_gives_a_photo_or_a_photo_error(sample: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sample)))
    length = data.draw(st.integers(0, 8))
    assert is_photo_or_error(sample[:start] + data.draw(st.binary(max_size=8)) + sample[start + length :])


@settings(deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_photo_cut_anywhere_gives_a_photo_or_a_photo_error(sample: bytes, data: st.DataObject) -> None:
    assert is_photo_or_error(sample[: data.draw(st.integers(0, len(sample)))])


def test_threads_get_the_same_pixels_as_one_alone() -> None:
    alone = [photos.read(sample) for sample in SAMPLES]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(photos.read, SAMPLES * 20))
    for i, pixels in enumerate(together):
        np.testing.assert_array_equal(pixels, alone[i % len(SAMPLES)])


def test_import_loads_neither_the_heic_nor_the_colour_library() -> None:
    code = "import sys, lookbook.photos; print({'pillow_heif', 'PIL.ImageCms', 'cv2', 'pandas'} & set(sys.modules))"
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
