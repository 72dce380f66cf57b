"""The one door: photos in, hits out."""

import io
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.neighbors import NearestNeighbors

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.encoders import registry
from lookbook.encoders.base import EncoderError
from lookbook.index import BadIndexError, Index
from lookbook.photos import PhotoError
from lookbook.query import Query
from lookbook.settings import Settings
from tests.fakes import MeanColour, paint, paint_catalogue, unit


@pytest.fixture
def book(tmp_path: Path) -> Lookbook:
    """Seven plain pictures, four of them with a row in styles.csv."""
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    build(catalog, MeanColour(), tmp_path)
    index = Index.load(tmp_path)
    reopened = Catalog.at(index.images_root, index.filenames, index.styles, tmp_path)
    return Lookbook(index, reopened, MeanColour(), Settings())


def test_the_nearest_come_first_with_their_cosine(book: Lookbook, tmp_path: Path) -> None:
    hits = book.search(paint(tmp_path / "query.png", (250, 0, 0)), k=3)
    assert [hit.id for hit in hits] == ["1", "2", "7"]
    assert hits[0].filename == "images/1.png"
    assert hits[0].score == pytest.approx(1.0)
    assert hits[1].score == pytest.approx(200 / np.hypot(200, 60))
    assert hits[2].score == pytest.approx(3**-0.5, abs=1e-4)


def test_path_bytes_and_pixels_are_one(book: Lookbook, tmp_path: Path) -> None:
    path = paint(tmp_path / "query.png", (10, 200, 30))
    pixels = np.full((8, 8, 3), (10, 200, 30), np.uint8)
    assert book.search(path) == book.search(str(path)) == book.search(path.read_bytes()) == book.search(pixels)


def test_five_by_default_and_all_when_there_are_fewer(book: Lookbook, tmp_path: Path) -> None:
    query = paint(tmp_path / "query.png", (10, 200, 30))
    assert len(book.search(query)) == 5
    assert len(book.search(query, k=100)) == len(book) == 7


def test_conditions_hold_for_every_hit_and_ignore_case(book: Lookbook, tmp_path: Path) -> None:
    query = paint(tmp_path / "query.png", (250, 0, 0))
    assert [hit.id for hit in book.search(query, where={"baseColour": "RED", "gender": "women"})] == ["2"]
    assert {hit.id for hit in book.search(query, where={"articleType": "shirts"})} == {"1", "3", "5"}
    assert book.search(query, where={"articleType": "Sarees"}) == []


def test_a_column_that_is_not_there_is_an_error_with_the_columns(book: Lookbook, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no column 'colour'; its columns are: id, gender"):
        book.search(paint(tmp_path / "query.png", (1, 1, 1)), where={"colour": "Red"})


@pytest.mark.parametrize("k", [0, -1])
def test_k_must_be_positive(book: Lookbook, k: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="k must be positive"):
        book.search(paint(tmp_path / "query.png", (1, 1, 1)), k=k)


def test_an_answer_tells_what_was_seen_and_how_long_it_took(book: Lookbook, tmp_path: Path) -> None:
    answer = book.ask(Query(photo=paint(tmp_path / "query.png", (250, 0, 0))))
    assert answer.prediction is not None
    assert answer.prediction.attributes == {"baseColour": [("Red", 0.9), ("Green", 0.1)]}
    assert answer.milliseconds > 0


@pytest.mark.parametrize("orientation", [1, 6])
def test_the_box_is_in_pixels_of_the_upright_photo_however_small_it_was_read(orientation: int, book: Lookbook) -> None:
    photo = Image.new("RGB", (800, 600), (250, 0, 0))
    exif = photo.getexif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", exif=exif)
    prediction = book.ask(Query(photo=buffer.getvalue())).prediction
    assert prediction is not None
    assert prediction.box == pytest.approx([0, 0, 32, 16]), "4 x 2 pixels of a picture read at an eighth of its size"


def test_many_photos_are_answered_in_order_and_one_bad_one_stops_nothing(book: Lookbook, tmp_path: Path) -> None:
    colours = [(250, 0, 0), (0, 250, 0), (0, 0, 250)] * 50
    paths = [paint(tmp_path / "queries" / f"{number}.png", colour) for number, colour in enumerate(colours)]
    paths.insert(70, tmp_path / "queries" / "missing.png")
    answers = list(book.answers(paths, Query(k=1)))
    assert len(answers) == 151
    assert answers[70].hits == []
    assert "missing.png does not exist" in (answers[70].error or "")
    del answers[70]
    assert [answer.hits[0].id for answer in answers] == ["1", "3", "5"] * 50


def test_pictures_and_rows_of_hits_can_be_shown(book: Lookbook, tmp_path: Path) -> None:
    hit = book.search(paint(tmp_path / "query.png", (0, 255, 0)), k=1)[0]
    assert Image.open(io.BytesIO(book.picture(hit))).getpixel((0, 0)) == (0, 255, 0)
    assert book.product(hit)["productDisplayName"] == "Plain, with a comma, Green Shirt"


def test_a_photo_that_cannot_be_read_is_an_error_by_name(book: Lookbook, tmp_path: Path) -> None:
    (tmp_path / "query.jpg").write_text("no photo")
    with pytest.raises(PhotoError, match=r"query\.jpg is not a picture"):
        book.search(tmp_path / "query.jpg")


def test_an_index_of_other_weights_is_refused(tmp_path: Path) -> None:
    encoder = MeanColour()
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    build(catalog, encoder, tmp_path)
    with pytest.raises(EncoderError, match="there is no encoder 'mean-colour'"):
        Lookbook.open(tmp_path, Settings())


def test_an_index_that_lost_its_manifest_is_not_taken_for_resnet50s(tmp_path: Path) -> None:
    build(Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path), MeanColour(), tmp_path)
    (tmp_path / "index.json").unlink()
    with pytest.raises(BadIndexError, match=r"index\.json is missing, and vectors of 3 numbers can't be ResNet50's"):
        Lookbook.open(tmp_path, Settings())


def test_a_book_opened_by_a_relative_path_keeps_its_pictures_when_the_program_goes_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    images = paint_catalogue(tmp_path / "data")
    build(Catalog.open(images, relative_to=tmp_path / "index"), MeanColour(), tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    book = Lookbook.open("index", Settings())
    monkeypatch.chdir("/")
    hit = book.search(images / "1.png", k=1)[0]
    assert book.picture(hit) == (images / "1.png").read_bytes()
    assert book.map.places.shape == (7, 2)


def test_the_tutorials_own_lines_find_the_same_five(book: Lookbook, tmp_path: Path) -> None:
    feature_list = np.array(pickle.loads((tmp_path / "embeddings.pkl").read_bytes()))
    filenames = pickle.loads((tmp_path / "filenames.pkl").read_bytes())
    neighbors = NearestNeighbors(n_neighbors=6, algorithm="brute", metric="euclidean").fit(feature_list)
    _, indices = neighbors.kneighbors([unit(90, 160, 40)])
    ours = book.search(np.full((4, 4, 3), (90, 160, 40), np.uint8), k=6)
    assert [filenames[row] for row in indices[0]] == [hit.filename for hit in ours]
    with Image.open(tmp_path / filenames[indices[0][0]]) as picture:
        assert picture.size == (8, 8)


def test_lookbook_is_imported_from_the_package() -> None:
    assert sys.modules["lookbook"].Lookbook is Lookbook


def test_words_alone_find_products(book: Lookbook) -> None:
    hits = book.search(text="red tee for women", k=2)
    assert hits[0].id == "2"
    assert hits[0].why.keys() == {"text"}
    assert book.search(text="", k=2) == []


def test_words_change_what_a_photo_finds(book: Lookbook, tmp_path: Path) -> None:
    photo = paint(tmp_path / "query.png", (250, 0, 0))
    hits = book.search(photo=photo, text="in green", k=3)
    assert hits[0].id == "3"
    assert hits[0].why.keys() == {"visual", "text", "features", "wishes"}
    assert hits[0].score == pytest.approx(sum(hits[0].why.values()))
    assert len(book.search(photo=photo, text="in green", k=100)) == 7
    assert [hit.id for hit in book.search(photo=photo, text="in green", where={"gender": "women"})] == ["2"]
    assert [hit.id for hit in book.search(photo=photo, text="\U0001f457", k=2)] == ["1", "2"]


def test_a_product_finds_its_like_and_not_itself(book: Lookbook) -> None:
    assert [hit.id for hit in book.search(like="1", k=2)] == ["2", "7"]
    assert len(book.search(like="1", k=100)) == 6
    assert book.search(like="1", text="in blue", k=1)[0].id == "5"


def test_a_search_needs_something_to_search_with(book: Lookbook, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing to search with; give a photo, a text, a product's id"):
        book.search()
    with pytest.raises(ValueError, match="no product '99'"):
        book.search(like="99")
    with pytest.raises(ValueError, match="give one of them"):
        book.search(photo=tmp_path / "query.png", like="1")


@pytest.mark.parametrize("k", [0, -1])
def test_k_must_be_positive_whatever_is_asked_with(book: Lookbook, k: int, tmp_path: Path) -> None:
    photo = paint(tmp_path / "query.png", (1, 1, 1))
    for query in ({"text": "red"}, {"like": "1"}, {"photo": photo, "text": "red"}):
        with pytest.raises(ValueError, match="k must be positive"):
            book.search(**query, k=k)


def test_a_build_keeps_the_words(book: Lookbook, tmp_path: Path) -> None:
    assert len(list((tmp_path / ".lookbook").glob("words-*.npz"))) == 1
    kept = Lookbook(book.index, book.catalog, MeanColour(), Settings(), tmp_path)
    assert kept.search(text="green shirt") == book.search(text="green shirt")


def test_products_are_at_hand_as_a_data_frame(book: Lookbook) -> None:
    frame = book.products
    assert frame.index.tolist() == [str(number) for number in range(1, 8)]
    assert frame.loc["3", "productDisplayName"] == "Plain, with a comma, Green Shirt"
    assert frame.loc["1", "filename"] == "images/1.png"
    assert frame.query("baseColour == 'Red' and gender == 'Women'").index.tolist() == ["2"]
    assert frame.loc["7", "articleType"] == "", "it has no row"
