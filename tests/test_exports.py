"""Exports of shops as they come: recognised by their headers, every picture with its product's row."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from lookbook.catalog import Catalog, CatalogError

EXPORTS = {path.stem: path for path in (Path(__file__).parent / "exports").iterdir()}
CASES = [
    ("shopify", "v-neck.jpg", {"id": "v-neck", "productDisplayName": "V-Neck Tee", "articleType": "Tshirts",
     "gender": "Women", "masterCategory": "Apparel & Accessories", "subCategory": "T-Shirts", "price": "19.99"}),
    ("shopify", "v-neck_back.jpg", {"id": "v-neck", "productDisplayName": "V-Neck Tee", "Tags": "summer, basics",
     "gender": "Women", "price": "20.99", "Option1 Value": "M", "brand": "Acme"}),
    ("shopify", "v-neck-red.jpg", {"id": "v-neck", "Option1 Value": "S"}),
    ("shopify", "my bag.jpg", {"id": "blue-bag", "articleType": "Handbags", "gender": ""}),
    ("shopify_2025", "v-neck_back.jpg", {"id": "v-neck", "productDisplayName": "V-Neck Tee", "gender": "Women",
     "articleType": "Tshirts", "subCategory": "T-Shirts", "price": "20.99"}),
    ("woocommerce", "hoodie-2.jpg", {"id": "woo-hoodie", "productDisplayName": 'Hoodie with "Logo"',
     "masterCategory": "Clothing", "articleType": "Hoodies", "Description": "<p>Line one\nline two</p>"}),
    ("woocommerce", "hoodie-blue-1.jpg", {"id": "woo-hoodie", "price": "45", "Type": "variable"}),
    ("woocommerce", "cap-2.jpg", {"id": "woo-cap", "articleType": "Accessories", "Sale price": "16"}),
    ("woocommerce", "woo-belt.jpg", {"id": "woo-belt", "productDisplayName": "Belt"}),
    ("magento", "wb01-black-0.jpg", {"id": "WB01", "productDisplayName": "Driven Backpack", "masterCategory": "Gear",
     "articleType": "Bags", "price": "36.0"}),
    ("magento", "wb01-black-0_alt1.jpg", {"id": "WB01", "product_type": "simple"}),
    ("prestashop", "15.jpg", {"id": "demo_1", "productDisplayName": "Striped shirt", "articleType": "Shirts",
     "brand": "Studio", "price": "23.9"}),
    ("prestashop", "23.jpg", {"id": "demo_1"}),
    ("google", "red-maxi.jpg", {"id": "SKU-1", "productDisplayName": "Red Maxi Dress", "baseColour": "Red",
     "gender": "Women", "masterCategory": "Apparel & Accessories", "articleType": "Maxi Dresses"}),
    ("google", "red-maxi-c.jpg", {"id": "SKU-1"}),
    ("google_feed", "red-maxi.jpg", {"id": "SKU-1", "productDisplayName": "Red Maxi Dress & Belt", "gender": "Women",
     "articleType": "Maxi Dresses", "baseColour": "Red", "price": "49.90 EUR"}),
    ("google_feed", "red-maxi-c.jpg", {"id": "SKU-1"}),
    ("google_feed", "cap.jpg", {"id": "SKU-2", "baseColour": ""}),
    ("schema_org", "t7.jpg", {"id": "T-7", "productDisplayName": "Linen Shirt", "articleType": "Shirts",
     "baseColour": "White", "brand": "Acme", "price": "39.90", "gender": "Men"}),
    ("schema_org", "t7-back.jpg", {"id": "T-7"}),
    ("schema_org", "bag.jpg", {"id": "T-8", "price": "19", "brand": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("export", "picture", "product"), CASES)
def test_a_picture_has_its_product_s_row(tmp_path: Path, export: str, picture: str, product: dict[str, str]) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / picture).touch()
    catalog = Catalog.open(tmp_path / "pictures", EXPORTS[export])
    found = catalog.product(f"pictures/{picture}")
    assert {column: found.get(column) for column in product} == product


def test_all_pictures_of_an_export_join_and_what_does_not_is_said(tmp_path: Path) -> None:
    names = ["v-neck.jpg", "v-neck_back.jpg", "v-neck-red.jpg", "my bag.jpg", "other.jpg"]
    for name in names:
        (tmp_path / "pictures").mkdir(exist_ok=True)
        (tmp_path / "pictures" / name).touch()
    assert str(Catalog.open(tmp_path / "pictures", EXPORTS["shopify"]).joins) == (
        f"5 pictures of 2 products in {EXPORTS['shopify']}; 1 picture has no row (missing.csv: pictures/other.jpg)"
    )


def test_one_s_own_file_may_fill_rows_cut_paths_and_name_more_pictures(tmp_path: Path) -> None:
    table = "code;file;more;what;group\n1;a.jpg;;Tee;Men/Tops/Tees\n1;b.jpg;c.jpg;;\n"
    mapping = """
[columns]
id = "code"
picture = "file"
[more]
productDisplayName = "what"
brand = "not there"
[parts.subCategory]
column = "group"
separator = "/"
part = 1
[rows]
filled = true
pictures = ["more"]
"""
    (tmp_path / "pictures").mkdir()
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (tmp_path / "pictures" / name).touch()
    (tmp_path / "styles.csv").write_text(table)
    (tmp_path / "columns.toml").write_text(mapping)
    catalog = Catalog.open(tmp_path / "pictures")
    rows = [catalog.product(name) for name in catalog.filenames]
    assert [(row["id"], row["productDisplayName"], row["subCategory"]) for row in rows] == [("1", "Tee", "Tops")] * 3


@pytest.mark.parametrize("header", ["ID", "Id", " iD "])
def test_an_id_column_in_capitals_is_one(tmp_path: Path, header: str) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "1.jpg").touch()
    (tmp_path / "styles.csv").write_text(f"{header},a\n1,x\n")
    assert Catalog.open(tmp_path / "images").product("images/1.jpg") == {"id": "1", "a": "x"}


def test_a_parquet_file_is_a_table(tmp_path: Path) -> None:
    table = tmp_path / "products.parquet"
    content = {
        "id": [1001.0, 1002.0],
        "colours": [["blue", "white"], None],
        "added": [date(2024, 1, 5), None],
        "sold": [True, False],
        "price": [49.9, 20.0],
    }
    parquet.write_table(pa.table(content), table)
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "1001.jpg").touch()
    catalog = Catalog.open(tmp_path / "images", table)
    assert catalog.product("images/1001.jpg") == {
        "id": "1001", "colours": "blue | white", "added": "2024-01-05", "sold": "true", "price": "49.9",
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"PAR1" + b"\0" * 40,
        b'{"id": 1',
        b'[{"id": 1}, 7]',
        b"<?xml version='1.0'?><rss><item><id>1</id>",
        b"<?xml version='1.0'?><rss/>",
        b"<?xml version='1.0' encoding='UTF-9'?><rss><item><id>1</id></item></rss>",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><rss><item><id>&b;</id></item></rss>",
    ],
)
def test_a_damaged_table_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "products.data"
    table.write_bytes(content)
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "1001.jpg").touch()
    with pytest.raises(CatalogError, match=r"products\.data (can't be read|holds no products)"):
        Catalog.open(tmp_path / "images", table)
