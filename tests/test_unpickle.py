"""Only data comes out of a pickle, whatever goes in."""

import json
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import numpy as np
import pytest

from lookbook.index import unpickle
from lookbook.index.unpickle import UnsafePickleError
from tests.hostile_pickles import OBJECTS, RECONSTRUCT, name, payloads, text
from tests.unpickle_fuzz import GROWTH, SPARE

ROOT = Path(__file__).parent.parent
NAMES = ["images/1.jpg", "naïve.jpg", "衣.jpg"]
VECTORS = np.linspace(-1, 1, 24, dtype=np.float32).reshape(3, 8)
DATA = {
    "matrix": VECTORS,
    "matrix of one row each": VECTORS[:, None],
    "matrix by columns": np.asfortranarray(VECTORS),
    "matrix with its axes exchanged": np.arange(24.0).reshape(2, 3, 4).transpose(1, 0, 2),
    "every second column": VECTORS[:, ::2],
    "float64": VECTORS.astype(np.float64),
    "float16": VECTORS.astype(np.float16),
    "big-endian float32": VECTORS.astype(">f4"),
    "big-endian float64": VECTORS.astype(">f8"),
    "no vectors": np.zeros((0, 8), np.float32),
    "one number": np.array(2.5),
    "list of vectors": list(VECTORS),
    "list of matrices of one row": list(VECTORS[:, None]),
    "tuple of vectors": tuple(VECTORS),
    "list of lists": VECTORS.tolist(),
    "the same zero vector twice": [VECTORS[0] * 0] * 2,
    "array of names": np.array(NAMES),
    "array of names as bytes": np.array([b"1.jpg", b"2.jpg"]),
    "array of objects": np.array([*NAMES, 2, None], dtype=object),
    "names": NAMES,
    "names as bytes": [name.encode() for name in NAMES],
    "name by name, more than a batch": [f"images/{number}.jpg" for number in range(2345)],
    "numbers": [
        0,
        1,
        -1,
        255,
        256,
        65_536,
        -(2**31),
        2**40,
        -(2**63),
        2**64 - 1,
        True,
        False,
        None,
        1.5,
        -0.0,
        1e-7,
        1e22,
        float("-inf"),
    ],
    "numpy scalars": [np.float32(1.5), np.int64(3), np.str_("1.jpg"), np.bool_(True)],
    "dictionary": {"1.jpg": [1.0, 2.0], "2.jpg": [3.0, 4.0]},
    "empty things": [[], (), {}, "", b""],
}
PATHS = {
    PurePosixPath("images/1.jpg"): "images/1.jpg",
    PurePosixPath("/content/images/1.jpg"): "/content/images/1.jpg",
    PureWindowsPath("C:\\images\\1.jpg"): "C:\\images\\1.jpg",
}


def saved(tmp_path: Path, data: bytes) -> Path:
    """Write a file that may be a pickle."""
    path = tmp_path / "data.pkl"
    path.write_bytes(data)
    return path


def assert_same(found: Any, expected: Any) -> None:
    """Values of the same type, shape and content; the byte order is the file's."""
    assert type(found) is type(expected)
    if isinstance(expected, np.ndarray):
        assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
        assert found.tolist() == expected.tolist()
    elif isinstance(expected, list | tuple):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_same(one, other)
    else:
        assert found == expected


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_plain_data_comes_back(data: Any, protocol: int, tmp_path: Path) -> None:
    assert_same(unpickle.read(saved(tmp_path, pickle.dumps(data, protocol))), data)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("module", ["pathlib", "pathlib._local"])
def test_paths_come_as_text(module: str, protocol: int, tmp_path: Path) -> None:
    data = pickle.dumps(list(PATHS), protocol)
    if protocol < 4:
        data = data.replace(b"cpathlib\n", f"c{module}\n".encode())
    assert unpickle.read(saved(tmp_path, data)) == list(PATHS.values())


def test_paths_of_another_system_come_as_text(tmp_path: Path) -> None:
    data = b"](" + b"".join(name(f"pathlib.{kind}") + text("a") + text("b") + b"\x86R" for kind in
        ("PosixPath", "WindowsPath", "PurePath", "PurePosixPath", "PureWindowsPath")) + b"e."  # fmt: skip
    assert unpickle.read(saved(tmp_path, data)) == ["a/b", "a\\b", "a/b", "a/b", "a\\b"]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_of_numpy_1_and_2_are_the_same(protocol: int, tmp_path: Path) -> None:
    data = pickle.dumps([VECTORS, np.float32(2)], protocol)
    ours, theirs = b"numpy._core.", b"numpy.core."
    if protocol < 4:
        data = data.replace(ours, theirs)
    else:  # a length comes before the name, and before the frame
        data = data[:2] + data[11:]
        for module in (b"multiarray", b"numeric"):
            long, short = ours + module, theirs + module
            data = data.replace(bytes([len(long)]) + long, bytes([len(short)]) + short)
    assert ours not in data
    assert_same(unpickle.read(saved(tmp_path, data)), [VECTORS, np.float32(2)])


def test_pickles_of_python_2_are_read(tmp_path: Path) -> None:
    def old(content: bytes) -> bytes:
        return b"U" + bytes([len(content)]) + content

    dtype = b"cnumpy\ndtype\nq\x05(U\x02f4K\x00K\x01tRq\x06(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    array = b"cnumpy.core.multiarray\n_reconstruct\nq\x02(cnumpy\nndarray\nq\x03K\x00\x85U\x01btRq\x04(K\x01K\x02\x85"
    data = (
        b"\x80\x02]q\x01(" + old(b"1.jpg") + array + dtype + b"\x89" + old(np.array([1, 2], "<f4").tobytes()) + b"tbe."
    )
    found = unpickle.read(saved(tmp_path, data))
    assert found[0] == "1.jpg"
    assert found[1].tolist() == [1, 2]
    assert unpickle.read(saved(tmp_path, b"(lp0\nS'it\\'s \\\\ 1.jpg'\np1\nag1\na.")) == ["it's \\ 1.jpg"] * 2


@pytest.mark.parametrize("protocol", range(1, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("count", [99, 100, 999, 1000, 1001, 2048, 2500])
@pytest.mark.parametrize("kind", [list, tuple])
def test_many_floats_come_as_an_array(kind: type, count: int, protocol: int, tmp_path: Path) -> None:
    row = [number / 7 for number in range(count)]
    found = unpickle.read(saved(tmp_path, pickle.dumps([kind(row), kind(row[::-1])], protocol)))
    assert [list(vector) for vector in found] == [row, row[::-1]]
    assert all(isinstance(vector, np.ndarray) == (count >= 100) for vector in found)


@pytest.mark.parametrize("last", ["end", 7, None])
def test_floats_with_something_else_stay_a_list(last: Any, tmp_path: Path) -> None:
    row = [number / 7 for number in range(1000)] + [last]
    assert_same(unpickle.read(saved(tmp_path, pickle.dumps([row, row]))), [row, row])


class Bomb:
    """Would make a file if it were unpickled carelessly."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.target),)


@pytest.mark.parametrize("wrap", [lambda bomb: bomb, lambda bomb: [bomb], lambda bomb: np.array([bomb], dtype=object)])
def test_code_is_refused_and_not_run(wrap: Any, tmp_path: Path) -> None:
    path, target = tmp_path / "bomb.pkl", tmp_path / "made"
    path.write_bytes(pickle.dumps(wrap(Bomb(target))))
    with pytest.raises(UnsafePickleError, match=r"bomb\.pkl asks to run .*mkdir"):
        unpickle.read(path)
    assert not target.exists()


@pytest.mark.parametrize("kind", payloads(Path("made")))
def test_known_attacks_are_refused_and_not_run(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "made"
    with pytest.raises(UnsafePickleError, match=r"data\.pkl .*; .*\.$"):
        unpickle.read(saved(tmp_path, payloads(target)[kind]))
    assert not target.exists()


def test_the_attacks_are_real(tmp_path: Path) -> None:
    target = tmp_path / "made"
    pickle.loads(payloads(target)["stack name from memory"])
    assert target.exists()


DTYPE = name("numpy.dtype") + b"(" + text("f4") + b"K\x00K\x01tR"
MINUS = b"J\xff\xff\xff\xff"
FLOATS = DTYPE + b"(K\x03" + text("<") + b"NNN" + MINUS + MINUS + b"K\x00tb"
TEXTS = name("numpy.dtype") + b"(" + text("U1") + b"K\x00K\x01tR(K\x03" + text("<") + b"NNNK\x04K\x04K\x08tb"


@pytest.mark.parametrize(
    "content",
    [
        RECONSTRUCT + b"(K\x01K\x03\x85" + FLOATS + b"I00\nC\x08abcdefghtb.",
        RECONSTRUCT + b"(K\x01" + MINUS + b"\x85" + FLOATS + b"I00\nC\x00tb.",
        RECONSTRUCT + b"(K\x01(" + b"K\x01" * 33 + b"t" + FLOATS + b"I00\nC\x04abcdtb.",
        RECONSTRUCT + b"(K\x02K\x01\x85" + FLOATS + b"I00\nC\x04abcdtb.",
        RECONSTRUCT + b"(K\x01K\x01\x85" + FLOATS + b"I00\n](Natb.",
        RECONSTRUCT + b"(K\x01K\x01\x85" + TEXTS + b"I00\nC\x04\xff\xff\xff\xfftb.",
        RECONSTRUCT + b"(K\x01K\x03\x85" + OBJECTS + b"I00\n](NNetb.",
        RECONSTRUCT + b"(K\x01J\xc8\x00\x00\x00\x85" + OBJECTS + b"I00\n](NNetb.",
        RECONSTRUCT + b"(K\x01K\x01\x85" + DTYPE + b"I00\nC\x04abcdtb.",
        RECONSTRUCT.replace(b"K\x00", b"J\xff\xff\xff\x7f") + b".",
        DTYPE + b"(K\x03" + text("?") + b"NNN" + MINUS + MINUS + b"K\x00tb.",
        DTYPE + b"(K\x03" + text("<") + b"NNN" + MINUS + MINUS + b"K\x01tb.",
        DTYPE + b"(K\x03" + text("<") + b"N(" + text("a") + b"tN" + MINUS + MINUS + b"K\x00tb.",
        DTYPE.replace(b"f4", b"V8") + b".",
        DTYPE.replace(b"f4", b"M8") + b".",
        DTYPE.replace(b"f4", b"c8") + b".",
        name("numpy.core.multiarray.scalar") + FLOATS + b"C\x03abc\x86R.",
        DTYPE.replace(b"K\x01", b"K\x00") + b"(K\x03" + text(">") + b"NNN" + MINUS + MINUS + b"K\x00tb.",
        b"(lI5L\na.",
        b"(lF\x1c.5\na.",
        name("_codecs.encode") + text("x") + text("zip") + b"\x86R.",
        name("pathlib.PosixPath") + b"K\x01\x85R.",
        b"\x8f(K\x01\x90.",
        b"\x80\x06N.",
        b"NN.",
        b"(N.",
        b".",
        b"N",
        b"h\x00.",
    ],
)
def test_what_numpy_would_trust_is_checked(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnsafePickleError, match=r"data\.pkl .*; .*\.$"):
        unpickle.read(saved(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", "Git LFS pointer.*git lfs pull"),
        (b"<!DOCTYPE html>\n<html><body>404", "web page"),
        (b'{"vectors": [1, 2]}', "JSON"),
        (b"[[1.0, 2.0]]", "JSON"),
        (b"\x93NUMPY\x01\x00", r"\.npy file"),
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"hello there", "damaged"),
        (name("joblib.numpy_pickle.NumpyArrayWrapper") + b")\x81.", "written by joblib"),
        (name("pandas.core.frame.DataFrame") + b")\x81.", "written by pandas"),
        (b"cnot a name of anything\nsecret\n.", "asks to run something"),
    ],
)
def test_other_files_are_called_what_they_are(content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafePickleError, match=rf"data\.pkl .*{said}"):
        unpickle.read(saved(tmp_path, content))


def test_a_zip_is_called_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(path := tmp_path / "data.pkl", "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(UnsafePickleError, match=r"zip archive"):
        unpickle.read(path)


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(path := tmp_path / "data.pkl")
    with pytest.raises(UnsafePickleError, match="no regular file"):
        unpickle.read(path)


def run(module: str, *arguments: str) -> dict[str, Any]:
    """Run a program of these tests in a process of its own, which may crash, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.returncode}: {done.stderr[-2000:]}"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_small_files_take_little_memory_and_no_endless_time() -> None:
    for kind, (said, _, taken, size) in run("tests.unpickle_bombs").items():
        assert said == "refused", kind  # what takes half a minute of the processor is killed, and "crashed"
        assert taken <= GROWTH * size + SPARE, kind


def test_damaged_pickles_are_read_right_or_refused() -> None:
    found = run("tests.unpickle_fuzz", "2000", "7")
    assert set(found["tally"]) == {"same", "refused"}, found["odd"]
    assert found["slowest_s"] < 2
