"""Only data comes out of a pickle."""

import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lookbook.index import unpickle
from lookbook.index.unpickle import UnsafePickleError

DATA = {
    "matrix": np.arange(6, dtype=np.float32).reshape(2, 3),
    "matrix by columns": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "the tutorial's list of vectors": [np.ones(4, np.float32), np.zeros(4, np.float32)],
    "array of names": np.array(["images/1.jpg", "images\\2.jpg"]),
    "object array": np.array(["a", 2], dtype=object),
    "names": ["images/1.jpg", "naïve.jpg"],
    "numpy scalars": [np.float32(1.5), np.int64(3)],
}


class Bomb:
    """Would make a file if it were unpickled carelessly."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.target),)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", DATA)
def test_plain_data_comes_back(name: str, protocol: int, tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    path.write_bytes(pickle.dumps(DATA[name], protocol))
    found = unpickle.read(path)
    assert type(found) is type(DATA[name])
    assert np.array_equal(np.array(found), np.array(DATA[name]))


@pytest.mark.parametrize("wrap", [lambda bomb: bomb, lambda bomb: [bomb], lambda bomb: np.array([bomb], dtype=object)])
def test_code_is_refused_and_not_run(wrap: Any, tmp_path: Path) -> None:
    path, target = tmp_path / "bomb.pkl", tmp_path / "made"
    path.write_bytes(pickle.dumps(wrap(Bomb(target))))
    with pytest.raises(UnsafePickleError, match=r"bomb\.pkl asks to run .*mkdir"):
        unpickle.read(path)
    assert not target.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nmemmap\n(I0\ntS'b'\ntR.",
        b"c_codecs\nencode\n(Vx\nS'zip'\ntR.",
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I99999999999\ntS'b'\ntR.",
        b"cnumpy\ndtype\n(S'V8'\ntR.",
    ],
)
def test_doors_left_open_by_numpy_are_shut(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    path.write_bytes(content)
    with pytest.raises(UnsafePickleError):
        unpickle.read(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(data=st.data())
def test_damaged_pickles_give_one_error(data: st.DataObject, tmp_path: Path) -> None:
    good = bytearray(
        pickle.dumps(DATA[data.draw(st.sampled_from(sorted(DATA)))], data.draw(st.sampled_from([2, 4, 5])))
    )
    for position in data.draw(st.lists(st.integers(0, len(good) - 1), max_size=4)):
        good[position] = data.draw(st.integers(0, 255))
    path = tmp_path / "data.pkl"
    path.write_bytes(bytes(good[: data.draw(st.integers(0, len(good)))]))
    try:
        unpickle.read(path)
    except UnsafePickleError as error:
        assert "data.pkl" in str(error)  # noqa: PT017 - both outcomes are right
