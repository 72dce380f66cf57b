"""Reads damaged pickles by the thousand, and says what came of them; run as a program, since it watches its process.

python -m tests.unpickle_fuzz COUNT SEED prints one JSON object. A crash or a read of more than two seconds ends the
process by a signal. Whatever is read is compared with what pickle itself makes of it, in a fork that may crash.
"""

import json
import math
import os
import pickle
import random
import resource
import signal
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any

import numpy as np

from lookbook.index import unpickle
from lookbook.index.unpickle import UnsafePickleError

SECONDS, GROWTH, SPARE = 2, 4, 50 * 2**20
"""The longest read, in seconds of the processor, and the most memory: so many times the file, and so much besides."""
SEEDS: tuple[Any, ...] = (
    np.arange(64, dtype=np.float32).reshape(4, 16),
    np.arange(6, dtype=">f8").reshape(2, 1, 3),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.arange(12, dtype=np.float16).reshape(3, 2, 2).transpose(1, 0, 2),
    [np.linspace(0, 1, 64, dtype=np.float32), np.zeros(64, np.float32)],
    (np.ones((1, 4), np.float32), np.zeros((1, 4), np.float32)),
    np.array(["images/1.jpg", "images\\2.jpg"]),
    np.array([b"1.jpg", b"2.jpg"]),
    np.array(["a", 2, None, "ü", 1.5], dtype=object),
    ["images/1.jpg", "naïve.jpg", "衣.jpg"],
    [PurePosixPath("images/1.jpg"), PureWindowsPath("C:\\images\\2.jpg")],
    [np.float32(1.5), np.int64(3), np.str_("a")],
    [[0.5] * 150, [1.5] * 150],
    [1, -1, 300, 70_000, 2**40, True, None, b"\xff", ""],
    {"a": [1, 2], "b": (1.5, 2.5)},
    np.zeros((0, 4), np.float32),
)
ODD = (0, 1, 2, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**62, 2**63, 2**64 - 1)
CODES = b"".join(
    getattr(pickle, name) for name in pickle.__all__ if isinstance(getattr(pickle, name), bytes)
)  # all opcodes there are


def cases(count: int, dice: random.Random) -> Iterator[bytes]:
    """Make pickles that are damaged in one to four places."""
    good = [pickle.dumps(seed, protocol) for seed in SEEDS for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    for _ in range(count):
        data = dice.choice(good)
        for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
            data = dice.choice(DAMAGES)(data, dice, good)
        yield data


def _set_byte(data: bytes, dice: random.Random, _good: list[bytes]) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]


def _set_code(data: bytes, dice: random.Random, _good: list[bytes]) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + bytes([dice.choice(CODES)]) + data[at + dice.randint(0, 1) :]


def _flip_bit(data: bytes, dice: random.Random, _good: list[bytes]) -> bytes:
    at = dice.randrange(max(1, len(data)))
    return data[:at] + bytes(byte ^ 1 << dice.randrange(8) for byte in data[at : at + 1]) + data[at + 1 :]


def _set_number(data: bytes, dice: random.Random, _good: list[bytes]) -> bytes:
    at, form = dice.randrange(len(data) + 1), dice.choice(["<B", "<H", "<I", "<Q"])
    size = struct.calcsize(form)
    return data[:at] + struct.pack(form, dice.choice(ODD) % 256**size) + data[at + size :]


def _cut(data: bytes, dice: random.Random, _good: list[bytes]) -> bytes:
    start = dice.randrange(len(data) + 1)
    return data[:start] + data[start + dice.randint(1, 20) :]


def _end(data: bytes, dice: random.Random, _good: list[bytes]) -> bytes:
    return data[: dice.randrange(len(data) + 1)] + dice.choice([b"", b"."])


def _repeat(data: bytes, dice: random.Random, _good: list[bytes]) -> bytes:
    start, at = dice.randrange(len(data) + 1), dice.randrange(len(data) + 1)
    return data[:at] + data[start : start + dice.randint(1, 40)] * dice.choice([1, 1, 2, 50]) + data[at:]


def _splice(data: bytes, dice: random.Random, good: list[bytes]) -> bytes:
    other = dice.choice(good)
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other)) :]


def _set_digits(data: bytes, dice: random.Random, _good: list[bytes]) -> bytes:
    places = [at for at, byte in enumerate(data) if 48 <= byte <= 57] or [0]
    at = dice.choice(places)
    return data[:at] + str(dice.choice(ODD)).encode() + data[at + 1 :]


Damage = Callable[[bytes, random.Random, list[bytes]], bytes]
DAMAGES: tuple[Damage, ...] = (
    _set_byte, _set_code, _flip_bit, _set_number, _cut, _end, _repeat, _splice, _set_digits,
)  # fmt: skip


def plain(value: Any) -> Any:
    """Return a value in a form in which what should be equal is equal: floats by their bytes, paths as text."""
    if isinstance(value, PurePath):
        value = str(value)
    if isinstance(value, list | tuple) and len(value) >= 100 and all(type(item) is float for item in value):
        value = np.array(value)
    if isinstance(value, np.ndarray):
        kind = value.dtype.newbyteorder("=")
        content = [plain(x) for x in value.ravel()] if value.dtype.hasobject else value.astype(kind).tobytes()
        return "array", kind.str, value.shape, content
    if isinstance(value, np.generic):
        return "scalar", value.dtype.str, value.tobytes()
    if isinstance(value, list | tuple):
        return type(value).__name__, [plain(item) for item in value]
    if isinstance(value, dict):
        return "dict", [(plain(key), plain(item)) for key, item in value.items()]
    return type(value).__name__, struct.pack("d", value) if type(value) is float else value


def compare(data: bytes, found: Any) -> str:
    """Compare what was read with what pickle itself makes of it, in a fork."""
    if not (child := os.fork()):
        signal.setitimer(signal.ITIMER_REAL, 10)
        try:
            same = plain(found) == plain(pickle.loads(data))
        except Exception:  # noqa: BLE001 - pickle and NumPy raise whatever they like
            os._exit(2)
        os._exit(0 if same else 1)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return "pickle crashed"
    return ("same", "different", "pickle failed")[os.WEXITSTATUS(status)]


def peak() -> int:
    """Return the most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def outcome(path: Path, data: bytes, base: int) -> tuple[str, float]:
    """Read one damaged pickle: what came of it, and how many seconds that took."""
    path.write_bytes(data)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    started = time.process_time()
    found: Any = None
    try:
        found = unpickle.read(path)
        said = ""
    except UnsafePickleError as error:
        said = "out of memory" if isinstance(error.__cause__, MemoryError) else "refused"
    took = time.process_time() - started
    signal.setitimer(signal.ITIMER_PROF, 0)
    if peak() - base > GROWTH * len(data) + SPARE:
        return "took too much memory", took
    return said or compare(data, found), took


def main(count: int, seed: int) -> None:
    """Read so many damaged pickles and print what came of them."""
    dice, tally, slowest = random.Random(seed), Counter[str](), 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.pkl"
        for data in cases(500, dice):  # what is imported and cached at first does not count
            outcome(path, data, 2**62)
        base = peak()
        odd: list[tuple[str, str]] = []
        size = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + 4 * SPARE, resource.RLIM_INFINITY))
        for data in cases(count, dice):
            said, took = outcome(path, data, base)
            tally[said] += 1
            slowest = max(slowest, took)
            if said not in ("same", "refused") and len(odd) < 200:
                odd.append((said, data.hex()))
    grown = math.ceil((peak() - base) / 2**20)
    print(json.dumps({"tally": tally, "slowest_s": round(slowest, 3), "grown_mb": grown, "odd": odd}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
