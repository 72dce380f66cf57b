"""Pickles without manifest: how their vectors were made shows in their pictures."""

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from lookbook import Lookbook
from lookbook.encoders.recipes import RECIPES, Recipe, by_every_recipe
from lookbook.index import BadIndexError
from lookbook.settings import Settings

if TYPE_CHECKING:
    import keras

ROOT = Path(__file__).parents[1]
NAMES = [f"images/{number}.jpg" for number in range(1001, 1009)]
Pickles = Callable[..., Path]


@pytest.fixture(scope="module")
def maps(random_resnet50: "keras.Model") -> NDArray[np.float32]:
    """What the tutorials' network sees in eight pictures, not yet pooled (8, 7, 7, 2048), by Keras's own lines."""
    import keras

    read = [keras.utils.img_to_array(keras.utils.load_img(ROOT / name, target_size=(224, 224))) for name in NAMES]
    prepared = keras.applications.resnet50.preprocess_input(np.stack(read))
    return np.asarray(random_resnet50.predict(prepared, verbose=0))


@pytest.fixture
def pickles(tmp_path: Path, resnet50_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Pickles:
    """Write what a tutorial leaves, pictures included, where the network's weights are at hand."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(resnet50_folder))
    monkeypatch.setenv("LOOKBOOK_RESNET50_WEIGHTS", str(resnet50_folder / "random.weights.h5"))

    def write(vectors: object, *, pictures: bool = True) -> Path:
        (tmp_path / "images").mkdir()
        for name in NAMES if pictures else ():
            shutil.copy(ROOT / name, tmp_path / name)
        (tmp_path / "embeddings.pkl").write_bytes(pickle.dumps(vectors))
        (tmp_path / "filenames.pkl").write_bytes(pickle.dumps(NAMES))
        return tmp_path

    return write


def first(book: Lookbook) -> list[str]:
    """Ask with each picture, and return which one is found first."""
    return [book.search(photo=ROOT / name, k=1)[0].filename for name in NAMES]


def test_maximum_pooling_is_taken_without_a_word(
    pickles: Pickles, maps: NDArray[np.float32], caplog: pytest.LogCaptureFixture
) -> None:
    assert first(Lookbook.open(pickles([*maps.max((1, 2))]))) == NAMES
    assert caplog.records == []


def test_average_pooling_is_found_said_and_kept(
    pickles: Pickles, maps: NDArray[np.float32], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = pickles([*maps.mean((1, 2))])
    for _ in range(2):
        book = Lookbook.open(folder)
        assert book.index.encoder.options == {"pooling": "avg"}
        assert first(book) == NAMES
        assert caplog.messages == [
            "embeddings.pkl was made with average pooling, as 6 of its pictures show; so are photos"
        ]
        caplog.clear()
        monkeypatch.setattr("lookbook.index.recipe.by_every_recipe", lambda *_: pytest.fail("it was looked for again"))


def test_vectors_of_no_known_recipe_are_refused_in_one_sentence(pickles: Pickles) -> None:
    folder = pickles(np.random.default_rng(0).normal(size=(8, 2048)))
    with pytest.raises(
        BadIndexError, match="made in none of the ways that are known of ResNet50 with the weights"
    ) as told:
        Lookbook.open(folder)
    assert "\n" not in str(told.value)


def test_without_pictures_it_is_said_that_nothing_is_known(
    pickles: Pickles, maps: NDArray[np.float32], caplog: pytest.LogCaptureFixture
) -> None:
    book = Lookbook.open(pickles(maps.mean((1, 2)), pictures=False), Settings.load())
    assert book.index.encoder.options == {"pooling": "max"}
    assert any("whether embeddings.pkl was made with maximum pooling is not known" in line for line in caplog.messages)


def test_a_recipe_gives_what_its_own_lines_give(random_resnet50: "keras.Model", resnet50_folder: Path) -> None:
    import keras

    frames = np.stack([np.asarray(Image.open(ROOT / name).convert("RGB").resize((224, 224))) for name in NAMES[:2]])
    found = by_every_recipe(resnet50_folder / "random.weights.h5", frames)
    assert tuple(found) == RECIPES
    assert (found[Recipe("max")][0] @ found[Recipe("avg")][0]) < 1 - 1e-3
    unprepared = np.asarray(random_resnet50(keras.ops.convert_to_tensor(frames.astype(np.float32)), training=False))
    expected = unprepared.mean((1, 2))
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert np.allclose(found[Recipe("avg", "none")], expected, atol=1e-5)
