"""Pictures without a garment come from a folder and from nothing but a seed."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from lookbook.photos import PhotoError
from lookbook.training.nothing import CROPS, MAKERS, made_up, without_garment


def save(path: Path, height: int, width: int, shade: int = 90) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((height, width, 3), shade, np.uint8)).save(path)


def made(count: int, seed: int = 0) -> list[NDArray[np.uint8]]:
    return [picture for _, picture in made_up(count, seed)]


def test_made_up_pictures_fill_the_networks_frame() -> None:
    pictures = made(50)
    assert {picture.shape for picture in pictures} == {(112, 84, 3)}
    assert {picture.dtype for picture in pictures} == {np.dtype(np.uint8)}


def test_five_kinds_take_turns_and_none_is_ever_the_same() -> None:
    assert len(MAKERS) == 5
    noise, gradient, stripes, text, landscape = made(5)
    assert len(np.unique(stripes.reshape(-1, 3), axis=0)) == 2
    assert (text == text[..., :1]).all()
    steps = np.abs(np.diff(gradient.astype(int), axis=0)).max()
    assert steps <= 4, "a gradient has no edges"
    assert len(np.unique(landscape.reshape(-1, 3), axis=0)) > 2
    assert noise.std() > 20
    assert len({picture.tobytes() for picture in made(100)}) == 100
    assert len({name for name, _ in made_up(100)}) == 100


def test_one_seed_makes_one_series_and_another_seed_another() -> None:
    assert np.array_equal(made(10), made(10))
    assert not any(np.array_equal(*pair) for pair in zip(made(10), made(10, seed=1), strict=True))
    assert {name for name, _ in made_up(10)}.isdisjoint(name for name, _ in made_up(10, seed=1))


def test_large_photos_come_in_pieces_too_and_these_share_a_name(tmp_path: Path) -> None:
    save(tmp_path / "deep" / "large.png", 500, 700)
    save(tmp_path / "small.png", 499, 700)
    (tmp_path / "about.txt").write_text("where these come from")
    found = list(without_garment(tmp_path))
    assert [name for name, _ in found] == [str(tmp_path / "deep" / "large.png")] * (1 + CROPS) + [
        str(tmp_path / "small.png")
    ]
    assert found[0][1].shape == (500, 700, 3)
    for _, piece in found[1:-1]:
        height, width, _ = piece.shape
        assert 0.35 * 500 - 1 <= height <= 0.9 * 500
        assert width == height * 84 // 112
    assert len({piece.shape for _, piece in found[1:-1]}) > 1
    assert [piece.shape for _, piece in without_garment(tmp_path)] == [piece.shape for _, piece in found]


def test_a_broken_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_text("no picture")
    with pytest.raises(PhotoError, match=r"broken\.jpg"):
        list(without_garment(tmp_path))
