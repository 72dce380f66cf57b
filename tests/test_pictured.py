"""Words are looked for in the pictures where no product says a word, and where one searches by the picture."""

import re
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
from lookbook.query import Query

TITLE = "productDisplayName"
KINDS = {"sunglasses": "Sunglasses", "wrist watch": "Watches", "jeans": "Jeans", "handbag": "Handbags", "cap": "Caps"}


@pytest.fixture(scope="module")
def sample() -> Lookbook:
    return Lookbook.open(Path())


def without_table(folder: Path) -> Path:
    """Put the sample's pictures and their index, but not its product table, into a folder; returns it."""
    (folder / "images").symlink_to(Path("images").absolute())
    for name in ("embeddings.pkl", "filenames.pkl", "index.json"):
        shutil.copy(name, folder)
    return folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Lookbook:
    """The sample's pictures without its product table."""
    return Lookbook.open(without_table(tmp_path_factory.mktemp("bare")))


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Lookbook:
    """The sample with titles that say no print: theirs are "Checked", "Floral Print" and so on no more."""
    folder = without_table(tmp_path_factory.mktemp("silent"))
    rows = Path("styles.csv").read_text("utf-8")
    said = r"\b(Striped|Pinstriped|Checked|Floral|Polka Dot|Print|Printed|Plain|Solid) "
    (folder / "styles.csv").write_text(re.sub(said, "", rows), "utf-8")
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


def test_a_print_that_no_title_says_is_looked_for_among_what_else_is_wished(silent: Lookbook, sample: Lookbook) -> None:
    assert not any("Checked" in title for title in told(silent, silent.search(text="shirt", k=100), TITLE))
    answer = silent.ask(Query(text="checked shirt for men", k=5))
    titles = told(sample, answer.hits, TITLE)
    assert sum("Checked" in title for title in titles) >= 4
    assert set(told(sample, answer.hits, "articleType")) == {"Shirts"}
    assert set(told(sample, answer.hits, "gender")) == {"Men"}
    assert answer.understood is not None
    assert answer.understood.notes == ["No product says “checked”; the pictures were asked."]


def test_a_print_alone_is_looked_for_in_the_pictures(silent: Lookbook, sample: Lookbook) -> None:
    hits = silent.search(text="striped", k=5)
    assert set(hits[0].why) == {"visual"}
    assert sum("triped" in title for title in told(sample, hits, TITLE)) >= 4


def test_what_is_no_print_and_no_product_says_is_not_guessed(silent: Lookbook) -> None:
    assert not silent.search(text="something cheaper", k=5)


def test_words_by_themselves_look_at_no_picture(silent: Lookbook, sample: Lookbook) -> None:
    alone = silent.search(text="shirt", mode="text", k=20)
    assert [hit.filename for hit in silent.search(text="checked shirt", mode="text", k=20)] == [
        hit.filename for hit in alone
    ]


def test_a_print_beside_a_photo_is_looked_for_where_no_title_says_it(silent: Lookbook, sample: Lookbook) -> None:
    black_dress = "images/1009.jpg"
    hits = silent.search(photo=black_dress, text="floral", k=5)
    assert set(told(sample, hits, "articleType")) == {"Dresses"}
    assert sum("Floral" in title for title in told(sample, hits, TITLE)) >= 2


def test_words_beside_a_photo_move_it(bare: Lookbook, sample: Lookbook) -> None:
    black_dress = "images/1009.jpg"
    assert set(told(sample, bare.search(photo=black_dress, k=5), "baseColour")) == {"Black"}
    red = bare.search(photo=black_dress, text="in red", k=5)
    assert told(sample, red, "baseColour").count("Red") >= 4
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
