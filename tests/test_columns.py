"""lookbook columns: which column of an unknown table is which, with reasons, as a file that a build reads."""

from pathlib import Path

import pytest

from lookbook.catalog import Catalog
from tests.test_catalog import in_folder
from tests.test_cli import run
from tests.test_pictures import jpeg

GERMAN = """\
SKU;Bezeichnung;Kategorie;Farbe;Für;Preis;Bild;Bild 2;Link
0001;Rotes Sommerkleid lang;Kleidung > Kleider;rot;Damen;49,90 €;a.jpg;;https://x.example/p/1
0002;Blaues Hemd aus Leinen;Kleidung > Hemden;blau;Herren;39,90 €;b.jpg;b2.jpg;https://x.example/p/2
0003;Schwarze Jeans eng;Kleidung > Hosen;schwarz;Damen;59,00 €;c.jpg;;https://x.example/p/3
"""
PROPOSED = """\
# Proposed for list.csv; correct what is wrong. Ours = theirs.
[columns]
picture = "Bild"  # its name, names 3 of 4 pictures
id = "SKU"  # its name, no value twice

[more]  # where the table has it
gender = "Für"  # its name, 100% of its values are men, women and the like
baseColour = "Farbe"  # its name, 100% of its values are colours
price = "Preis"  # its name, 100% are numbers
url = "Link"  # its name, 100% are addresses
productDisplayName = "Bezeichnung"  # its name, 3.3 words on average

[values.gender]
"Damen" = "Women"
"Herren" = "Men"

[parts.masterCategory]  # its name, 3 different values
column = "Kategorie"
separator = ">"
part = 0

[parts.articleType]  # its name, 3 different values
column = "Kategorie"
separator = ">"
part = -1

[rows]
pictures = ["Bild 2"]
"""
PICTURES = {f"images/{name}.jpg": jpeg() for name in ("a", "b", "b2", "c")}


def test_a_plain_table_is_told_without_a_question_and_builds_as_told(tmp_path: Path) -> None:
    in_folder(tmp_path, {**PICTURES, "list.csv": GERMAN.encode()})
    done = run("columns", tmp_path / "list.csv")
    assert (done.returncode, done.stdout) == (0, PROPOSED)
    assert done.stderr.splitlines() == [
        f"written to {tmp_path}/columns.toml; next: lookbook build {tmp_path}/images",
        f"4 pictures of 3 products in {tmp_path}/list.csv",
    ]
    catalog = Catalog.open(tmp_path / "images", tmp_path / "list.csv")
    row = catalog.product("images/b2.jpg")
    told = [row[column] for column in ("id", "gender", "masterCategory", "articleType")]
    assert told == ["0002", "Men", "Kleidung", "Hemden"]


def test_what_pictures_are_called_tells_the_id_better_than_its_name(tmp_path: Path) -> None:
    table = "code,warehouse,what it is\nX1,1001,Blue cotton shirt\nX2,1002,Red silk dress\n"
    in_folder(tmp_path, {"images/1001.jpg": jpeg(), "images/1002.jpg": jpeg(), "list.csv": table.encode()})
    shown = run("columns", tmp_path / "list.csv", "--show").stdout
    assert 'id = "warehouse"  # names 2 of 2 pictures' in shown
    assert 'productDisplayName = "what it is"  # 3.0 words on average' in shown
    assert not (tmp_path / "columns.toml").exists()


def test_rows_that_only_the_first_fills_are_told(tmp_path: Path) -> None:
    table = "ref,title,photo\n7,Blue cotton shirt,a.jpg\n7,,b.jpg\n8,Red silk dress,c.jpg\n8,,b2.jpg\n"
    in_folder(tmp_path, {**PICTURES, "list.csv": table.encode()})
    assert "filled = true" in run("columns", tmp_path / "list.csv", "--show").stdout


def test_where_two_columns_fit_alike_a_person_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "id code,id number,title\n1,9,Blue cotton shirt\n2,8,Red silk dress\n"
    in_folder(tmp_path, {"list.csv": table.encode()})
    shown = run("columns", tmp_path / "list.csv", "--show").stdout
    assert 'id = "id code"  # “id” in its name, no value twice; or id number?' in shown
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "id number")
    assert 'id = "id number"  # as you said' in run("columns", tmp_path / "list.csv").stdout


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    in_folder(tmp_path, {"list.csv": GERMAN.encode(), "columns.toml": b"mine"})
    refused = run("columns", tmp_path / "list.csv")
    assert (refused.returncode, refused.stderr) == (
        1, f"lookbook: {tmp_path}/columns.toml is there already; remove it, or name another file with --output.\n",
    )  # fmt: skip
    assert (tmp_path / "columns.toml").read_bytes() == b"mine"


def test_a_known_export_needs_none_and_a_table_of_nothing_is_refused(tmp_path: Path) -> None:
    header = "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,productDisplayName\n"
    in_folder(tmp_path, {"known.csv": header.encode(), "nothing.csv": b"remark\nfine weather today and tomorrow\n"})
    known = run("columns", tmp_path / "known.csv")
    assert (known.returncode, known.stdout) == (0, "known.csv is known (kaggle), so it needs no columns.toml.\n")
    refused = run("columns", tmp_path / "nothing.csv")
    assert refused.returncode == 1
    assert "nothing.csv has no id column, only remark; name it in a columns.toml beside" in refused.stderr
