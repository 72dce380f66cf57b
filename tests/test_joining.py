"""A picture finds its row however the two spell its name, and never another one's."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.catalog.joining import Joining


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
        ("/w/b/wb01-blue-0.jpg", "images/wb01-blue-0.jpg"),
        ("/content/drive/images/1001.jpg", "images/1001.jpg"),
        ("https://cdn.example.com/s/files/1/00/tee.jpg?v=17", "images/tee.jpg"),
        ("https://cdn.example.com/a/My%20Tee.JPG#top", "images/my tee.jpg"),
        ("data/shop/images/1001.jpg", "images/1001.jpg"),
    ],
)
def test_a_picture_finds_its_row(key: str, filename: str) -> None:
    assert Joining(["other", key, "more"]).row(filename) == 1


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
    assert Joining(keys).row(filename) is None


def test_the_exact_name_wins_over_what_is_like_it() -> None:
    joining = Joining(["7", "007", "IMG_1", "img_1"])
    assert [joining.row(f"images/{name}.jpg") for name in ("7", "007", "IMG_1", "img_1")] == [0, 1, 2, 3]


def test_of_rows_with_one_key_the_first_counts_and_the_others_are_counted() -> None:
    joining = Joining(["1", "2", "1", "", "./2", " "])
    assert [joining.row("1.jpg"), joining.row("2.jpg")] == [0, 1]
    assert (joining.repeated, joining.without_key) == (2, 2)


@given(
    st.lists(st.text("aAbB01.%/\\é", min_size=1, max_size=6), unique=True, max_size=6),
    st.text("aAbB01.%/é", max_size=9),
)
def test_any_names_are_joined_or_not_and_always_alike(keys: list[str], filename: str) -> None:
    found = Joining(keys).row(filename)
    assert found is None or 0 <= found < len(keys)
    assert Joining(keys).row(filename) == found


@given(st.lists(st.from_regex(r"[a-zA-Z0-9é_-]{1,8}", fullmatch=True), unique=True, min_size=1, max_size=8))
def test_names_that_the_table_has_letter_by_letter_join_as_they_stand(names: list[str]) -> None:
    joining = Joining(names)
    assert [joining.row(f"images/{name}.jpg") for name in names] == list(range(len(names)))
