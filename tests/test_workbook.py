"""Product tables that are workbooks: Excel's as they are packed, read as a person would type their cells."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from lookbook.catalog import Catalog, CatalogError
from lookbook.catalog.addresses import is_table
from tests.test_catalog import in_folder
from tests.test_pictures import jpeg

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DATE = "<cellXfs count='2'><xf numFmtId='0'/><xf numFmtId='14' applyNumberFormat='1'/></cellXfs>"
Cell = str | float | bool


def relations(*those: tuple[str, str, str]) -> str:
    """Write relations of an id, a kind and a target each."""
    inner = "".join(
        f"<Relationship Id='{name}' Type='{OFFICE}/{kind}' Target='{target}'/>" for name, kind, target in those
    )
    return f"<Relationships xmlns='{RELATIONS}'>{inner}</Relationships>"


def workbook(**sheets: list[list[Cell]]) -> bytes:
    """Pack sheets as Excel does; a text that begins with @ is a date, as days since 1899-12-30."""
    names = "".join(f"<sheet name='{name}' sheetId='{n}' r:id='r{n}'/>" for n, name in enumerate(sheets, 1))
    links = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in enumerate(sheets, 1)]
    files = {
        "[Content_Types].xml": f"<Types xmlns='{TYPES}'><Default Extension='xml' ContentType='{KIND}'/></Types>",
        "_rels/.rels": relations(("r", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*links, ("s", "styles", "styles.xml")),
        "xl/styles.xml": f"<styleSheet xmlns='{MAIN}'>{DATE}</styleSheet>",
    }
    for number, rows in enumerate(sheets.values(), 1):
        inner = "".join(
            f"<row r='{r}'>{''.join(cell(c, r, v) for c, v in enumerate(row))}</row>" for r, row in enumerate(rows, 1)
        )
        files[f"xl/worksheets/sheet{number}.xml"] = (
            f"<worksheet xmlns='{MAIN}'><sheetData>{inner}</sheetData></worksheet>"
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def cell(column: int, row: int, value: Cell) -> str:
    at = f"r='{chr(65 + column)}{row}'"
    if isinstance(value, bool):
        return f"<c {at} t='b'><v>{int(value)}</v></c>"
    if isinstance(value, str) and value.startswith("@"):
        return f"<c {at} s='1'><v>{value[1:]}</v></c>"
    if isinstance(value, str):
        return f"<c {at} t='inlineStr'><is><t>{escape(value)}</t></is></c>" if value else ""
    return f"<c {at}><v>{value}</v></c>"


ROWS: list[list[Cell]] = [
    ["ID", "Name", "Price", "In stock", "Since"],
    [1001, "Blue Shirt", 49.9, True, "@45352"],
    ["0107", "Red Dress", 20, False, "@45352.5"],
    ["", "", "", "", ""],
    [1003, "Cap, green", "", True, ""],
]
PICTURES = {f"images/{name}.jpg": jpeg() for name in ("1001", "0107", "1003")}


def test_cells_are_read_as_a_person_would_type_them(tmp_path: Path) -> None:
    in_folder(tmp_path, {**PICTURES, "list.xlsx": workbook(Products=ROWS)})
    catalog = Catalog.open(tmp_path / "images", tmp_path / "list.xlsx")
    assert [catalog.product(name) for name in catalog.filenames] == [
        {"id": "0107", "Name": "Red Dress", "Price": "20", "In stock": "false", "Since": "2024-03-01 12:00:00"},
        {"id": "1001", "Name": "Blue Shirt", "Price": "49.9", "In stock": "true", "Since": "2024-03-01"},
        {"id": "1003", "Name": "Cap, green", "Price": "", "In stock": "true", "Since": ""},
    ]


def test_a_title_above_the_header_is_passed_over_and_the_sheet_that_is_read_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        "Empty": [],
        "Spring": [["Our spring list"], [], *ROWS],
        "Notes": [["a", "b"], ["c", "d"]],
    }
    in_folder(tmp_path, {**PICTURES, "products.xlsx": workbook(**sheets)})
    catalog = Catalog.open(tmp_path / "images")
    assert catalog.product("images/1001.jpg")["Name"] == "Blue Shirt"
    assert "products.xlsx: the sheet Spring is read, not Notes" in caplog.text


def test_a_damaged_workbook_is_one_sentence(tmp_path: Path) -> None:
    whole = workbook(Products=ROWS)
    in_folder(tmp_path, {**PICTURES, "list.xlsx": whole.replace(b"PK\x01\x02", b"PK\x01\x03", 1)})
    with pytest.raises(CatalogError, match=r"list\.xlsx (is a damaged Excel workbook|can't be read).*\.$"):
        _ = Catalog.open(tmp_path / "images", tmp_path / "list.xlsx").table


def test_one_that_unfolds_without_end_is_not_unfolded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lookbook.catalog.tables.workbook._LARGEST", 1000)
    in_folder(tmp_path, {**PICTURES, "list.xlsx": workbook(Products=ROWS)})
    with pytest.raises(CatalogError, match=r"list\.xlsx can't be read \(it unfolds to 0\.0 GB\); write it anew\.$"):
        Catalog.open(tmp_path / "images", tmp_path / "list.xlsx")


def test_a_workbook_of_addresses_is_a_table_and_a_zip_of_pictures_is_not(tmp_path: Path) -> None:
    in_folder(tmp_path, {"list.xlsx": workbook(Products=ROWS)})
    assert is_table(str(tmp_path / "list.xlsx"))
    assert not is_table(str(tmp_path / "missing.xlsx"))
