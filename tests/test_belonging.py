"""Pictures find their product by their row's cell, their stem, their folder's name, or the beginning of their stem."""

import pytest

from lookbook.catalog.belonging import rows_of
from lookbook.catalog.joining import Joining


def joined(ids: list[str], filenames: list[str]) -> dict[str, str | None]:
    """Join pictures with rows called by `ids`; returns the id of each picture's row."""
    rows = rows_of(filenames, lambda _: None, Joining(zip(ids, range(len(ids)), strict=True)))
    return {name: None if row is None else ids[row] for name, row in zip(filenames, rows, strict=True)}


@pytest.mark.parametrize(
    ("one", "two", "three"),
    [
        ("1001_1.jpg", "1001_2.jpg", "1002_1.jpg"),
        ("1001-front.jpg", "1001-back.jpg", "1002-front.jpg"),
        ("1001.jpg", "1001_2.jpg", "1002.jpg"),
        ("1001 (1).jpg", "1001 (2).jpg", "1002 (1).jpg"),
        ("1001/1.jpg", "1001/2.jpg", "1002/1.jpg"),
        ("1001/front.jpg", "1001/back.jpg", "1002/front.jpg"),
        ("1001/large/1.jpg", "1001/small/1.jpg", "1002/large/1.jpg"),
        ("01001_1.jpg", "01001_2.jpg", "01002_1.jpg"),
        ("1001_front_2.jpg", "1001_back_2.jpg", "1002_front_2.jpg"),
        ("shop/1001/IMG_1.JPG", "shop/1001/IMG_2.JPG", "shop/1002/IMG_3.JPG"),
    ],
)
def test_the_ways_in_which_shops_name_several_pictures_of_a_product(one: str, two: str, three: str) -> None:
    assert joined(["1001", "1002"], [one, two, three]) == {one: "1001", two: "1001", three: "1002"}


def test_an_id_with_separators_is_found_up_to_the_last_that_fits() -> None:
    names = ["SKU-7-front.jpg", "SKU-7-red-front.jpg", "SKU-7-red-back.jpg"]
    assert list(joined(["SKU-7", "SKU-7-red"], names).values()) == ["SKU-7", "SKU-7-red", "SKU-7-red"]


def test_a_few_that_look_so_among_many_that_do_not_are_left_alone() -> None:
    names = ["1001.jpg", "1001_old.jpg", "banner.jpg", "logo.jpg"]
    assert list(joined(["1001"], names).values()) == ["1001", None, None, None]


def test_numbers_in_a_product_s_folder_are_no_ids_even_where_ids_are_small_numbers() -> None:
    names = ["17/1.jpg", "17/2.jpg", "18/1.jpg", "18/2.jpg", "18/17.jpg"]
    assert list(joined(["1", "2", "17", "18"], names).values()) == ["17", "17", "18", "18", "18"]


def test_folders_that_only_divide_the_pictures_are_no_products() -> None:
    names = ["12/121.jpg", "12/122.jpg", "12/123.jpg", "13/131.jpg"]
    assert list(joined(["12", "121", "122", "131"], names).values()) == ["121", "122", None, "131"]


def test_a_row_s_cell_comes_before_all_else() -> None:
    names = ["1002/1.jpg", "1002/2.jpg", "1002/3.jpg"]
    assert rows_of(names, {"1002/1.jpg": 0}.get, Joining([("1001", 0), ("1002", 1)])) == [0, 1, 1]
