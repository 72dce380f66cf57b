"""However many photos come at once, they are read within the memory there is, and each gets an answer."""

import io
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lookbook import photos
from lookbook.photos import PhotoError
from lookbook.photos.room import Room
from tests.broken_files import encoded

ROOT = Path(__file__).parents[1]


def test_room_is_never_taken_twice() -> None:
    room, lock, now, most = Room(10), threading.Lock(), [0], [0]

    def use(wanted: int) -> None:
        with room.taken(wanted):
            with lock:
                now[0] += min(wanted, 10)
                most[0] = max(most[0], now[0])
            with lock:
                now[0] -= min(wanted, 10)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(use, [1, 3, 7, 10, 25] * 100))
    assert (now[0], most[0] <= 10) == (0, True)


def test_who_came_first_goes_first_even_where_there_is_room_for_the_next() -> None:
    room, order, waits, large = Room(10), [], threading.Event(), threading.Event()

    def take(name: str, wanted: int, ready: threading.Event) -> None:
        ready.set()
        with room.taken(wanted):
            order.append(name)

    with ThreadPoolExecutor(2) as pool:
        with room.taken(5):
            first = pool.submit(take, "large", 9, large)
            large.wait()
            while not room.is_waited_for():
                pass
            second = pool.submit(take, "small", 1, waits)
            waits.wait()
        first.result()
        second.result()
    assert order == ["large", "small"]


def test_room_is_free_again_after_an_error() -> None:
    room = Room(10)
    for _ in range(3):
        with pytest.raises(PhotoError), room.taken(10):
            raise PhotoError.of("empty", None)
    with room.taken(10):
        pass


def test_who_waits_too_long_for_room_goes_without_and_holds_up_nobody() -> None:
    room = Room(1)
    with room.taken(1):
        with pytest.raises(TimeoutError), room.taken(1, 0.01):
            pass
        assert not room.is_waited_for()
    with room.taken(1, 0):
        pass


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "TIFF"])
def test_a_format_that_comes_whole_is_refused_from_25_million_pixels_on(form: str) -> None:
    options = {"lossless": True} if form == "WEBP" else {"compression": "tiff_deflate"} if form == "TIFF" else {}
    with pytest.raises(PhotoError, match=r"\(5,001 x 5,000, at most 25,000,000\)") as caught:
        photos.read(encoded(Image.new("L", (5_001, 5_000)), form, **options), 112)
    assert caught.value.kind == "too many pixels"


def test_a_progressive_jpeg_that_has_to_be_held_whole_is_refused_beyond_what_there_is_room_for() -> None:
    data = bytearray(encoded(Image.new("RGB", (64, 64)), "JPEG", progressive=True, subsampling=0))
    at = data.index(b"\xff\xc2") + 5
    data[at : at + 4] = (10_000).to_bytes(2) + (9_000).to_bytes(2)
    with pytest.raises(PhotoError, match=r"9,000 x 10,000, at most 6\d,\d{3},\d{3} in a progressive JPEG of this kind"):
        photos.read(bytes(data), 112)


@pytest.mark.parametrize("mode", ["RGB", "P", "RGBA", "I;16"])
def test_what_is_far_larger_than_asked_for_comes_as_means(mode: str) -> None:
    grey = np.tile((np.arange(4100) * 255 / 4100).astype(np.uint8), (3200, 1))  # 13 million pixels
    image = Image.fromarray(grey).convert(mode) if mode != "I;16" else Image.fromarray(grey.astype(np.uint16) * 257)
    data = encoded(image, "PNG", compress_level=1)
    pixels, size = photos.sized(data, 112)
    assert (pixels.shape, size) == ((1600, 2050, 3), (4100, 3200))
    whole = photos.read(data)
    assert whole.shape == (3200, 4100, 3)
    means = whole[:100].reshape(50, 2, 2050, 2, 3).mean(axis=(1, 3))
    assert np.abs(pixels[:50] - means).max() <= 1


def test_a_long_strip_is_made_smaller_than_its_short_side_asks_for() -> None:
    data = encoded(Image.new("L", (65_000, 1_500)), "JPEG")
    assert photos.read(data, 900).shape == (375, 16_250, 3)


TWENTY = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from lookbook import photos

def peak():
    return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024

def read(data):
    try:
        return photos.read(data, 900).shape
    except photos.PhotoError as error:
        return str(error)

files = [open(name, "rb").read() for name in sys.argv[1:]]
read(files[0][:100])
with ThreadPoolExecutor(20) as pool:
    answers = list(pool.map(read, [files[i % len(files)] for i in range(20)]))
print(len(answers), peak())
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_twenty_small_files_of_many_pixels_at_once_stay_under_one_gigabyte(tmp_path: Path) -> None:
    names = []
    for number, (side, mode) in enumerate([(3_500, "RGBA"), (4_900, "L"), (10_000, "L"), (10_000, "1")]):
        target = io.BytesIO()
        options = {"lossless": True, "quality": 0, "method": 0} if mode == "RGBA" else {}
        Image.new(mode, (side, side)).save(target, "WEBP" if mode == "RGBA" else "PNG", **options)
        (tmp_path / str(number)).write_bytes(target.getvalue())
        names.append(str(tmp_path / str(number)))
    done = subprocess.run([sys.executable, "-c", TWENTY, *names], cwd=ROOT, capture_output=True, text=True, check=True)
    count, peak = done.stdout.split()
    assert int(count) == 20
    assert float(peak) < 700  # megabytes; the page itself needs some 300 besides
