"""The ways of searching by name, all of them together, and results that repeat themselves less."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lookbook.book import Lookbook
from lookbook.catalog import Catalog
from lookbook.catalog.memory_table import MemoryTable
from lookbook.conditions import understood
from lookbook.encoders.base import Photo
from lookbook.encoders.closeness import EQUAL_ALONE
from lookbook.hit import Hit
from lookbook.index import Index
from lookbook.neighbors import ENGINES
from lookbook.query import Query
from lookbook.retrieval import diversify
from lookbook.retrieval.mixture import WEIGHTS
from lookbook.retrieval.registry import modes
from lookbook.settings import Settings
from lookbook.stores import LocalStore
from tests.fakes import COLOURS, MeanColour, paint, unit

TABLE = """id,gender,articleType,baseColour,productDisplayName
1,Men,Shirts,Red,Turtle Men Check Shirt
2,Women,Dresses,Red,Lark Women Floral Dress
3,Men,Shirts,Green,Turtle Men Check Shirt
4,Women,Dresses,Green,Lark Women Sleeveless Dress
5,Men,Shirts,Blue,Harlowe Men Logo Shirt
6,Women,Dresses,Blue,Lark Women Floral Dress with Sleeves
7,Unisex,Caps,Grey,Plain Cap
"""


def open_book(folder: Path, table: str | None = TABLE, copies: str = "") -> Lookbook:
    """Open the seven plain pictures, and copies of some of them under the names 1b, 1c and so on."""
    for name, colour in COLOURS.items():
        paint(folder / "images" / f"{name}.png", colour)
    for place, name in enumerate(copies):
        paint(folder / "images" / f"{name}{'bcdef'[place]}.png", COLOURS[name])
    if table is not None:
        (folder / "styles.csv").write_text(table)
    catalog, encoder = Catalog.open(folder / "images", relative_to=folder), MeanColour()
    vectors = np.stack([unit(*COLOURS[Path(name).stem[0]]) for name in catalog.filenames])
    return Lookbook(Index(vectors, catalog.filenames, encoder.identity), catalog, encoder, Settings())


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Lookbook:
    """Seven plain pictures with a row each."""
    return open_book(tmp_path_factory.mktemp("ways"))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Lookbook:
    """The same, of the first there are four and of the second two."""
    return open_book(tmp_path_factory.mktemp("copied"), copies="1112")


def plain(*colour: int) -> Photo:
    """Make a plain photo."""
    return np.full((8, 8, 3), colour, np.uint8)


def ids(hits: list[Hit]) -> list[str]:
    """Return the products of hits."""
    return [hit.id for hit in hits]


RED = plain(250, 0, 0)


def test_auto_goes_by_what_is_given(book: Lookbook) -> None:
    assert book.search(RED) == book.search(RED, mode="visual")
    assert book.search(text="floral") == book.search(text="floral", mode="text")
    assert book.search(RED, text="floral") == book.search(RED, text="floral", mode="all")


def test_features_are_those_seen_unless_the_text_names_others(book: Lookbook) -> None:
    # the encoder sees Red with 0.9 and Green with 0.1 in everything
    assert ids(book.search(RED, mode="features"))[:4] == ["1", "2", "3", "4"]
    assert ids(book.search(RED, mode="features", text="in blue"))[:2] == ["5", "6"]
    assert ids(book.search(mode="features", text="green dress"))[:1] == ["4"]
    assert ids(book.search(like="6", mode="features"))[:1] == ["2"], "a dress for women, but not blue"


def test_a_products_title_stands_for_its_words(book: Lookbook) -> None:
    assert ids(book.search(like="1", mode="text"))[:1] == ["3"]
    assert ids(book.search(like="1", mode="text", text="cap")) == ["7"]


def test_all_adds_up_what_each_way_gives(book: Lookbook) -> None:
    hits = book.search(RED, text="floral dress", k=7, mode="all")
    assert [hit.id for hit in hits[:3]] == ["2", "6", "4"], "the dresses, those that say floral first"
    for hit in hits:
        assert hit.why.keys() == {"visual", "text", "features", "wishes"}
        assert hit.score == pytest.approx(sum(hit.why.values()))
        assert hit.why["wishes"] == (0.5 if hit.id in "246" else 0)
    cosines = {hit.id: hit.score for hit in book.search(RED, k=7)}
    assert {hit.id: hit.why["visual"] for hit in hits} == pytest.approx(
        {product: WEIGHTS["visual"] * cosine / 2 for product, cosine in cosines.items()}
    )


def test_what_is_refused_is_left_out(book: Lookbook) -> None:
    assert ids(book.search(text="dress, not red, for women", k=2)) == ["4", "6"]
    assert ids(book.search(text="floral dress without sleeves"))[0] == "2"
    assert ids(book.search(text="dress without sleeves"))[:1] == ["4"], "it says sleeveless"
    assert {hit.id for hit in book.search(RED, text="not red", k=7)} == {"3", "4", "5", "6", "7"}
    assert {hit.id for hit in book.search(RED, text="not red", k=7, mode="features")} <= {"3", "4", "5", "6", "7"}


def test_without_a_table_all_goes_by_the_picture(tmp_path: Path) -> None:
    bare = open_book(tmp_path, table=None)
    assert ids(bare.search(RED, mode="all")) == ids(bare.search(RED))
    assert bare.search(text="shirt", mode="all") == []
    with pytest.raises(ValueError, match="has none of the features"):
        bare.search(RED, mode="features")


@pytest.mark.parametrize("mode", modes())
def test_conditions_hold_in_every_way(mode: str, book: Lookbook) -> None:
    hits = book.search(RED, text="red dress", where={"gender": ["men", "unisex"]}, mode=mode)
    assert hits
    assert {hit.id for hit in hits} <= {"1", "3", "5", "7"}
    assert book.search(RED, text="red dress", where={"gender": "boys"}, mode=mode) == []


def test_a_way_that_cannot_be_gone_is_refused_in_a_sentence(book: Lookbook) -> None:
    with pytest.raises(ValueError, match="no mode 'best'; there are: auto, visual, text, features, all"):
        book.search(RED, mode="best")
    with pytest.raises(ValueError, match="no picture to search by; give a photo"):
        book.search(text="red", mode="visual")
    with pytest.raises(ValueError, match="no words to search by; give a text"):
        book.search(RED, mode="text")
    with pytest.raises(ValueError, match=r"diversity must be in 0\.\.1, got 1\.5"):
        book.search(RED, diversity=1.5)


NONSENSE = st.one_of(
    st.text(max_size=40),
    st.text("'\";-not without red,()", max_size=40),
    st.sampled_from(
        ["x" * 10_000, "\U0001f457" * 50, "'; DROP TABLE products; --", "\u0641\u0633\u062a\u0627\u0646", "no"]
    ),
)


@settings(max_examples=40, deadline=None)
@given(query=NONSENSE, mode=st.sampled_from(modes()), shown=st.booleans())
def test_any_nonsense_gets_a_calm_answer_in_every_way(book: Lookbook, query: str, mode: str, shown: bool) -> None:
    photo = RED if shown or mode == "visual" else None
    hits = book.search(photo, text=query or " ", k=7, mode=mode)
    assert len(set(ids(hits))) == len(hits)
    places = [(-round(hit.score, 6), hit.filename) for hit in hits]
    assert places == sorted(places)


def test_copies_are_shown_once_and_others_come_instead(copied: Lookbook) -> None:
    assert ids(copied.search(RED, k=6)) == ["1", "1b", "1c", "1d", "2", "2e"]
    assert ids(copied.search(RED, k=3, distinct=True)) == ["1", "2", "7"]
    assert len(copied.search(RED, k=100, distinct=True)) == 7
    assert ids(copied.search(like="1c", k=2, distinct=True)) == ["2", "7"], "its own copies are not its like"
    assert ids(copied.search(text="check", k=5, distinct=True)) == ["1", "3"]


def test_diversity_is_maximal_marginal_relevance() -> None:
    angles = np.radians([0, 10, 20, 90])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    hits = [Hit(str(place), f"{place}.png", score) for place, score in enumerate([0.9, 0.8, 0.7, 0.5])]
    table = MemoryTable.of([hit.filename for hit in hits], [], [[]] * 4, "")
    store = LocalStore([hit.filename for hit in hits], vectors, table, ENGINES["exact"])
    search = diversify.diverse(lambda k: hits[:k], store, 0.5)
    # after 0, with scores 1, 3/4, 1/2, 0 and similarities to it 1, .98, .94, 0: .75 - .98, .5 - .94, 0 - 0
    assert ids(search(2)) == ["0", "3"]
    assert ids(search(4)) == ["0", "3", "1", "2"]
    assert search(9) == search(4)


def test_diversity_of_nothing_is_the_plain_order_and_of_all_is_difference(copied: Lookbook) -> None:
    assert copied.search(RED, k=5, diversity=0) == copied.search(RED, k=5)
    first, second, *_ = copied.search(RED, k=5, diversity=1.0)
    assert (first.id, second.id) == ("1", "3"), "green is as far from red as can be"
    assert copied.search(text="\U0001f457", diversity=0.5) == []


def test_a_query_is_asked_as_one_object_or_by_its_parts(book: Lookbook) -> None:
    by_parts = book.search(None, 3, {"gender": "men"}, "shirt", None, "text")
    assert book.ask(Query(k=3, where=understood({"gender": "men"}), text="shirt", mode="text")).hits == by_parts
    assert book.search(text="shirt", k=3, where={"gender": "men"}) == by_parts


def test_the_counts_of_values_are_at_hand(book: Lookbook) -> None:
    assert book.counts("articleType", {"gender": "women", "articleType": "Caps"}) == [("Dresses", 3)]


def test_copies_are_named_by_what_is_shown_for_them(copied: Lookbook) -> None:
    first = copied.search(RED, k=1, distinct=True)[0]
    assert first.copies == ("images/1b.png", "images/1c.png", "images/1d.png")
    assert copied.search(RED, k=1)[0].copies == ()


def test_pictures_as_alike_as_copies_are_count_as_copies_where_that_is_known() -> None:
    angles = np.radians([0, 2, 30, 31])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    keys = ["a", "b", "c", "d"]
    store = LocalStore(keys, vectors, MemoryTable.of(keys, [], [[]] * 4, ""), ENGINES["exact"])
    hits = [Hit(key, key, 1.0) for key in keys]
    found = diversify.distinct(lambda k: hits[:k], store, np.empty((0, 2), np.float32), 0.999)
    assert [(hit.id, hit.copies) for hit in found(4)] == [("a", ("b",)), ("c", ("d",))]
    known = diversify.distinct(lambda k: hits[:k], store, vectors[2:3], 0.999)
    assert [hit.id for hit in known(4)] == ["a"]
    exact = diversify.distinct(lambda k: hits[:k], store, np.empty((0, 2), np.float32), EQUAL_ALONE)
    assert len(exact(4)) == 4
