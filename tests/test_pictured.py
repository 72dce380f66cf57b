"""Words are looked for in the pictures where no product says a word, and where one searches by the picture."""

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from lookbook.book import Lookbook
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.word_tables import WordTables
from lookbook.hit import Hit

KINDS = {"sunglasses": "Sunglasses", "wrist watch": "Watches", "jeans": "Jeans", "handbag": "Handbags", "cap": "Caps"}


@pytest.fixture(scope="module")
def sample() -> Lookbook:
    return Lookbook.open(Path())


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Lookbook:
    """The sample's pictures without its product table."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "images").symlink_to(Path("images").absolute())
    for name in ("embeddings.pkl", "filenames.pkl", "index.json"):
        shutil.copy(name, folder)
    return Lookbook.open(folder)


def told(sample: Lookbook, hits: list[Hit], column: str) -> list[str]:
    return [sample.catalog.product(hit.filename)[column] for hit in hits]


@pytest.mark.parametrize("text", KINDS)
def test_a_folder_of_pictures_alone_is_searched_by_words(text: str, bare: Lookbook, sample: Lookbook) -> None:
    assert not bare.catalog.columns
    assert told(sample, bare.search(text=text, k=5), "articleType").count(KINDS[text]) >= 4


def test_a_print_is_found_that_no_title_tells(bare: Lookbook, sample: Lookbook) -> None:
    titles = told(sample, bare.search(text="checked shirt", k=5), "productDisplayName")
    assert all("Checked" in title and "Shirt" in title for title in titles)


def test_words_beside_a_photo_move_it(bare: Lookbook, sample: Lookbook) -> None:
    black_dress = "images/1009.jpg"
    assert set(told(sample, bare.search(photo=black_dress, k=5), "baseColour")) == {"Black"}
    red = bare.search(photo=black_dress, text="in red", k=5)
    assert set(told(sample, red, "baseColour")) == {"Red"}
    assert set(told(sample, red, "articleType")) == {"Dresses"}


def test_words_alone_search_by_the_picture_where_that_is_asked_for(sample: Lookbook) -> None:
    hits = sample.search(text="wrist watch", mode="visual", k=5)
    assert told(sample, hits, "articleType") == ["Watches"] * 5
    assert set(hits[0].why) == {"visual"}


def test_a_catalogue_that_says_words_is_searched_by_them(sample: Lookbook) -> None:
    assert set(sample.search(text="wrist watch", k=5)[0].why) == {"text"}


def test_a_text_has_one_vector_whatever_stands_beside_it() -> None:
    encoder = FashionEncoder()
    both = encoder.texts(["red dress", "a text"])
    assert both is not None
    alone = encoder.texts(["red dress"])
    assert alone is not None
    assert both[0] == pytest.approx(alone[0], abs=1e-6)
    assert np.linalg.norm(both, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_network_without_words_has_no_table_of_them(tmp_path: Path) -> None:
    picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1])
    same = helper.make_tensor_value_info("same", TensorProto.FLOAT, [1])
    graph = helper.make_graph([helper.make_node("Identity", ["picture"], ["same"])], "none", [picture], [same])
    onnx.save(helper.make_model(graph), tmp_path / "none.onnx")
    assert WordTables.read(tmp_path / "none.onnx") is None
