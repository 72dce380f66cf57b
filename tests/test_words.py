"""What words mean: refusals, synonyms, other languages, ranges, slips, and what is said of them."""

import json
from pathlib import Path

import pytest

from lookbook.book import Lookbook
from lookbook.evaluation import changed, readings
from lookbook.query import Query, Understood
from lookbook.records import as_record, as_text
from lookbook.retrieval import english, ranges
from lookbook.retrieval.text import TextRetriever

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sample() -> Lookbook:
    """The sample catalogue."""
    return Lookbook.open(ROOT)


def found(book: Lookbook, text: str, *columns: str, k: int = 5) -> set[tuple[str, ...]]:
    """Return the values that the results of a text have."""
    return {tuple(book.product(hit)[column] for column in columns) for hit in book.search(text=text, k=k)}


def understood(book: Lookbook, text: str, like: str | None = None, k: int = 5) -> Understood:
    """Return what was understood of a text."""
    said = book.ask(Query(text=text, like=like, k=k)).understood
    assert said is not None
    return said


@pytest.mark.parametrize(
    "text",
    [
        "jeans -black",
        "non-black jeans",
        "anything but black jeans",
        "no black jeans",
        "jeans, not in black",
        "jeans except black",
        "jeans other than black or blue",
    ],
)
def test_what_is_refused_is_not_found(text: str, sample: Lookbook) -> None:
    values = found(sample, text, "articleType", "baseColour", k=20)
    assert {kind for kind, _ in values} == {"Jeans"}
    assert "Black" not in {colour for _, colour in values}


def test_readings_are_right_for_nearly_all_queries(sample: Lookbook) -> None:
    halves = readings.read(sample.resources)
    assert sum(map(len, halves.values())) >= 150
    assert all(readings.score(half) >= 0.95 for half in halves.values()), readings.as_text(halves)


@pytest.mark.parametrize(
    ("text", "columns", "right"),
    [
        ("sneakers", ("articleType",), {("Casual Shoes",), ("Sports Shoes",)}),
        ("jumper", ("articleType",), {("Sweaters",), ("Sweatshirts",)}),
        ("gown in burgundy", ("articleType",), {("Dresses",)}),
        ("kids shoes", ("subCategory", "gender"), {("Shoes", "Boys"), ("Shoes", "Girls")}),
        ("gray tee", ("articleType", "baseColour"), {("Tshirts", "Grey")}),
        ("rote schuhe", ("subCategory", "baseColour"), {("Shoes", "Red")}),
        ("roter rock", ("articleType", "baseColour"), {("Skirts", "Red")}),
        ("pantalon noir pour homme", ("articleType", "baseColour", "gender"), {("Trousers", "Black", "Men")}),
        ("vestidos rojos", ("articleType",), {("Dresses",)}),
        ("gonna blu", ("articleType", "baseColour"), {("Skirts", "Blue")}),
        ("laal joote", ("subCategory", "baseColour"), {("Shoes", "Red")}),
    ],
)
def test_everyday_words_and_other_languages_mean_values(
    text: str, columns: tuple[str, ...], right: set[tuple[str, ...]], sample: Lookbook
) -> None:
    values = found(sample, text, *columns, k=3)
    assert values
    assert values <= right


@pytest.mark.parametrize("text", ["under 50", "x", "dog", "price", "something cheaper", "asdfgh qwrt", "12345"])
def test_a_right_word_that_the_catalogue_lacks_and_nonsense_find_nothing(text: str, sample: Lookbook) -> None:
    said = understood(sample, text)
    assert said.notes
    assert said.offered == "", "no kind is like it"


@pytest.mark.parametrize(("text", "kind"), [("cape", "Capris"), ("umbrella", "")])
def test_a_kind_is_offered_where_its_name_is_alike(text: str, kind: str, sample: Lookbook) -> None:
    assert understood(sample, text).offered == kind


def test_words_of_the_language_are_known() -> None:
    assert all(map(english.known, ["sneakers", "jumper", "purse", "dog", "Wedding", "parties"]))
    assert not any(map(english.known, ["tshrt", "rde", "x", "asdfgh"]))


@pytest.mark.parametrize(
    ("text", "rest", "wished"),
    [
        ("shoes under 50", "shoes", {"price": "..50"}),
        ("shoes from 2011 to 2013 in red", "shoes in red", {"year": "2011..2013"}),
        ("2013-2011 shoes", "shoes", {"year": "2011..2013"}),
        ("shoes between $20 and $40.50", "shoes", {"price": "20..40.5"}),
        ("shoes before 2012", "shoes", {"year": "..2011"}),
        ("shoes in 2012", "shoes", {"year": "2012..2012"}),
        ("shoes over 30 euros", "shoes", {"price": "30.."}),
        ("3/4 sleeve top", "3/4 sleeve top", {}),
        ("size 8", "size 8", {}),
    ],
)
def test_ranges_are_taken_where_there_is_a_column(text: str, rest: str, wished: dict[str, str]) -> None:
    taken = ranges.taken(text, ["price", "year"])
    assert " ".join(taken.text.replace(",", " ").split()) == rest
    assert {column: str(between) for column, between in taken.ranges.items()} == wished
    assert ranges.taken("shoes under 50", ["year"]).ignored == ["under 50"]


def test_a_range_holds_for_every_result(sample: Lookbook) -> None:
    hits = sample.search(text="dress under 40", k=10)
    assert hits
    assert all(float(sample.product(hit)["price"]) <= 40 for hit in hits)


def test_what_was_mended_and_what_was_not_understood_is_said(sample: Lookbook) -> None:
    assert understood(sample, "rde dress").corrections == {"rde": "red"}
    assert understood(sample, "rde dress").notes == ["Showing red for “rde”."]
    assert understood(sample, '"rde" dress').notes == ["No product says “rde”; shown without it."]
    product = sample.catalog.table.ids[0]
    said = understood(sample, "cheaper", like=product)
    assert said.notes == ["No product says “cheaper”; shown without it."]
    assert sample.ask(Query(like=product)).understood is None


def test_wishes_are_given_up_in_an_order_that_is_said(sample: Lookbook) -> None:
    said = understood(sample, "purple belts for girls", k=50)
    assert [group.unmet for group in said.groups] == [("baseColour", "gender"), ("articleType",)]
    assert said.groups[0].says == "No purple belts for girls here. Belts for others in other colours:"
    full = understood(sample, "red dress for women", k=30)
    assert (full.groups[0].unmet, full.groups[0].says) == ((), "")
    assert full.groups[1].says == "No more red dresses for women. Dresses for women in other colours:"


def test_the_kind_that_is_kept_is_part_of_what_is_said_not_to_be_there(sample: Lookbook) -> None:
    said = understood(sample, "in red", like="1042")  # there are red products, but no red blazers
    assert said.groups[0].says == "No red blazers here. Blazers in other colours:"
    assert "articleType" not in said.wishes


@pytest.mark.parametrize("text", ["cheaper", "in red", "for kids", "not black", "floral", "rde"])
def test_words_that_name_no_kind_keep_that_of_a_product(text: str, sample: Lookbook) -> None:
    for product in [*sample.catalog.table.ids][::400]:
        row = sample.resources.products.of_id(product)
        kind = sample.catalog.product(sample.catalog.filenames[row])["articleType"]
        hits = sample.search(like=product, text=text, k=5)
        assert {sample.product(hit)["articleType"] for hit in hits} == {kind}


def test_a_change_keeps_the_kind_and_finds_what_is_said(sample: Lookbook) -> None:
    figures = changed.measure(sample, most=20)
    by_product = [own for own in figures if own.name.startswith("a product")]
    assert len(by_product) == 3
    assert all(own.hit >= 0.97 and own.kept >= 0.99 for own in by_product), changed.as_text(figures)


def test_what_was_understood_is_in_print(sample: Lookbook) -> None:
    answer = sample.ask(Query(text="rde dress not for girls", k=2))
    said = json.loads(json.dumps(as_record(sample, "q", answer)))["understood"]
    assert said["wishes"] == {"articleType": ["Dresses"], "baseColour": ["Red"]}
    assert said["refusals"] == {"gender": ["Girls"]}
    assert (said["corrections"], said["ignored"]) == ({"rde": "red"}, [])
    assert said["groups"] == [{"from": 1, "unmet": [], "says": ""}]
    assert "  Showing red for “rde”." in as_text(sample, "q", answer).splitlines()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("red dress for women", {"articleType": {"Dresses"}, "baseColour": {"Red"}, "gender": {"Women"}}),
        ("blue jeans for men", {"articleType": {"Jeans"}, "baseColour": {"Blue", "Navy Blue"}, "gender": {"Men"}}),
        ("black backpack", {"articleType": {"Backpacks"}, "baseColour": {"Black"}}),
        ("white sneakers", {"articleType": {"Casual Shoes", "Sports Shoes"}, "baseColour": {"White"}}),
        ("checked shirt", {"articleType": {"Shirts"}, "productDisplayName": {"Checked"}}),
        ("floral dress", {"articleType": {"Dresses"}, "productDisplayName": {"Floral"}}),
        ("brown leather belt", {"articleType": {"Belts"}, "baseColour": {"Brown"}, "productDisplayName": {"Leather"}}),
        ("green t-shirt for boys", {"articleType": {"Tshirts"}, "baseColour": {"Green"}, "gender": {"Boys"}}),
        ("gold watch", {"articleType": {"Watches"}, "baseColour": {"Gold"}}),
        ("striped sweater", {"articleType": {"Sweaters"}, "productDisplayName": {"Striped"}}),
    ],
)
def test_the_demo_has_five_right_answers(text: str, right: dict[str, set[str]], sample: Lookbook) -> None:
    products = [sample.product(hit) for hit in sample.search(text=text, k=5)]
    assert len(products) == 5
    title = right.pop("productDisplayName", set())
    for product in products:
        assert all(product[column] in values for column, values in right.items())
        assert all(word in product["productDisplayName"] for word in title)


def test_slips_are_mended_and_chance_is_not(sample: Lookbook) -> None:
    parse = sample.resources.get(TextRetriever).parse
    assert parse("tshrt").corrections == {"tshrt": "tshirt"}
    assert parse("blak jaens").corrections == {"blak": "black", "jaens": "jean"}
    assert parse("zx qv").corrections == {}
