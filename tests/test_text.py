"""Words: what they are taken for, what they find, and how they are kept."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lookbook.building.build import build
from lookbook.building.options import Options
from lookbook.catalog import Catalog
from lookbook.conditions import understood
from lookbook.disk import artefact
from lookbook.hit import Hit
from lookbook.index import Index
from lookbook.retrieval.attribute_parser import AttributeParser
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.marks import marked
from lookbook.retrieval.products import Products
from lookbook.retrieval.reading import read
from lookbook.retrieval.spelling import Spelling, one_slip
from lookbook.retrieval.terms import Terms
from lookbook.retrieval.terms_kept import TERMS, texts
from lookbook.retrieval.text import TextRetriever
from lookbook.retrieval.words import words
from tests.fakes import MeanColour, open_products, paint, paint_catalogue, resources_of

TABLE = """id,gender,articleType,baseColour,productDisplayName
1,Men,Shirts,Navy Blue,Turtle Men's Check Shirt
2,Women,Tshirts,Red,Puma Women Logo T-shirt
3,Men,Tshirts,Red,Puma Men Logo T-shirt
4,Women,Dresses,Blue,Été Floral Dress
5,Men,Shirts,White,Turtle Men Plain Shirt
6,Unisex,Casual Shoes,White,Puma Plain Shoes
7,Unisex,Casual Shoes,White,Puma Plain Shoes
"""


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Products:
    """Seven products and a picture without a row."""
    return open_products(tmp_path_factory.mktemp("words"), "12345678", TABLE)


@pytest.fixture(scope="module")
def retriever(products: Products) -> TextRetriever:
    """Those products, to be searched by words."""
    return TextRetriever(resources_of(products))


def search(retriever: TextRetriever, query: str, k: int, **where: str) -> list[Hit]:
    """Search by words."""
    return retriever.search(EncodedQuery(text=query), k, understood(where))


def test_which_titles_a_text_says_is_looked_up_once_for_all_that_asks_for_it(
    products: Products, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, really = [], TextRetriever._named

    def named(*given: Any) -> list[int]:
        looked.append(1)
        return really(*given)

    monkeypatch.setattr(TextRetriever, "_named", named)
    retriever = TextRetriever(resources_of(products))
    first = search(retriever, "red logo t-shirt", 3)
    assert retriever.levels(retriever.parse("red logo t-shirt")).count > 1
    assert search(retriever, "red logo t-shirt", 3) == first
    assert looked == [1]
    with pytest.raises(ValueError, match="read-only"):
        retriever.similar(retriever.parse("red logo t-shirt"))[0] = 1


def ids(retriever: TextRetriever, query: str, k: int = 8, **where: str) -> list[str]:
    """Return what a query finds."""
    return [hit.id for hit in search(retriever, query, k, **where)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T-Shirts", ["tshirt"]),
        ("a tee, TEES and t shirts", ["tshirt", "tshirt", "tshirt"]),
        ("Men's mens men\u2019s man", ["men", "men", "men", "men"]),
        ("Women's LADIES", ["women", "women"]),
        ("gray Été café", ["grey", "ete", "cafe"]),
        ("watches dresses shoes glasses boxes ties", ["watch", "dress", "shoe", "glass", "box", "tie"]),
        ("accessories, bodies, bus, dress", ["accessory", "body", "bus", "dress"]),
        ("hand bags", ["handbag"]),
        ("something in the", []),
        ("\U0001f457 !!! __", []),
        ("\ufb01ne \u0130stanbul", ["fine", "istanbul"]),
    ],
)
def test_words_that_mean_the_same_are_the_same(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_titles_are_found_by_their_words(retriever: TextRetriever) -> None:
    assert ids(retriever, "turtle check shirt")[0] == "1"
    assert ids(retriever, "Puma Women Logo T-shirt")[0] == "2"
    assert ids(retriever, "ETE floral")[0] == "4"


@pytest.mark.parametrize("query", ["tshrt", "tshrit", "tshirtt", "tshurt"])
def test_a_slip_of_the_pen_is_forgiven(query: str, retriever: TextRetriever) -> None:
    assert set(ids(retriever, query, 2)) == {"2", "3"}


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("shirt", "shirt", True),
        ("shrt", "shirt", True),
        ("shiirt", "shirt", True),
        ("short", "shirt", True),
        ("sihrt", "shirt", True),
        ("shr", "shirt", False),
        ("hsitr", "shirt", False),
        ("", "a", True),
        ("", "ab", False),
        ("aa", "aaa", True),
    ],
)
def test_one_slip_is_a_letter_less_more_other_or_two_swapped(typed: str, meant: str, expected: bool) -> None:
    assert one_slip(typed, meant) is expected
    assert one_slip(meant, typed) is expected


def test_a_known_word_may_be_a_slip_of_a_far_more_frequent_one() -> None:
    spelling = Spelling(["shirt", "short", "shrt", "dress", "dry", "red", "rd"], np.array([300, 50, 2, 400, 9, 500, 1]))
    meant, slip, plural, brief = spelling.meanings(["shirt", "shrt", "dre", "rd"])
    assert meant == [("shirt", 1.0)]
    assert slip == [("shirt", 1.0), ("shrt", 1.0)], "short is only 25 times as frequent"
    assert plural == [("dress", 1.0), ("dry", 9 / 400)], "the s of dres was taken off as a plural's"
    assert brief == [("rd", 1.0)], "too short to tell"


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("red shirt", ["red", "shirt"], []),
        ("red, without sleeves, for women", ["red", "women"], ["sleeve"]),
        ("Not black or blue but white", ["white"], ["black", "blue"]),
        ("no logo no print in red", ["red"], ["logo", "printed"]),
        ("knot, nothing-ness, notebook", ["knot", "notebook"], ["ness"]),
        ("dress without", ["dress"], []),
        ("blue shirt not for men", ["blue", "shirt"], ["men"]),
        ("no sleeves dress", ["dress"], ["sleeve"]),
        ("red -dress", ["red"], ["dress"]),
        ("non-blue shirts", ["shirt"], ["blue"]),
        ("anything but blue shirts", ["shirt"], ["blue"]),
        ("no blue shirts", ["shirt"], ["blue"]),
        ("shirts, not dresses", ["shirt"], ["dress"]),
        ("shirts not red, blue or white, for men", ["shirt", "men"], ["red", "blue", "white"]),
        ("nothing but red", ["red"], []),
        ("logo-free t-shirt", ["tshirt"], ["logo"]),
        ("dress without long sleeves", ["dress"], ["long sleeve"]),
    ],
)
def test_a_refusal_has_its_scope(text: str, wanted: list[str], refused: list[str], products: Products) -> None:
    reading = read(marked(text), AttributeParser(products))
    assert (reading.wanted, [" ".join(thing) for thing in reading.refused]) == (wanted, refused)


def test_a_text_is_parsed_as_words_requests_and_what_is_refused(retriever: TextRetriever) -> None:
    parsed = retriever.parse("turtle shirt, not red, without logo")
    assert parsed.meanings == [[("turtle", 1.0)], [("shirt", 1.0)]]
    assert (parsed.requested, parsed.others) == ({"articleType": ["shirts"]}, ["turtle"])
    assert (parsed.refused, parsed.unwanted) == ({"baseColour": ["red"]}, ["logo"])
    # 2 and 3 are red and have a logo
    assert retriever.unwanted(parsed).tolist() == [False, True, True, False, False, False, False, False]
    assert ids(retriever, "puma not red") == ["6", "7"], "what is refused is left out"
    assert ids(retriever, "not red") == ["1", "4", "5", "6", "7", "8"], "nothing but a refusal: all others"


def test_what_is_asked_for_by_name_is_told_from_other_words(products: Products) -> None:
    parser = AttributeParser(products)
    assert parser.parse(words("checked navy shirts for men")) == (
        {"baseColour": ["navy blue"], "articleType": ["shirts"], "gender": ["men"]},
        ["checked"],
    )
    assert parser.parse(["blue"]) == ({"baseColour": ["blue"]}, [])
    assert parser.parse(words("red or white")) == ({"baseColour": ["red", "white"]}, [])
    assert parser.parse(["casual", "shoe"]) == ({"articleType": ["casual shoes"]}, [])
    assert parser.parse([]) == ({}, [])


def test_a_product_has_a_share_of_what_is_requested(products: Products) -> None:
    requested = {"baseColour": ["red", "white"], "gender": ["men"]}
    assert AttributeParser(products).share(requested).tolist() == [0.5, 0.5, 1.0, 0.0, 1.0, 0.5, 0.5, 0.0]
    assert AttributeParser(products).share({}).tolist() == [0.0] * 8


def test_the_score_is_the_share_of_words_and_the_cosine_among_those_that_meet_as_much(products: Products) -> None:
    terms = Terms.fit(texts(products))
    hits = search(TextRetriever(resources_of(products)), "navy shirts for women", 8)
    asked = ("navy", "shirt", "women")
    rows, cosines = terms.similar([[(word, 1.0)] for word in asked])
    cosine = {products.filenames[row]: float(value) for row, value in zip(rows, cosines, strict=True)}
    weight = {word: float(terms.weights[terms.vocabulary.index(word)]) for word in asked}
    has = {"1": ("navy", "shirt"), "5": ("shirt",), "2": ("women",), "4": ("women",)}
    # colour is given up first, then gender, then type: 1 has type and colour, 5 the type, 2 and 4 the gender alone
    meets = {"1": 4 + 1, "5": 4, "2": 2, "4": 2}
    assert [hit.id for hit in hits] == ["1", "5", "2", "4"]
    for hit in hits:
        share = sum(weight[word] for word in has[hit.id]) / sum(weight.values())
        assert hit.score == pytest.approx((meets[hit.id] + 0.75 * share + 0.25 * cosine[hit.filename]) / 8)
        assert hit.why == {"text": hit.score}


def test_a_title_that_says_every_word_comes_before_a_more_alike_one_that_does_not(tmp_path: Path) -> None:
    titles = ["Puma Men Fluctuation Red Dial Watch", "Fastrack Red Dial", "Casio Men Blue Watch"]
    table = "id,productDisplayName\n" + "".join(f"{place},{title}\n" for place, title in enumerate(titles, 1))
    retriever = TextRetriever(resources_of(open_products(tmp_path, "123", table)))
    assert ids(retriever, "puma red dial") == ["1", "2"]


@pytest.mark.parametrize("query", ["floral t shrit", "ed flroal tshrit"])
def test_a_phrase_is_made_one_after_its_slips_are_mended(query: str, tmp_path: Path) -> None:
    rows = [f"{place},Tshirts,Lark Red Floral T-shirt\n" for place in range(1, 6)]
    table = "id,articleType,productDisplayName\n" + "".join(rows) + "6,Shirts,Lark Shirt\n"
    parsed = TextRetriever(resources_of(open_products(tmp_path, "123456", table))).parse(query)
    assert parsed.requested == {"articleType": ["tshirts"]}


def test_a_text_of_slips_has_slips_in_right_words_too() -> None:
    spelling = Spelling(["red", "men", "nike", "running", "shoe"], np.array([90, 100, 50, 20, 80]), 300)
    assert spelling.meanings(["ed"], right=["ed"], surely=4) == [[]], "one word of five is meant as it is"
    meant = spelling.meanings(["nkie", "ed", "runing", "shoee"], right=["ed"])
    assert [meaning[0][0] for meaning in meant] == ["nike", "red", "running", "shoe"]


def test_a_shade_that_is_wished_counts(tmp_path: Path) -> None:
    table = "id,baseColour,productDisplayName\n1,Blue,Elle Blue Jeans\n2,Blue,Elle Light Blue Jeans\n"
    retriever = TextRetriever(resources_of(open_products(tmp_path, "12", table)))
    assert ids(retriever, "elle light blue jeans")[0] == "2"


def test_a_product_that_meets_all_comes_before_one_that_does_not(retriever: TextRetriever) -> None:
    assert ids(retriever, "logo turtle check shirt in white for men")[0] == "5", "others share more words"


def test_what_is_asked_for_is_raised_and_not_demanded(retriever: TextRetriever) -> None:
    assert ids(retriever, "red for men")[0] == "3"
    assert "2" in ids(retriever, "red for men")


def test_ties_go_by_filename_and_k_beyond_all_gives_all_that_fit(retriever: TextRetriever) -> None:
    assert ids(retriever, "puma plain shoes", 1) == ["6"]
    assert ids(retriever, "puma plain shoes", 2) == ["6", "7"]
    assert sorted(ids(retriever, "puma", 100)) == ["2", "3", "6", "7"]


def test_conditions_hold_whatever_their_case(retriever: TextRetriever) -> None:
    assert ids(retriever, "puma", gender="WOMEN") == ["2"]
    assert ids(retriever, "puma", gender="Boys") == []
    with pytest.raises(ValueError, match="no column 'hue'; its columns are: id, gender"):
        search(retriever, "puma", 1, hue="red")


@pytest.mark.parametrize("k", [0, -3])
def test_k_must_be_positive(k: int, retriever: TextRetriever) -> None:
    with pytest.raises(ValueError, match=f"k must be positive, got {k}"):
        search(retriever, "puma", k)


def test_a_title_finds_the_nearest_titles_without_the_product(retriever: TextRetriever) -> None:
    def like(title: str, name: str, k: int) -> list[str]:
        own = EncodedQuery(title=title, without=frozenset({f"images/{name}.png"}))
        return [hit.id for hit in retriever.search(own, k)]

    assert like("Puma Plain Shoes", "6", 1) == ["7"]
    assert like("Turtle Men's Check Shirt", "1", 1) == ["5"]
    assert like("", "8", 5) == []


@pytest.mark.parametrize(
    "query",
    ["", " ", "in the for", "\U0001f457\U0001f457", "\u0645\u0631\u062d\u0628\u0627", "\0", "%" * 10_000, "\ud800"],
)
def test_what_says_nothing_finds_nothing(query: str, retriever: TextRetriever) -> None:
    assert search(retriever, query, 5) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text("tshirblue '\";-", max_size=60).map(lambda text: text * 50), st.integers(1, 9))
def test_any_text_gets_a_calm_answer(retriever: TextRetriever, query: str, k: int) -> None:
    hits = search(retriever, query, k)
    assert len(hits) <= k
    assert len({hit.filename for hit in hits}) == len(hits)
    assert all(0 < hit.score <= 1 + 1e-6 for hit in hits)
    places = [(-round(hit.score, 6), hit.filename) for hit in hits]
    assert places == sorted(places)


def test_terms_may_be_weighed_by_count_alone(products: Products) -> None:
    terms = Terms.fit(["red shirt", "red red dress"], "count")
    rows, cosines = terms.similar([[("red", 1.0)]])
    # texts as (red, shirt, "red shirt") and (red, dress, "red red", "red dress") by count
    assert dict(zip(rows.tolist(), cosines.tolist(), strict=True)) == pytest.approx({0: 3**-0.5, 1: 2 / 7**0.5})
    with pytest.raises(ValueError, match="no weighting 'bm25'; there are: tfidf, count"):
        Terms.fit(["red"], "bm25")


def test_a_catalogue_without_words_answers_with_nothing(tmp_path: Path) -> None:
    paint(tmp_path / "images" / "1.png", (1, 1, 1))
    catalog = Catalog.open(tmp_path / "images", relative_to=tmp_path)
    assert search(TextRetriever(resources_of(Products(catalog), tmp_path)), "red shirt", 5) == []


def test_kept_words_are_the_fitted_ones(products: Products, tmp_path: Path) -> None:
    fitted, kept = Terms.fit(texts(products)), artefact.keep(TERMS, tmp_path, products)
    assert kept.vocabulary == fitted.vocabulary
    assert np.array_equal(kept.weights, fitted.weights)
    assert (kept.postings != fitted.postings).nnz == 0


def test_words_are_kept_for_these_very_pictures_and_this_table(products: Products, tmp_path: Path) -> None:
    fewer = Products(products.catalog.only(products.filenames[:3]))
    assert TERMS.file(tmp_path, fewer) != TERMS.file(tmp_path, products)
    other = open_products(tmp_path / "other", "12345678", TABLE.replace("Puma", "Nike"))
    assert TERMS.file(tmp_path, other) != TERMS.file(tmp_path, products)


def test_an_index_weighs_words_as_it_was_built(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path)
    build(Catalog.open(images, relative_to=tmp_path), MeanColour(), tmp_path, Options(vectorizer="count"))
    index = Index.load(tmp_path)
    assert index.vectorizer == "count"
    catalog = Catalog.at(index.images_root, index.filenames, index.styles, tmp_path)
    counted, weighed = (Products(catalog, vectorizer) for vectorizer in ("count", "tfidf"))
    assert artefact.read(TERMS, tmp_path, counted) is not None
    assert TERMS.file(tmp_path, weighed) != TERMS.file(tmp_path, counted)
    assert set(artefact.have(TERMS, tmp_path, counted).weights.tolist()) == {1.0}
