"""A picture finds its row however the two spell its name, and never another one's."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.catalog.addresses.kept import file_of
from lookbook.catalog.joining import Joining, pictures_in


def joining(*keys: str) -> Joining:
    """Join by one key a row."""
    return Joining((key, row) for row, key in enumerate(keys))


@pytest.mark.parametrize(
    ("key", "filename"),
    [
        ("1001", "images/1001.jpg"),
        ("1001.jpg", "images/1001.jpg"),
        ("./more/1.jpg", "images/more/1.jpg"),
        ("1001.0", "images/1001.jpg"),
        ("108775015", "images/010/0108775015.jpg"),
        ("0108775015", "images/010/0108775015.jpg"),
        ("007", "images/7.jpg"),
        (unicodedata.normalize("NFC", "grüne-bluse"), unicodedata.normalize("NFD", "images/grüne-bluse.jpg")),
        (unicodedata.normalize("NFD", "grüne-bluse"), unicodedata.normalize("NFC", "images/grüne-bluse.jpg")),
        ("my%20dress.jpg", "images/my dress.jpg"),
        ("my dress", "images/my%20dress.jpg"),
        ("café", "images/caf%E9.jpg"),
        ("IMG_1.JPG", "images/img_1.jpg"),
        ("img_1", "images/IMG_1.JPG"),
        (r"C:\Users\me\Pictures\Red Dress.jpg", "images/red dress.jpg"),
        (r"\\server\share\1001.jpg", "images/1001.jpg"),
        ("D:/shop/1001.jpg", "images/1001.jpg"),
        ("/w/b/wb01-blue-0.jpg", "images/wb01-blue-0.jpg"),
        ("/content/drive/images/1001.jpg", "images/1001.jpg"),
        ("https://cdn.example.com/s/files/1/00/tee.jpg?v=17", "images/tee.jpg"),
        ("https://cdn.example.com/a/My%20Tee.JPG#top", "images/my tee.jpg"),
        ("data/shop/images/1001.jpg", "images/1001.jpg"),
    ],
)
def test_a_picture_finds_its_row(key: str, filename: str) -> None:
    assert joining("other", key, "more").row(filename) == 1


@pytest.mark.parametrize(
    ("keys", "filename"),
    [
        (["back/1.jpg"], "front/1.jpg"),  # another folder is another picture
        (["1", "01"], "images/001.jpg"),  # which of them?
        (["IMG", "img"], "images/Img.jpg"),
        (["https://a.example/1/main.jpg", "https://a.example/2/main.jpg"], "images/main.jpg"),
        (["1001"], "images/1001_1.jpg"),
        (["1.5"], "images/1.jpg"),
        ([""], "images/1.jpg"),
        (["x.jpg"], ".jpg"),
    ],
)
def test_what_could_be_another_s_row_is_nobody_s(keys: list[str], filename: str) -> None:
    assert joining(*keys).row(filename) is None


def test_the_exact_name_wins_over_what_is_like_it() -> None:
    rows = joining("7", "007", "IMG_1", "img_1")
    assert [rows.row(f"images/{name}.jpg") for name in ("7", "007", "IMG_1", "img_1")] == [0, 1, 2, 3]


def test_of_rows_with_one_key_the_first_counts() -> None:
    rows = joining("1", "2", "1", "", "./2", " ")
    assert [rows.row("1.jpg"), rows.row("2.jpg")] == [0, 1]
    assert list(rows.rows) == [0, 1]


@pytest.mark.parametrize(
    ("cell", "pictures"),
    [
        ("tee.jpg", ["tee.jpg"]),
        ("kurta.jpg, kurta-back.JPG", ["kurta.jpg", "kurta-back.JPG"]),
        ("/w/b/a.jpg,/w/b/b.jpg", ["/w/b/a.jpg", "/w/b/b.jpg"]),
        ("a.jpg|b.jpg;c.jpg", ["a.jpg", "b.jpg", "c.jpg"]),
        (
            "https://x.example/a.jpg?v=1,2, https://x.example/b.jpg",
            ["https://x.example/a.jpg?v=1,2", "https://x.example/b.jpg"],
        ),
        ("https://x.example/w_100,h_100/a.jpg", ["https://x.example/w_100,h_100/a.jpg"]),
        ("https://x.example/a.jpg https://x.example/b.jpg", ["https://x.example/a.jpg", "https://x.example/b.jpg"]),
        ("red, blue.jpg", ["red, blue.jpg"]),
        ("", [""]),
    ],
)
def test_a_cell_names_one_picture_or_several(cell: str, pictures: list[str]) -> None:
    assert pictures_in(cell) == pictures


@given(
    st.lists(st.text("aAbB01.%/\\é", min_size=1, max_size=6), unique=True, max_size=6),
    st.text("aAbB01.%/é", max_size=9),
)
def test_any_names_are_joined_or_not_and_always_alike(keys: list[str], filename: str) -> None:
    found = joining(*keys).row(filename)
    assert found is None or 0 <= found < len(keys)
    assert joining(*keys).row(filename) == found


@given(st.lists(st.from_regex(r"[a-zA-Z0-9é_-]{1,8}", fullmatch=True), unique=True, min_size=1, max_size=8))
def test_names_that_the_table_has_letter_by_letter_join_as_they_stand(names: list[str]) -> None:
    rows = joining(*names)
    assert [rows.row(f"images/{name}.jpg") for name in names] == list(range(len(names)))


def test_fetched_pictures_whose_addresses_differ_in_what_they_ask_for_are_several() -> None:
    addresses = ["https://x.example/image.php?id=7", "https://x.example/image.php?id=8&w=200",
                 "https://x.example/p/9.jpg?v=2&w=400"]  # fmt: skip
    files = [file_of(address) for address in addresses]
    assert [joining(*addresses).row(file) for file in files] == [0, 1, 2]
    assert files[2] == "x.example/p/9.jpg"
    assert file_of("https://x.example/image.php?w=99&id=8") == files[1]


def test_a_local_picture_is_found_whatever_its_address_asks_for() -> None:
    assert joining("https://x.example/p/7.jpg?id=3").row("images/7.jpg") == 0
