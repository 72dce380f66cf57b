"""A catalogue is the same whether it lies in a folder, a zip or at a URL; its product table is kept whole."""

import io
import os
import re
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fsspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lookbook.catalog import Catalog, CatalogError
from lookbook.photos import PhotoError
from lookbook.photos.formats import pictures_below

STYLES = b"id,gender,productDisplayName\n1163,Men,Blue Jersey\n1164,Women,Red Dress\n9,Men,Not photographed\n"
FILES = {"images/1163.jpg": b"one", "images/1164.JPG": b"two", "images/1165.png": b"three", "styles.csv": STYLES}
NAMES = ["images/1163.jpg", "images/1164.JPG", "images/1165.png"]
NAME_IT = '; name it in a columns.toml beside: id = "THEIR COLUMN" below [columns].'


def in_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def in_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def put(place: str, folder: Path, files: Mapping[str, bytes]) -> str:
    """Lay out a shop in a folder, a zip or at a URL; gives the address of its pictures."""
    if place == "folder":
        return str(in_folder(folder / "shop", files) / "images")
    if place == "zip":
        return str(in_zip(folder / "shop.zip", files))
    memory = fsspec.filesystem("memory")
    memory.rm("/", recursive=True) if memory.exists("/shop") else None
    for name, data in files.items():
        memory.pipe(f"/shop/{name}", data)
    return "memory://shop/images"


@pytest.fixture
def shop(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The same small catalogue in each of the three places, by its address."""
    return put(request.param, tmp_path, FILES)


def complaint(images: Path) -> str:
    """What a catalogue says when it is opened and read to the end, "" where all is well."""
    try:
        catalog = Catalog.open(images, relative_to=images)
        for name in catalog.filenames:
            catalog.read(name)
    except (CatalogError, PhotoError) as error:
        return str(error)
    return ""


three_places = pytest.mark.parametrize("shop", ["folder", "zip", "memory"], indirect=True)


# What every place does alike


@three_places
def test_pictures_are_listed_sorted_with_their_folder(shop: str) -> None:
    assert Catalog.open(shop).filenames == NAMES


@three_places
def test_a_picture_is_read_as_it_lies(shop: str) -> None:
    catalog = Catalog.open(shop)
    assert [catalog.read(name) for name in NAMES] == [b"one", b"two", b"three"]


@three_places
def test_the_nearest_styles_csv_is_found(shop: str) -> None:
    catalog = Catalog.open(shop)
    assert catalog.styles == "styles.csv"
    assert catalog.columns == ["id", "gender", "productDisplayName"]
    assert catalog.product("images/1164.JPG") == {"id": "1164", "gender": "Women", "productDisplayName": "Red Dress"}


@three_places
def test_a_picture_without_a_row_has_no_product(shop: str) -> None:
    catalog = Catalog.open(shop)
    assert catalog.product("images/1165.png") == {}
    assert catalog.product_id("images/1165.png") == "1165"


@three_places
def test_an_index_reopens_the_catalogue_without_listing_it(shop: str) -> None:
    built = Catalog.open(shop)
    shown = Catalog.at(built.images_root, NAMES[:1])
    assert shown.filenames == NAMES[:1]
    assert shown.read(NAMES[0]) == b"one"
    assert shown.product(NAMES[0]) == built.product(NAMES[0])
    assert shown.fingerprint(NAMES[0])


@three_places
def test_a_missing_picture_is_named(shop: str) -> None:
    catalog = Catalog.open(shop)
    with pytest.raises(PhotoError, match=r"^images/7\.jpg does not exist.*; check the path\.$"):
        catalog.read("images/7.jpg")
    with pytest.raises(PhotoError, match=r"^images/7\.jpg does not exist"):
        catalog.fingerprint("images/7.jpg")


@three_places
def test_a_picture_over_the_byte_limit_is_refused(shop: str) -> None:
    catalog = Catalog.open(shop)
    assert catalog.read("images/1165.png", max_bytes=5) == b"three"
    with pytest.raises(PhotoError, match=r"^images/1165\.png is too large"):
        catalog.read("images/1165.png", max_bytes=4)


@three_places
def test_pictures_differ_in_fingerprint_and_keep_theirs(shop: str) -> None:
    first, again = Catalog.open(shop), Catalog.open(shop)
    prints = [first.fingerprint(name) for name in NAMES]
    assert prints == [again.fingerprint(name) for name in NAMES]
    assert prints[0] != prints[2]


@three_places
def test_many_threads_read_what_one_reads(shop: str) -> None:
    catalog = Catalog.open(shop)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(catalog.read, NAMES * 100)) == [b"one", b"two", b"three"] * 100


@three_places
def test_an_explicit_product_table_wins_over_the_one_beside(shop: str, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_bytes(b"id,price\n1163,20\n")
    catalog = Catalog.open(shop, styles=table)
    assert catalog.product("images/1163.jpg") == {"id": "1163", "price": "20"}
    assert catalog.styles == str(table)


# Where filenames start


def test_below_the_index_folder_names_start_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(in_folder(tmp_path, FILES))
    catalog = Catalog.open("images")
    assert catalog.images_root == "."
    assert catalog.filenames == NAMES


def test_deeper_below_the_index_folder_names_keep_the_way(tmp_path: Path) -> None:
    in_folder(tmp_path / "index" / "data", FILES)
    catalog = Catalog.open(tmp_path / "index" / "data" / "images", relative_to=tmp_path / "index")
    assert catalog.images_root == "."
    assert catalog.filenames[0] == "data/images/1163.jpg"
    assert catalog.styles == "data/styles.csv"
    assert Catalog.at(".", catalog.filenames, relative_to=tmp_path / "index").product("data/images/1163.jpg")


def test_the_index_folder_itself_may_hold_the_pictures(tmp_path: Path) -> None:
    in_folder(tmp_path, {"1.jpg": b"", "styles.csv": b"id\n1\n"})
    catalog = Catalog.open(tmp_path, relative_to=tmp_path)
    assert (catalog.images_root, catalog.filenames) == (".", ["1.jpg"])
    assert catalog.product("1.jpg") == {"id": "1"}


def test_elsewhere_names_start_above_the_pictures_folder(tmp_path: Path) -> None:
    in_folder(tmp_path / "data", {"pics/men/1.jpg": b"x"})
    catalog = Catalog.open(tmp_path / "data" / "pics", relative_to=tmp_path / "index")
    assert catalog.images_root == "../data"
    assert catalog.filenames == ["pics/men/1.jpg"]
    again = Catalog.at(catalog.images_root, catalog.filenames, relative_to=tmp_path / "index")
    assert again.read("pics/men/1.jpg") == b"x"
    older = Catalog.at(str(tmp_path / "data"), catalog.filenames, relative_to="/")
    assert older.read("pics/men/1.jpg") == b"x", "older programs wrote the whole path"


def test_a_linked_index_folder_finds_the_pictures_from_where_it_really_is(tmp_path: Path) -> None:
    in_folder(tmp_path / "data", {"pics/1.jpg": b"x"})
    (tmp_path / "disk" / "deep" / "index").mkdir(parents=True)
    (tmp_path / "index").symlink_to(tmp_path / "disk" / "deep" / "index")
    catalog = Catalog.open(tmp_path / "data" / "pics", relative_to=tmp_path / "index")
    assert catalog.images_root == "../../../data"
    assert Catalog.at(catalog.images_root, catalog.filenames, relative_to=tmp_path / "index").read("pics/1.jpg") == b"x"


def test_a_reopened_catalogue_does_not_depend_on_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(in_folder(tmp_path, FILES))
    catalog = Catalog.at(".", NAMES)
    monkeypatch.chdir("/")
    assert catalog.read(NAMES[0]) == b"one"


def test_a_zip_below_the_index_folder_moves_with_it(tmp_path: Path) -> None:
    in_zip(tmp_path / "shop.zip", FILES)
    catalog = Catalog.open(tmp_path / "shop.zip", relative_to=tmp_path)
    assert catalog.images_root == "shop.zip"
    moved = tmp_path.rename(tmp_path.with_name("moved"))
    assert Catalog.at("shop.zip", catalog.filenames, relative_to=moved).read(NAMES[0]) == b"one"
    moved.rename(tmp_path)


def test_a_zip_elsewhere_is_named_by_the_way_to_it(tmp_path: Path) -> None:
    path = in_zip(tmp_path / "shop.zip", FILES)
    assert Catalog.open(path, relative_to=tmp_path / "index").images_root == "../shop.zip"
    assert Catalog.at("../shop.zip", NAMES, relative_to=tmp_path / "index").read(NAMES[0]) == b"one"


def test_a_linked_pictures_folder_keeps_the_link_s_name(tmp_path: Path) -> None:
    in_folder(tmp_path / "disk", {"pics/1.jpg": b"x"})
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "images").symlink_to(tmp_path / "disk" / "pics")
    catalog = Catalog.open(tmp_path / "index" / "images", relative_to=tmp_path / "index")
    assert (catalog.images_root, catalog.filenames) == (".", ["images/1.jpg"])


# Which files count


JUNK = {
    "images/.hidden.jpg": b"",
    "images/._1.jpg": b"",
    "images/.DS_Store": b"",
    "images/Thumbs.db": b"",
    "images/notes.txt": b"",
    "images/.trash/2.jpg": b"",
    "__MACOSX/images/1.jpg": b"",
    "images/__MACOSX/1.jpg": b"",
}


def test_junk_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    in_folder(tmp_path / "shop", JUNK | {"images/1.jpg": b"", "images/kids/2.WebP": b""})
    assert Catalog.open(tmp_path / "shop").filenames == ["shop/images/1.jpg", "shop/images/kids/2.WebP"]


def test_junk_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    path = in_zip(tmp_path / "shop.zip", JUNK | {"images/1.jpg": b"", "images/kids/2.WebP": b""})
    assert Catalog.open(path).filenames == ["images/1.jpg", "images/kids/2.WebP"]


def test_links_that_make_a_circle_end(tmp_path: Path) -> None:
    in_folder(tmp_path / "shop", {"a/1.jpg": b"", "b/2.jpg": b""})
    (tmp_path / "shop" / "a" / "up").symlink_to(tmp_path / "shop")
    (tmp_path / "shop" / "b" / "self").symlink_to(tmp_path / "shop" / "b")
    (tmp_path / "shop" / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    catalog = Catalog.open(tmp_path / "shop")
    assert catalog.filenames == ["shop/a/1.jpg", "shop/b/2.jpg", "shop/gone.jpg"]
    with pytest.raises(PhotoError, match=r"^shop/gone\.jpg does not exist"):
        catalog.read("shop/gone.jpg")


def test_a_linked_folder_of_pictures_is_followed(tmp_path: Path) -> None:
    in_folder(tmp_path, {"shop/1.jpg": b"", "disk/2.jpg": b"two"})
    (tmp_path / "shop" / "more").symlink_to(tmp_path / "disk")
    catalog = Catalog.open(tmp_path / "shop")
    assert catalog.filenames == ["shop/1.jpg", "shop/more/2.jpg"]
    assert catalog.read("shop/more/2.jpg") == b"two"


def test_a_folder_or_pipe_named_like_a_picture_does_no_harm(tmp_path: Path) -> None:
    in_folder(tmp_path / "shop", {"1.jpg": b"", "folder.jpg/2.jpg": b""})
    os.mkfifo(tmp_path / "shop" / "pipe.jpg")
    catalog = Catalog.open(tmp_path / "shop")
    assert catalog.filenames == ["shop/1.jpg", "shop/folder.jpg/2.jpg", "shop/pipe.jpg"]
    with pytest.raises(PhotoError, match="not a regular file"):
        catalog.read("shop/pipe.jpg")


@pytest.mark.parametrize("name", ["../secret.jpg", "images/../../secret.jpg", "/etc/secret.jpg"])
def test_an_index_can_not_reach_outside_its_folder(tmp_path: Path, name: str) -> None:
    in_folder(tmp_path, {"secret.jpg": b"secret", "shop/images/1.jpg": b""})
    catalog = Catalog.at(str(tmp_path / "shop"), [])
    for ask in (catalog.read, catalog.fingerprint):
        with pytest.raises(PhotoError, match="does not exist in the catalogue's folder"):
            ask(name)


def test_names_from_elsewhere_do_not_stop_an_index_from_opening(tmp_path: Path) -> None:
    in_folder(tmp_path / "shop", {"styles.csv": b"id,a\n1,x\n"})
    catalog = Catalog.at(str(tmp_path / "shop"), ["/content/images/1.jpg", "images/2.jpg"])
    assert catalog.product("/content/images/1.jpg") == {"id": "1", "a": "x"}


# Zips as they come


def test_a_zip_may_be_nested_one_folder_deeper(tmp_path: Path) -> None:
    path = in_zip(tmp_path / "shop.zip", {f"fashion-dataset/{name}": data for name, data in FILES.items()})
    catalog = Catalog.open(path)
    assert catalog.filenames == [f"fashion-dataset/{name}" for name in NAMES]
    assert catalog.product("fashion-dataset/images/1163.jpg")["gender"] == "Men"


@pytest.mark.parametrize("outer", ["", "archive/"])
def test_kaggles_second_copy_of_everything_is_left_out(tmp_path: Path, outer: str) -> None:
    both = FILES | {f"myntradataset/{name}": data for name, data in FILES.items()}
    path = in_zip(tmp_path / "shop.zip", {outer + name: data for name, data in both.items()})
    catalog = Catalog.open(path)
    assert catalog.filenames == [outer + name for name in NAMES]
    assert catalog.product_id(outer + NAMES[0]) == "1163"


def test_other_pictures_under_the_same_name_are_kept(tmp_path: Path) -> None:
    path = in_zip(tmp_path / "shop.zip", {"images/1.jpg": b"front", "back/images/1.jpg": b"back"})
    assert Catalog.open(path).filenames == ["back/images/1.jpg", "images/1.jpg"]


def test_zip_paths_that_leave_the_zip_are_left_out(tmp_path: Path) -> None:
    evil = {"../1.jpg": b"", "images/../../2.jpg": b"", "/etc/3.jpg": b"", "..\\4.jpg": b"", "images/5.jpg": b""}
    catalog = Catalog.open(in_zip(tmp_path / "shop.zip", evil))
    assert catalog.filenames == ["images/5.jpg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop.zip"]


def test_a_zip_of_windows_has_posix_names(tmp_path: Path) -> None:
    path = tmp_path / "shop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = "images\\1.jpg"
        archive.writestr(entry, b"one")
    catalog = Catalog.open(path)
    assert catalog.filenames == ["images/1.jpg"]
    assert catalog.read("images/1.jpg") == b"one"


def test_a_changed_picture_in_a_zip_changes_its_fingerprint(tmp_path: Path) -> None:
    before = Catalog.open(in_zip(tmp_path / "a.zip", {"1.jpg": b"one"})).fingerprint("1.jpg")
    assert before == f"3-{zlib.crc32(b'one'):08x}"
    assert Catalog.open(in_zip(tmp_path / "b.zip", {"1.jpg": b"two"})).fingerprint("1.jpg") != before


def test_a_changed_picture_in_a_folder_changes_its_fingerprint(tmp_path: Path) -> None:
    catalog = Catalog.open(in_folder(tmp_path / "shop", {"1.jpg": b"one"}))
    before = catalog.fingerprint("shop/1.jpg")
    os.utime(tmp_path / "shop" / "1.jpg", ns=(1, 1))
    assert catalog.fingerprint("shop/1.jpg") == "3-1" != before


def test_a_damaged_entry_of_a_zip_costs_only_that_picture(tmp_path: Path) -> None:
    path = tmp_path / "shop.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1.jpg", b"the first picture")
        archive.writestr("2.jpg", b"the second picture")
    path.write_bytes(path.read_bytes().replace(b"first", b"worst", 1))
    catalog = Catalog.open(path)
    assert catalog.read("2.jpg") == b"the second picture"
    with pytest.raises(PhotoError, match=r"^1\.jpg is a zipped file that is damaged"):
        catalog.read("1.jpg")


def test_an_entry_locked_by_a_password_is_named(tmp_path: Path) -> None:
    path = in_zip(tmp_path / "shop.zip", {"1.jpg": b"one"})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag of encryption, once in the entry and once in the list at the end
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(PhotoError, match=r"^1\.jpg can't be opened \(locked by a password"):
        Catalog.open(path).read("1.jpg")


# Product ids


def test_a_product_id_is_the_stem_and_the_path_where_stems_repeat(tmp_path: Path) -> None:
    in_folder(tmp_path / "shop", {"men/1.jpg": b"", "women/1.jpg": b"", "women/2.jpg": b"", "women/2.b.jpg": b""})
    catalog = Catalog.open(tmp_path / "shop")
    ids = [catalog.product_id(name) for name in catalog.filenames]
    assert ids == ["shop/men/1.jpg", "shop/women/1.jpg", "2.b", "2"]


def test_pictures_of_one_stem_share_its_row_unless_the_table_names_them(tmp_path: Path) -> None:
    table = b"id,view\n1,both\nshop/back/1.jpg,back only\n"
    in_folder(tmp_path, {"shop/front/1.jpg": b"", "shop/back/1.jpg": b"", "styles.csv": table})
    catalog = Catalog.open(tmp_path / "shop")
    assert catalog.product("shop/front/1.jpg")["view"] == "both"
    assert catalog.product("shop/back/1.jpg")["view"] == "back only"


# The product table


def rows(tmp_path: Path, table: bytes, *ids: str) -> list[dict[str, str]]:
    in_folder(tmp_path, {f"images/{name}.jpg": b"" for name in ids} | {"styles.csv": table})
    catalog = Catalog.open(tmp_path / "images")
    return [catalog.product(f"images/{name}.jpg") for name in ids]


def test_unquoted_commas_stay_in_the_last_column(tmp_path: Path) -> None:
    table = b"id,year,productDisplayName\n1,2012,Rasasi Blue Lady, for Women, 50 ml\n2,2013,Plain\n"
    first, second = rows(tmp_path, table, "1", "2")
    assert first == {"id": "1", "year": "2012", "productDisplayName": "Rasasi Blue Lady, for Women, 50 ml"}
    assert second["productDisplayName"] == "Plain"


def test_a_short_row_is_filled_with_empty_values(tmp_path: Path) -> None:
    assert rows(tmp_path, b"id,a,b,c\n1,x\n2\n", "1", "2") == [
        {"id": "1", "a": "x", "b": "", "c": ""},
        {"id": "2", "a": "", "b": "", "c": ""},
    ]


def test_empty_values_stay_empty_and_numbers_stay_as_written(tmp_path: Path) -> None:
    assert rows(tmp_path, b"id,a,b,c\n007,,NA,2012.0\n", "007") == [{"id": "007", "a": "", "b": "NA", "c": "2012.0"}]


def test_quoted_commas_quotes_and_line_ends_are_kept(tmp_path: Path) -> None:
    table = b'id,name,note\r\n1,"Bag, red","15"" wide\r\nand light"\r\n2,12" ruler,x\r\n'
    first, second = rows(tmp_path, table, "1", "2")
    assert first == {"id": "1", "name": "Bag, red", "note": '15" wide\r\nand light'}
    assert second == {"id": "2", "name": '12" ruler', "note": "x"}


def test_of_rows_with_one_id_the_first_counts(tmp_path: Path) -> None:
    assert rows(tmp_path, b"id,a\n1,first\n1,second\n", "1") == [{"id": "1", "a": "first"}]


def test_a_byte_order_mark_blank_lines_and_nul_bytes_do_no_harm(tmp_path: Path) -> None:
    table = b"\xef\xbb\xbfid, a\n\n 1 ,x\0y\n\n,nobody\n"
    assert rows(tmp_path, table, "1") == [{"id": "1", "a": "xy"}]


def test_a_table_in_another_encoding_is_read_and_said_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert rows(tmp_path, "id,a\n1,été\n".encode("latin-1"), "1") == [{"id": "1", "a": "été"}]
    assert caplog.messages == ["styles.csv is not UTF-8; it is read as cp1252"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheets_other_separators_are_understood(tmp_path: Path, separator: str) -> None:
    table = "id,a,b\n1,x,y,z\n".replace(",", separator).encode()
    assert rows(tmp_path, table, "1") == [{"id": "1", "a": "x", "b": f"y{separator}z"}]


def test_the_id_column_may_stand_anywhere(tmp_path: Path) -> None:
    assert rows(tmp_path, b"name,id,note\nShirt,1,a,b\n", "1") == [{"name": "Shirt", "id": "1", "note": "a,b"}]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (b"name,price\nx,1\n", "styles.csv has no id column, only name, price" + NAME_IT),
        (b'"a\n\tb",c\n', "styles.csv has no id column, only a b, c" + NAME_IT),
        (b"", "styles.csv is empty; give a product table with an id column."),
        (b"\n\n", "styles.csv is empty; give a product table with an id column."),
        (b'id,a\n1,"x\n2', "styles.csv, line 2: a quote opens a cell here and never closes; correct this line."),
    ],
)
def test_a_table_that_can_not_be_read_gives_one_sentence(tmp_path: Path, table: bytes, message: str) -> None:
    with pytest.raises(CatalogError, match=f"^{re.escape(message)}$"):
        rows(tmp_path, table, "1")


def test_a_stray_quote_costs_no_row_and_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first, second, third = rows(tmp_path, b'id,title\n1,"Red\n2,"Blue\n3,Green\n', "1", "2", "3")
    assert [first["title"], second["title"], third["title"]] == ['"Red', '"Blue', "Green"]
    assert caplog.messages == [
        "styles.csv, lines 2, 3: a quote opens a cell here and never closes; it is taken for a sign of the text"
    ]


def test_without_a_table_pictures_have_no_products(tmp_path: Path) -> None:
    catalog = Catalog.open(in_folder(tmp_path / "shop", {"1.jpg": b""}))
    assert (catalog.styles, catalog.columns, catalog.product("shop/1.jpg")) == ("", [], {})


def test_an_explicit_table_that_is_missing_is_an_error(tmp_path: Path) -> None:
    in_folder(tmp_path, FILES)
    with pytest.raises(CatalogError, match=r"gone\.csv does not exist; check the path\.$"):
        Catalog.open(tmp_path / "images", styles=tmp_path / "gone.csv")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.binary(max_size=300))
def test_any_table_is_read_or_refused_with_one_sentence(tmp_path: Path, table: bytes) -> None:
    (tmp_path / "1.jpg").touch()
    (tmp_path / "styles.csv").write_bytes(table)
    assert re.fullmatch(r"(styles\.csv[^\n]*\.)?", complaint(tmp_path))


def test_forty_thousand_rows_are_read_in_a_moment(tmp_path: Path) -> None:
    line = b"%d,Men,Apparel,Topwear,Shirts,Navy Blue,Fall,2011.0,Casual,Turtle Check Men Navy Blue Shirt\n"
    table = b"id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,productDisplayName\n"
    in_folder(tmp_path, {"images/43999.jpg": b"", "styles.csv": table + b"".join(line % i for i in range(44_000))})
    start = time.process_time()
    catalog = Catalog.open(tmp_path / "images")
    assert time.process_time() - start < 3  # a tenth of this on an idle machine
    assert catalog.product("images/43999.jpg")["baseColour"] == "Navy Blue"


# Catalogues that are none


def test_a_missing_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"gone does not exist; give a folder, a zip or a URL of pictures\.$"):
        Catalog.open(tmp_path / "gone")


def test_a_place_without_pictures_says_which_files_count(tmp_path: Path) -> None:
    in_folder(tmp_path / "shop", {"readme.txt": b""})
    with pytest.raises(CatalogError, match=r"shop has no pictures; give .* \.avif \.bmp .* \.webp\.$"):
        Catalog.open(tmp_path / "shop")
    with pytest.raises(CatalogError, match=r"empty\.zip has no pictures"):
        Catalog.open(in_zip(tmp_path / "empty.zip", {}))
    with pytest.raises(CatalogError, match="memory://nothing/here has no pictures"):
        Catalog.open("memory://nothing/here")


def test_a_file_that_is_no_zip_says_so(tmp_path: Path) -> None:
    (tmp_path / "shop.zip").write_bytes(b"not a zip at all")
    with pytest.raises(CatalogError, match=r"shop\.zip is no zip; give a folder, a zip or a URL of pictures\.$"):
        Catalog.open(tmp_path / "shop.zip")


def test_a_zip_cut_short_says_so(tmp_path: Path) -> None:
    path = in_zip(tmp_path / "shop.zip", FILES)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(CatalogError, match="is a zip that is damaged or cut short; download it again"):
        Catalog.open(path)


def test_an_unknown_kind_of_url_says_so() -> None:
    with pytest.raises(CatalogError, match=r"^nonsense://shop can't be opened \(.*\); check the address\.$"):
        Catalog.open("nonsense://shop/images")


def test_a_folder_that_can_not_be_listed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_folder(tmp_path / "shop", {"1.jpg": b""})

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)  # chmod would not stop a root user
    with pytest.raises(CatalogError, match=r"shop can't be listed \(Permission denied\); check its permissions\.$"):
        Catalog.open(tmp_path / "shop")


def test_an_index_whose_pictures_are_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        CatalogError,
        match=r"gone, where the pictures were, is gone; if its pictures were moved, say where",
    ):
        Catalog.at(str(tmp_path / "gone"), ["images/1.jpg"])


def small_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
    return target.getvalue()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, len(small_zip())), change=st.binary(min_size=1, max_size=6))
def test_a_damaged_zip_gives_a_catalogue_or_one_sentence(tmp_path: Path, start: int, change: bytes) -> None:
    data = small_zip()
    (tmp_path / "shop.zip").write_bytes(data[:start] + change + data[start + len(change) :])
    assert re.fullmatch(r"(.*; .*\.)?", complaint(tmp_path / "shop.zip"), re.DOTALL)


def test_import_loads_neither_fsspec_nor_pandas() -> None:
    code = "import sys, lookbook.catalog; print({'fsspec', 'pandas', 'pydantic', 'cv2'} & set(sys.modules))"
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# What is said of content


def test_a_picture_at_a_url_that_tells_no_change_is_known_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = fsspec.filesystem("memory")
    told = memory.info

    def untold(path: str, **options: object) -> dict[str, object]:
        return {key: value for key, value in told(path, **options).items() if key != "created"}

    monkeypatch.setattr(memory, "info", untold)
    memory.pipe("/bare/images/1.jpg", b"one")
    catalog = Catalog.at("memory://bare", ["images/1.jpg"])
    before = catalog.fingerprint("images/1.jpg")
    memory.pipe("/bare/images/1.jpg", b"two")
    assert Catalog.at("memory://bare", ["images/1.jpg"]).fingerprint("images/1.jpg") != before
    memory.pipe("/bare/images/1.jpg", b"one")
    assert Catalog.at("memory://bare", ["images/1.jpg"]).fingerprint("images/1.jpg") == before


SECRET = "secret-7a1f"


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (f"TOKEN={SECRET}\nb\n", None),
        (f"id,{SECRET}\n1,2\n", '[columns]\nid = "sku"\n'),
        ("id,a\n1,2\n", f'[columns]\ngender = "{SECRET}"\n'),
        (f"1\nimage_name category_label\na.png {SECRET}\n", None),
        ("id,a\n1,2\n", f"{SECRET} = {SECRET}\n"),
        ("id,a\n1,2\n", f'[columns]\n"{SECRET}" = "a"\n"{SECRET}" = "b"\n'),
        (f'id,a\n1,"{SECRET}\n2', None),
    ],
)
def test_an_index_from_elsewhere_quotes_no_content_of_files(tmp_path: Path, table: str, columns: str | None) -> None:
    in_folder(tmp_path, {"t.csv": table.encode(), "list_category_cloth.txt": b"1\nname type\nTee 1\n"})
    if columns is not None:
        (tmp_path / "c.toml").write_text(columns)
    with pytest.raises(CatalogError) as caught:
        Catalog.at(str(tmp_path), ["1.jpg"], tmp_path / "t.csv", columns=columns and tmp_path / "c.toml")
    assert SECRET not in str(caught.value)
    assert re.fullmatch(r"[^\n]*(t\.csv|c\.toml)[^\n]*\.", str(caught.value))


# Tables as people have them


@pytest.mark.parametrize("name", ["Styles.csv", "STYLES.CSV", "products.csv", "Products.csv", "meta/styles.csv"])
def test_a_table_is_found_under_its_other_usual_names(tmp_path: Path, name: str) -> None:
    files = {f"shop/{name}": b"id,a\n1,x\n", "shop/images/1.jpg": b""}
    catalog = Catalog.open(in_folder(tmp_path, files) / "shop" / "images")
    assert (catalog.styles, catalog.product("images/1.jpg")) == (name, {"id": "1", "a": "x"})
    assert Catalog.at(catalog.images_root, catalog.filenames).styles == name
    zipped = Catalog.open(in_zip(tmp_path / "shop.zip", {key.removeprefix("shop/"): files[key] for key in files}))
    assert (zipped.styles, zipped.product("images/1.jpg")) == (name, {"id": "1", "a": "x"})


def test_a_table_by_its_name_wins_over_one_that_may_be_one(tmp_path: Path) -> None:
    files = {"products.csv": b"id,a\n1,other\n", "styles.csv": b"id,a\n1,x\n", "images/1.jpg": b""}
    assert Catalog.open(in_folder(tmp_path, files) / "images").styles == "styles.csv"


def test_tables_that_are_there_but_not_read_are_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    files = {"images/1.jpg": b"", "products.csv": b"what,a\n1,x\n", "catalog.xlsx": b"", "notes.txt": b"", "a.tsv": b""}
    catalog = Catalog.open(in_folder(tmp_path, files) / "images")
    assert catalog.styles == ""
    assert caplog.messages == [
        (
            "there is no product table that is known; a.tsv, catalog.xlsx, products.csv lie near the pictures: name "
            "one with --styles, and its columns in a columns.toml beside it"
        )
    ]


def test_nothing_is_said_where_nothing_looks_like_a_table(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Catalog.open(in_folder(tmp_path, {"images/1.jpg": b"", "skipped.csv": b"", "index.json": b""}) / "images")
    assert caplog.messages == []


def test_padded_cells_and_formulas_of_text_are_read_as_they_are_meant(tmp_path: Path) -> None:
    table = 'id,a,b\n="1", Men ,"\t x y\u00a0"\n2.0,="07", \n'.encode()
    assert rows(tmp_path, table, "1", "2") == [{"id": "1", "a": "Men", "b": "x y"}, {"id": "2", "a": "07", "b": ""}]


def test_ids_that_pandas_made_numbers_are_ids_and_those_with_zeros_stay_text(tmp_path: Path) -> None:
    found = rows(tmp_path, b"id,a\n1001.0,x\n0108775015,y\n108775016,z\n", "1001", "0108775015", "0108775016")
    assert [row["id"] for row in found] == ["1001", "0108775015", "108775016"]


def summary(tmp_path: Path, table: bytes, *names: str) -> str:
    in_folder(tmp_path, {f"images/{name}.jpg": b"" for name in names} | {"styles.csv": table})
    return str(Catalog.open(tmp_path / "images").joins)


def test_how_pictures_and_rows_join_is_said_with_examples(tmp_path: Path) -> None:
    table = b"id,a\n" + b"".join(b"%d,x\n" % i for i in range(1001, 1010)) + b"1001,again\n,nobody\n"
    assert summary(tmp_path, table, "1001", "x", "y", "z", "w") == (
        "5 pictures of 1 product in styles.csv; 4 pictures have no row, 8 rows no picture (missing.csv: images/w.jpg, "
        "images/x.jpg, images/y.jpg ...; 1002, 1003, 1004 ...); 1 row repeats an id, of which the first counts; 1 row "
        "has no id"
    )


def test_that_all_join_is_said_too(tmp_path: Path) -> None:
    assert summary(tmp_path, b"id,a\n1,x\n2,y\n", "1", "2") == "2 pictures of 2 products in styles.csv"
    assert summary(tmp_path / "other", b"id,a\n1,x\n2,y\n", "1", "2", "3") == (
        "3 pictures of 2 products in styles.csv; 1 picture has no row (missing.csv: images/3.jpg)"
    )
    assert summary(tmp_path / "more", b"id,a\n1,x\n2,y\n", "1") == (
        "1 picture of 1 product in styles.csv; 1 row has no picture (missing.csv: 2)"
    )


def test_without_a_table_that_is_said(tmp_path: Path) -> None:
    catalog = Catalog.open(in_folder(tmp_path / "shop", {"1.jpg": b""}))
    assert str(catalog.joins) == "1 picture has no row, as there is no product table"


# Folders as they are


BINS = {
    "images/@eaDir/1.jpg/SYNOPHOTO_THUMB_M.jpg": b"",
    "images/#recycle/2.jpg": b"",
    "images/$RECYCLE.BIN/S-1-5-21/$R0ABC12.jpg": b"",
    "images/.Trash-1000/files/3.jpg": b"",
    "images/kids/@EADIR/4.jpg": b"",
    "images/System Volume Information/5.jpg": b"",
}


def test_bins_and_what_disks_make_are_passed_over(tmp_path: Path) -> None:
    in_folder(tmp_path / "shop", BINS | {"images/1.jpg": b"", "images/kids/2.jpg": b""})
    assert Catalog.open(tmp_path / "shop" / "images").filenames == ["images/1.jpg", "images/kids/2.jpg"]
    zipped = Catalog.open(in_zip(tmp_path / "shop.zip", BINS | {"images/1.jpg": b""}))
    assert zipped.filenames == ["images/1.jpg"]


def test_so_they_are_in_a_folder_of_queries(tmp_path: Path) -> None:
    in_folder(tmp_path, BINS | JUNK | {"images/1.jpg": b"", "images/kids/2.PNG": b"", "images/notes.txt": b""})
    found = [path.relative_to(tmp_path).as_posix() for path in pictures_below(tmp_path / "images")]
    assert found == ["images/1.jpg", "images/kids/2.PNG"]


def test_a_folder_that_can_not_be_listed_is_left_out_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    in_folder(tmp_path / "shop", {"1.jpg": b"", "locked/2.jpg": b"", "open/3.jpg": b""})
    scan = os.scandir

    def refuse(path: str = ".") -> "os._ScandirIterator[str]":
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)  # chmod would not stop a root user
    catalog = Catalog.open(tmp_path / "shop")
    assert catalog.filenames == ["shop/1.jpg", "shop/open/3.jpg"]
    assert catalog.unlisted == {"shop/locked": "shop/locked can't be listed (Permission denied)"}
    assert caplog.messages == ["shop/locked can't be listed (Permission denied); its pictures are left out"]


# Files that are something else


LFS = "a pointer of Git LFS; fetch the file itself with git lfs pull"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04" + b"\0" * 40 + b"xl/workbook.xml", "a damaged Excel workbook"),
        (b"PK\x03\x04" + b"\0" * 40, "a zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "an office document"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS, not the file itself"),
    ],
)
def test_a_table_that_is_something_else_is_called_so(tmp_path: Path, data: bytes, what: str) -> None:
    in_folder(tmp_path, {"images/1.jpg": b"", "table": data})
    with pytest.raises(CatalogError, match=rf"table is {re.escape(what)}; save it as CSV \(UTF-8\)\.$"):
        Catalog.open(tmp_path / "images", tmp_path / "table")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x1f\x8b\x08\0" + b"\0" * 20, "a gzip file, such as .tar.gz; unpack it"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 20, "a 7-Zip archive; unpack it"),
        (b"Rar!\x1a\x07\0" + b"\0" * 20, "a RAR archive; unpack it"),
        (b"\0" * 257 + b"ustar" + b"\0" * 20, "a tar archive; unpack it"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "one picture; give the folder that it lies in"),
        (b"id,a\n1,x\n", "no zip; give a folder, a zip or a URL of pictures"),
        (
            b"version https://git-lfs.github.com/spec/v1\n",
            "a pointer of Git LFS; fetch the file itself with git lfs pull",
        ),
        (b"", "empty; download it again"),
        (b"PK\x03\x04" + b"\0" * 20, "a zip that is damaged or cut short; download it again"),
    ],
)
def test_what_is_no_zip_is_called_what_it_is(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "shop.zip").write_bytes(data)
    with pytest.raises(CatalogError, match=rf"shop\.zip is {re.escape(what)}\.$"):
        Catalog.open(tmp_path / "shop.zip")


NAMES_OF_ZIPS = [
    ("images/grüne bluse.jpg", "utf-8"),  # zips of macOS lack the flag
    ("images/Kleid weiß Größe.jpg", "cp437"),
    ("images/żółta sukienka źródło.jpg", "cp852"),
    ("images/红色连衣裙.jpg", "gbk"),
    ("images/платье красное.jpg", "cp866"),
]


@pytest.mark.parametrize(("name", "encoding"), NAMES_OF_ZIPS)
def test_names_in_a_zip_are_read_in_the_encoding_of_who_packed_it(tmp_path: Path, name: str, encoding: str) -> None:
    raw, stand_in = name.encode(encoding), "x" * len(name.encode(encoding))
    path = in_zip(tmp_path / "shop.zip", {stand_in: b"one", "images/plain.jpg": b"two"})
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), raw))
    catalog = Catalog.open(path)
    assert catalog.filenames == sorted([name, "images/plain.jpg"])
    assert catalog.read(name) == b"one"
