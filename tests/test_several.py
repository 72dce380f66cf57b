"""A catalogue with several pictures a product: what is found, counted and shown are products."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.catalog.memory_table import MemoryTable
from lookbook.conditions import Where, understood
from lookbook.hit import Hit
from lookbook.index import Index, open_catalog
from lookbook.neighbors import ENGINES
from lookbook.query import Answer
from lookbook.records import as_record
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.products import Products
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.visual import VisualRetriever
from lookbook.stores import LocalStore
from tests.fakes import MeanColour, paint

RED, ORANGE, GREEN, TEAL, BLUE = (255, 0, 0), (220, 60, 0), (0, 255, 0), (0, 200, 90), (0, 0, 255)
PICTURES: Mapping[str, tuple[int, int, int]] = {
    "1_1": RED,
    "1_2": BLUE,
    "1_3": (250, 10, 10),
    "2_1": ORANGE,
    "3_1": GREEN,
    "3_2": TEAL,
    "stray": (90, 90, 90),
}
TABLE = """id,articleType,baseColour,productDisplayName
1,Shirts,Red,Plain shirt
2,Shirts,Orange,Plain shirt of linen
3,Dresses,Green,Long dress
4,Dresses,Blue,Dress without a picture
"""
FRONTS = {"1": "images/1_1.png", "2": "images/2_1.png", "3": "images/3_1.png", "stray": "images/stray.png"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three products of six pictures, and a picture without a row."""
    folder = tmp_path_factory.mktemp("several")
    for name, colour in PICTURES.items():
        paint(folder / "images" / f"{name}.png", colour)
    (folder / "styles.csv").write_text(TABLE)
    build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> Lookbook:
    """The same, open."""
    index = Index.load(folder)
    return Lookbook(index, open_catalog(index, folder, ()), MeanColour(), folder=folder)


def found(hits: Sequence[Hit]) -> list[tuple[str, str]]:
    """Return the product and the picture of each hit."""
    return [(hit.id, Path(hit.filename).stem) for hit in hits]


def photo(tmp_path: Path, colour: tuple[int, int, int]) -> Path:
    return paint(tmp_path / "query.png", colour)


def test_a_row_of_the_pickles_stays_a_picture(folder: Path) -> None:
    assert Index.load(folder).filenames == [f"images/{name}.png" for name in PICTURES]


def test_a_product_is_found_once_by_its_best_fitting_picture(book: Lookbook, tmp_path: Path) -> None:
    assert found(book.search(photo(tmp_path, RED), k=3)) == [("1", "1_1"), ("2", "2_1"), ("stray", "stray")]
    assert found(book.search(photo(tmp_path, BLUE), k=1)) == [("1", "1_2")]


def test_k_counts_products_and_all_of_them_can_be_had(book: Lookbook, tmp_path: Path) -> None:
    for k in (1, 2, 3, 4):
        assert len(book.search(photo(tmp_path, RED), k=k)) == k
    assert {hit.id for hit in book.search(photo(tmp_path, RED), k=99)} == {"1", "2", "3", "stray"}


def test_like_searches_with_all_pictures_of_a_product_and_leaves_them_all_out(book: Lookbook) -> None:
    hits = book.search(like="3", k=9)
    assert "3" not in {hit.id for hit in hits}
    teal, green = (np.array(colour, float) / np.linalg.norm(colour) for colour in (TEAL, GREEN))
    blue, orange = (np.array(colour, float) / np.linalg.norm(colour) for colour in (BLUE, ORANGE))
    scores = {hit.id: hit.score for hit in hits}
    assert scores["1"] == pytest.approx(blue @ teal, abs=1e-5)
    assert scores["2"] == pytest.approx(max(orange @ green, orange @ teal), abs=1e-5)


@pytest.mark.parametrize("mode", ["text", "features", "all"])
def test_words_and_features_find_a_product_once(book: Lookbook, mode: str) -> None:
    hits = book.search(text="red shirts", k=9, mode=mode)
    assert hits[0].id == "1"
    assert len({hit.id for hit in hits}) == len(hits)


@pytest.mark.parametrize("mode", ["auto", "text", "all"])
def test_words_find_products_whose_pictures_come_after_those_of_others(book: Lookbook, mode: str) -> None:
    assert [hit.id for hit in book.search(text="long dress", k=1, mode=mode)] == ["3"]
    assert {hit.id for hit in book.search(text="plain", k=2, mode=mode)} == {"1", "2"}


def test_a_photo_and_words_show_the_picture_that_fits_the_photo(book: Lookbook, tmp_path: Path) -> None:
    assert found(book.search(photo(tmp_path, BLUE), text="shirts", k=1)) == [("1", "1_2")]


def test_filters_and_counts_count_products(book: Lookbook, tmp_path: Path) -> None:
    assert book.counts("articleType") == [("Shirts", 2), ("Dresses", 1)]
    assert book.counts("articleType", {"baseColour": "Red"}) == [("Shirts", 1)]
    assert found(book.search(photo(tmp_path, BLUE), k=5, where={"articleType": "Shirts"})) == [
        ("1", "1_2"),
        ("2", "2_1"),
    ]


def test_distinct_and_varied_results_are_products_too(book: Lookbook, tmp_path: Path) -> None:
    for options in ({"distinct": True}, {"diversity": 0.5}):
        hits = book.search(photo(tmp_path, RED), k=4, **options)
        assert sorted(hit.id for hit in hits) == ["1", "2", "3", "stray"]


def test_json_names_the_other_pictures_of_a_product(book: Lookbook, tmp_path: Path) -> None:
    hits = book.search(photo(tmp_path, BLUE), k=2)
    record = json.loads(json.dumps(as_record(book, "query", Answer(hits=hits))))
    first = record["results"][0]
    assert (first["id"], first["filename"]) == ("1", "images/1_2.png")
    assert first["pictures"] == ["images/1_1.png", "images/1_3.png"]
    assert first["product"]["productDisplayName"] == "Plain shirt"


def test_what_does_not_join_is_listed_beside_the_index(folder: Path) -> None:
    with (folder / "missing.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [["what", "name"], ["picture", "images/stray.png"], ["row", "4"]]
    assert str(Catalog.open(folder / "images").joins) == (
        f"7 pictures of 3 products in {Catalog.open(folder / 'images').styles}; 1 picture has no row, 1 row no picture "
        "(missing.csv: images/stray.png; 4)"
    )


def test_a_product_s_first_picture_stands_for_it(book: Lookbook) -> None:
    assert dict(book.catalog.fronts) == FRONTS


def test_without_an_id_a_picture_is_a_product(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        paint(tmp_path / "images" / f"{name}.png", RED)
    (tmp_path / "styles.csv").write_text('file,name\n"a.png, b.png",Tee\nc.png,Shirt\n')
    (tmp_path / "columns.toml").write_text('[columns]\npicture = "file"\nproductDisplayName = "name"\n')
    catalog = Catalog.open(tmp_path / "images")
    assert [catalog.product_id(name) for name in catalog.filenames] == ["a", "b", "c"]
    assert [catalog.product(name)["productDisplayName"] for name in catalog.filenames] == ["Tee", "Tee", "Shirt"]
    assert str(catalog.joins).startswith("3 pictures of 3 products in ")


def test_pictures_named_by_one_cell_several_columns_or_several_rows_are_one_product(tmp_path: Path) -> None:
    for name in "abcdefg":
        paint(tmp_path / "images" / f"{name}.png", RED)
    table = 'code,file,back,name\n1,"a.png, b.png",,Tee\n2,c.png,d.png,Shirt\n3,e.png,,Dress\n3,f.png,,Dress\n'
    table += "4,g.png,,Hat\n"
    (tmp_path / "styles.csv").write_text(table)
    mapping = '[columns]\nid = "code"\npicture = "file"\nproductDisplayName = "name"\n[rows]\npictures = ["back"]\n'
    (tmp_path / "columns.toml").write_text(mapping)
    catalog = Catalog.open(tmp_path / "images")
    assert [catalog.product_id(name) for name in catalog.filenames] == ["1", "1", "2", "2", "3", "3", "4"]
    assert str(catalog.joins).startswith("7 pictures of 4 products in ")
    assert catalog.only(catalog.filenames[1:]).pictures("images/b.png") == ["images/b.png"]


def test_rows_of_one_id_with_values_of_their_own_count_for_each_value(tmp_path: Path) -> None:
    keys, rows = ["a", "b", "c"], [["1", "Red"], ["1", "Blue"], ["2", "Red"]]
    table = MemoryTable.of(keys, ["id", "colour"], rows, "")
    assert table.counts("colour") == [("Red", 2), ("Blue", 1)]
    assert table.pictures(np.array([1])).tolist() == [0, 1]


@given(
    owners=st.lists(st.integers(0, 6), min_size=1, max_size=30),
    wanted=st.integers(1, 9),
    views=st.integers(1, 3),
    filtered=st.booleans(),
    seed=st.integers(0, 99),
    engine=st.sampled_from(["exact", "sklearn", "approximate"]),
)
def test_the_nearest_products_are_those_that_brute_force_finds(
    owners: Sequence[int], wanted: int, views: int, filtered: bool, seed: int, engine: str
) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.integers(-2, 3, (len(owners) + views, 3)).astype(np.float32) + np.float32(0.1)  # with many ties
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked, stored = vectors[:views], vectors[views:]
    keys = [f"{place:02}" for place in range(len(owners))]
    rows = [[str(owner), "even" if owner % 2 == 0 else "odd"] for owner in owners]
    table = MemoryTable.of(keys, ["id", "kind"], rows, "")
    products = Products(_Shelf(table))  # type: ignore[arg-type]
    where: Where | None = understood({"kind": "even"}) if filtered else None
    retriever = VisualRetriever(Resources(LocalStore(keys, stored, table, ENGINES[engine]), products))
    hits = retriever.search(EncodedQuery(vectors=asked), wanted, where)

    best: dict[str, tuple[float, str]] = {}
    for key, (owner, kind), near in zip(keys, rows, (stored @ asked.T).max(axis=1).round(6).tolist(), strict=True):
        if kind == "even" or not filtered:
            best[owner] = min(best.get(owner, (2.0, "")), (-near, key))
    expected = sorted(best.values())[:wanted]
    assert [hit.score for hit in hits] == pytest.approx([-near for near, _ in expected], abs=2e-6)
    assert len({hit.id for hit in hits}) == len(hits) == len(expected)


class _Shelf:
    """As much of a catalogue as a search by pictures asks for."""

    def __init__(self, table: MemoryTable) -> None:
        self.table, self.filenames = table, table.keys

    def product_id(self, filename: str) -> str:
        return self.table.product_id(filename)
