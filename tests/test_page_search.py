"""The page, run in memory: words, filters, links, and what can be done with an answer."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image
from streamlit.testing.v1 import AppTest

from lookbook.catalog.ordering import ORDERS
from lookbook.conditions import AnyOf, Between, Condition
from lookbook.encoders.closeness import WORDS
from lookbook.photos import PhotoError, web
from lookbook.query import Understood
from lookbook.ui import likeness, link, spreadsheet
from lookbook.ui.markdown import plain
from lookbook.ui.session import PageState, Upload
from lookbook.ui.why import reasons
from tests.visitor import MAIN, click, headings, labels, named, open_page, photo, press, say, titles, upload

SHIRTS = ["Piece 01", "Piece 02", "Piece 03"]


def choose(page: AppTest, key: str, *values: object) -> AppTest:
    """Choose pills."""
    pills(page, key).set_value(list(values))
    return page.run()


def pills(page: AppTest, key: str) -> Any:
    """Return what stands below a key, which a filter has a number after."""
    return next(one for one in page.pills if str(one.key).startswith(key))


def captions(page: AppTest) -> list[str]:
    """The small print of the page."""
    return [caption.value for caption in page.caption]


def read(table: bytes) -> list[list[str]]:
    """Read CSV as a spreadsheet does."""
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def arrive(**parameters: str | list[str]) -> AppTest:
    """Come by a link."""
    page = AppTest.from_file(MAIN, default_timeout=60)
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


def test_words_alone_find_products_and_say_which_words_they_meet(folder: Path) -> None:
    page = say(open_page(), "red jeans")
    assert sorted(titles(page)[:3]) == ["Piece 05", "Piece 06", "Piece 07"]
    assert headings(page) == ["Fits your words best"]
    said = [block.value for block in page.markdown if "your words" in block.value or "All but" in block.value]
    assert said[:4] == [":small[**All of your words**]"] * 3 + [f":small[**{plain('All but “jeans”')}**]"]


def test_words_that_no_product_has_are_told(folder: Path) -> None:
    page = say(open_page(), "zzzz")
    assert headings(page) == ["No product has these words"]


def test_a_photo_and_words_go_together_and_the_words_can_be_taken_away(folder: Path) -> None:
    page = say(upload(open_page(), photo()), "jeans")
    assert headings(page) == ["Fits both best"]
    assert sorted(titles(page)[:3]) == ["Piece 05", "Piece 06", "Piece 07"]
    page = press(page, "clear-words")
    assert headings(page) == ["Looks most like it"]
    assert titles(page)[0] == "Piece 01"


def test_words_taken_away_from_nothing_else_start_again(folder: Path) -> None:
    assert titles(press(say(open_page(), "jeans"), "clear-words")) == []


def test_a_filter_is_part_of_the_search_and_shows_how_many_there_are(folder: Path) -> None:
    page = upload(open_page(), photo((200, 140, 0)))
    assert pills(page, "filter-articleType").options[0] == "Jeans :small[3]"
    page = choose(page, "filter-articleType", "Shirts", "Belts")
    assert titles(page) == ["Piece 13", "Piece 03", "Piece 02", "Piece 01"]
    assert pills(click(page, "Shirts"), "filter-articleType").value == ["Belts"]


def test_years_are_chosen_by_a_slider(folder: Path) -> None:
    page = upload(open_page(), photo())
    next(one for one in page.slider if str(one.key).startswith("filter-year")).set_value((2013.0, 2014.0))
    page = page.run()
    assert titles(page) == ["Piece 03", "Piece 04"]
    assert len(titles(click(page, "Year 2013 to 2014"))) == 5


def test_what_is_seen_becomes_a_filter_by_a_click(folder: Path) -> None:
    page = upload(open_page(), photo())
    assert pills(page, "seen").options == ["Red :small[90\u2009%]"]
    page = choose(page, "seen", ("baseColour", "Red"))
    assert "Red" in labels(page)
    assert pills(page, "filter-baseColour").value == ["Red"]
    assert "14" not in titles(page)


def test_filters_that_no_product_fulfils_are_told_and_taken_away(folder: Path) -> None:
    page = arrive(words="piece", where=["articleType=Jeans", "year=2011..2012"])
    assert headings(page) == ["No product fulfils all of these"]
    assert len(titles(click(page, "Clear all filters"))) == 5


def test_filters_that_hold_beside_a_refused_photo_are_shown_and_taken_away(folder: Path) -> None:
    page = upload(choose(open_page(), "filter-articleType", "Shirts"), photo((0, 0, 255)))
    assert headings(page) == ["This does not look like something we carry"]
    assert named(page, "away-") == ["Shirts"]
    page = click(click(page, "Shirts"), "Show the nearest pieces anyway")
    assert (named(page, "away-"), len(titles(page))) == ([], 5)


def test_a_link_asks_again(folder: Path) -> None:
    page = choose(say(open_page(), "piece"), "filter-articleType", "Shirts")
    assert page.query_params == {"words": "piece", "where": "articleType=Shirts"}
    assert titles(arrive(**page.query_params)) == titles(page) == SHIRTS
    page = press(page, "more-result-1")
    assert page.query_params == {"like": "02", "where": "articleType=Shirts"}
    page = click(page, "Filters kept from before")
    assert page.query_params == {"like": "02"}
    assert titles(arrive(like="02")) == titles(page)


def test_a_link_never_holds_a_photo_and_says_so(folder: Path) -> None:
    page = upload(open_page(), photo())
    page = say(page, "jeans")
    assert set(page.query_params) == {"photo", "words"}
    assert "Your photo can't travel in a link; your words and filters can." in captions(page)
    other = arrive(**page.query_params)
    assert titles(other) == []
    assert captions(other)[-1] == "Looking for your photo in this browser …"
    other.session_state["keeping-wanted"] = ""  # the browser does not keep it
    other = other.run()
    assert headings(other) == ["Fits your words best"]
    assert [toast.value for toast in other.toast] == ["A photo can't travel in a link: please add it again."]


def test_the_browsers_way_back_leads_to_the_photo(folder: Path) -> None:
    page = upload(open_page(), photo())
    address = dict(page.query_params)
    page = press(page, "more-result-3")
    page.query_params.clear()
    page.query_params.update(address)
    assert titles(page.run())[0] == "Piece 01"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"like": "99"}, "no product '99'"),
        ({"words": "piece", "where": "material=Silk"}, "no column 'material'; its columns are: id, gender"),
        ({"where": "material=Silk"}, "no column 'material'"),
        ({"where": "gender"}, "'gender' in the address is no condition; write where=COLUMN=VALUE."),
        ({"sort": "cheap"}, "Sort must be one of new, price, price-high, name, got 'cheap'"),
        ({"sort": "price"}, "Sort='price' goes by the column price, which the product table does not have."),
    ],
)
def test_a_link_that_leads_nowhere_is_told(folder: Path, wrong: dict[str, str], says: str) -> None:
    page = arrive(**wrong)
    assert page.error[0].value.startswith("**This can't be searched for.**")
    assert plain(says) in page.error[0].value
    assert len(page.file_uploader) == 1


def test_a_value_that_no_product_has_is_told_with_those_there_are(folder: Path) -> None:
    page = arrive(where=["gender=Wommen", "articleType=Shirts"])
    assert headings(page) == ["No product fulfils all of these"]
    assert plain("No product has the gender “Wommen”; there are: Men.") in [text.value for text in page.markdown]


def test_conditions_alone_browse_and_taking_them_away_starts_again(folder: Path) -> None:
    page = arrive(where="articleType=Shirts")
    assert (headings(page), titles(page)) == (["3 products"], SHIRTS)
    assert captions(page).count("3 of 3") == 1
    page = arrive(where="articleType=shirts", sort="new")
    assert titles(page) == SHIRTS[::-1]
    assert pills(page, "filter-articleType").value == ["Shirts"], "a link may spell it in its own way"
    assert named(press(page, "more-result-0"), "kept") == ["Filters kept from before"]
    page = arrive(where="year=2011..2012")
    assert titles(page) == SHIRTS[:2]
    page = press(page, "away-0")
    assert page.title[0].value == "Find it by how it looks"
    assert page.query_params == {}


def test_filters_on_the_front_page_begin_to_browse_and_words_go_on_from_there(folder: Path) -> None:
    page = choose(open_page(), "filter-articleType", "Shirts", "Jeans")
    assert headings(page) == ["6 products"]
    assert len(titles(page)) == 6
    assert page.query_params == {"where": ["articleType=Shirts", "articleType=Jeans"]}
    page = say(page, "piece 05")
    assert titles(page)[0] == "Piece 05"
    assert named(page, "away-") == ["Shirts", "Jeans"]


def test_counts_are_of_what_the_words_find(folder: Path) -> None:
    page = say(open_page(), "piece 13")
    assert "Belts :small[1]" in pills(page, "filter-articleType").options
    page = say(open_page(), "shirts")
    assert "Shirts :small[3]" in pills(page, "filter-articleType").options
    assert "Watches" not in " ".join(pills(page, "filter-articleType").options)


def test_more_than_fifty_results_are_gone_through_to_their_end(folder: Path) -> None:
    page = arrive(like="01")
    shown = []
    while "Show more" in labels(page):
        page = click(page, "Show more")
        shown.append(len(titles(page)))
    assert shown == [10, 13]
    assert "That is all there is." in captions(page)


@given(
    text=some.text(max_size=20),
    like=some.text(max_size=10),
    where=some.dictionaries(
        some.text("abcXYZ =:é", min_size=1, max_size=8).filter(lambda name: "=" not in name),
        some.one_of(
            some.lists(some.text("Women's Tops=&%", min_size=1), min_size=1, max_size=3, unique=True).map(
                lambda values: AnyOf(tuple(values))
            ),
            some.builds(Between, some.integers(1990, 2020).map(float), some.none() | some.just(2030.5)),
        ),
        max_size=3,
    ),
    sort=some.sampled_from(["", *ORDERS]),
)
def test_what_an_address_says_is_what_was_asked(text: str, like: str, where: dict[str, Condition], sort: str) -> None:
    asked = PageState(like=like, text=text, where=where, sort=sort)
    assert link.read(link.address(asked)) == (asked if like or text or where or sort else None)


def test_the_way_from_answer_to_answer_can_be_gone_back(folder: Path) -> None:
    page = press(press(upload(open_page(), photo()), "more-result-2"), "more-result-0")
    assert named(page, "step-") == ["Your photo", "Piece 03"]
    assert titles(press(page, "step-0"))[:3] == SHIRTS
    assert named(page, "step-") == []


def test_details_tell_all_and_lead_on(folder: Path) -> None:
    page = press(press(open_page(), "linked-example-1"), "linked-result-0")
    assert any("Year: **2017**" in text.value for text in page.markdown)
    # 04 to 09 are asked with or among the results
    assert named(page, "linked-similar-look-") == ["Piece 10", "Piece 11", "Piece 03", "Piece 12", "Piece 02"]
    assert sorted(named(page, "linked-similar-title-")) == ["Piece 01", "Piece 13"]
    page = press(page, "linked-similar-look-0")
    assert headings(page)[-1] == "Piece 10"
    page = press(page, "more-details")
    assert headings(page) == ["Looks most like it"]
    assert titles(page)[0] == "Piece 11"


def test_the_heart_keeps_a_shortlist_over_searches(folder: Path) -> None:
    page = press(upload(open_page(), photo()), "heart-result-1")
    assert page.button(key="heart-result-1").label == ":small[Saved]"
    page = click(page, "New search")
    assert [text.value for text in page.text] == ["Piece 02"]
    assert [text.value for text in press(page, "remove-02").text] == []


def test_the_table_has_every_result_with_its_product() -> None:
    rows = [{"rank": "1", "id": "7", "title": "Shirt, blue"}, {"rank": "2", "id": "8", "year": "2011"}]
    assert read(spreadsheet.table(rows)) == [
        ["rank", "id", "title", "year"],
        ["1", "7", "Shirt, blue", ""],
        ["2", "8", "", "2011"],
    ]


@given(some.text(" =+-@\t\r\n\"',;abc", max_size=6))
def test_no_cell_of_the_table_is_a_formula(text: str) -> None:
    _, (_, cell) = read(spreadsheet.table([{"id": "1", "title": text}]))
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell in {text, f"'{text}"}


def test_an_address_in_the_box_is_fetched_and_asked_with(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "fetch", lambda url, most: {"https://shop.example/a.png": photo()}[url])
    page = say(open_page(), "jeans https://shop.example/a.png")
    assert headings(page) == ["Fits both best"]
    assert "Clear words" in labels(page)
    assert page.query_params["words"] == "jeans"


def test_an_address_that_can_not_be_used_leaves_everything_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(url: str, most: int) -> bytes:
        raise PhotoError(f"{url} can't be used: it is not a public address; save the photo and upload it.")

    monkeypatch.setattr(web, "fetch", refuse)
    page = say(upload(open_page(), photo()), "http://localhost/")
    assert "not a public address" in page.error[0].value
    assert titles(page)[0] == "Piece 01"
    assert len(say(page, "jeans").error) == 0


def test_the_search_follows_the_box(folder: Path) -> None:
    two = Image.new("RGB", (16, 8), (200, 20, 0))
    two.paste((200, 140, 0), (8, 0, 16, 8))
    data = io.BytesIO()
    two.save(data, "PNG")
    page = upload(open_page(), data.getvalue())
    assert titles(page)[0] == "Piece 08"
    page.session_state["trail"] = (PageState(photo=Upload(data.getvalue(), "two.png"), crop=(0.5, 0.0, 1.0, 1.0)),)
    page = page.run()
    assert titles(page)[0] == "14"
    assert titles(click(page, "Use the whole photo"))[0] == "Piece 08"


def test_picks_are_others_at_each_visit_and_of_the_category_chosen(folder: Path) -> None:
    page = open_page()
    shown = [named(open_page(), "linked-pick-") for _ in range(3)]
    assert len({tuple(one) for one in shown}) > 1
    page.pills(key="shelf").set_value("Topwear")
    page = page.run()
    assert sorted(named(page, "linked-pick-")) == [*SHIRTS, "Piece 04"]


def test_a_catalogue_that_is_being_built_asks_for_patience(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "new" / ".lookbook" / "journal").mkdir(parents=True)
    (folder / "new" / ".lookbook" / "journal" / "1.npz").touch()
    monkeypatch.setenv("LOOKBOOK_INDEX", str(folder / "new"))
    page = open_page()
    assert page.error[0].value.startswith("**The catalogue is being built.**")
    assert labels(page) == ["Look again"]


def test_reasons_name_what_some_share_and_not_what_all_do_nor_what_is_refused() -> None:
    red = {"articleType": "Shirts", "baseColour": "Red", "gender": "Men"}
    blue = red | {"baseColour": "Blue"}
    wanted = {"articleType": "shirts", "baseColour": "Red"}
    assert reasons([red], wanted) == ["same type and colour"]
    assert reasons([red, blue], wanted) == ["same colour", ""]
    assert reasons([red, red], wanted) == ["", ""]
    assert reasons([red, blue], wanted, ["baseColour"]) == ["", ""]
    assert reasons([red, {}], {}) == ["", ""]


def test_an_encoder_without_thresholds_of_its_own_borrows_no_words(folder: Path) -> None:
    page = upload(open_page(), photo())
    assert titles(page)
    assert not any(word in block.value for word in WORDS for block in page.markdown)


def test_words_that_a_product_lacks_are_named() -> None:
    understood = Understood(
        wishes={"articleType": ["Shirts"], "baseColour": ["Red", "Blue"]}, wished_words=["nike"], ignored=["zzz"]
    )
    product = {"articleType": "Shirts", "baseColour": "Green", "productDisplayName": "Nike shirt"}
    assert likeness.missing(understood, ["baseColour"], product) == ["red or blue", "zzz"]
    assert likeness.missing(understood, [], {}) == ["nike", "zzz"]
