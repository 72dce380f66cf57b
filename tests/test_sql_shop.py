"""A shop whose products are in a database: built from it, searched, followed, and its password told to nobody."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from lookbook.building.build import build
from lookbook.building.options import Options
from lookbook.catalog import Catalog, CatalogError
from lookbook.catalog.addresses import fetch_table
from lookbook.client import Client, RemoteError
from lookbook.encoders import registry
from lookbook.live import Live
from lookbook.settings import Settings, SettingsError
from tests.calling import ready, serving
from tests.databases import KINDS, Row, fill, run, server
from tests.fakes import MeanColour, paint
from tests.servers import PASSWORD
from tests.visitor import open_page, say, titles

ROOT = Path(__file__).parents[1]
PLACE = "database://shop#products"
COLOURS = {"1": (255, 0, 0), "2": (0, 255, 0), "3": (0, 0, 255)}


def products(folder: Path) -> list[Row]:
    """Three products with pictures at addresses, and one whose picture is gone."""
    kinds = [("1", "Shirts", "Red"), ("2", "Shirts", "Green"), ("3", "Dresses", "Blue"), ("4", "Shirts", "Red")]
    return [
        (number, kind, colour, f"Plain {colour} {kind}", "19.90", 3, "", None, f"file://{folder}/{number}.png")
        for number, kind, colour in kinds
    ]


@pytest.fixture(scope="module", params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database, with its password."""
    with server(request.param, tmp_path_factory.mktemp("shop")) as address:
        yield address


@pytest.fixture
def folder(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of the products in the database, with the settings that lead to both."""
    for name, colour in COLOURS.items():
        paint(tmp_path / f"{name}.png", colour)
    fill(url, products(tmp_path))
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    monkeypatch.setenv("LOOKBOOK_DATABASES", json.dumps({"shop": url}))
    monkeypatch.setenv("LOOKBOOK_DATABASE_SECONDS", "0.001")
    index = tmp_path / "index"
    index.mkdir()
    monkeypatch.setenv("LOOKBOOK_INDEX", str(index))
    fetched = fetch_table(PLACE, None, index)
    assert (fetched.new, len(fetched.dead)) == (3, 1)
    build(Catalog.open(fetched.folder, PLACE, index), MeanColour(), index, Options(styles=PLACE))
    return index


def test_pictures_that_rows_name_are_found_filtered_and_told_of(folder: Path) -> None:
    book = Live(folder).current().book
    assert [hit.id for hit in book.search(text="green shirts", k=1)] == ["2"]
    assert [hit.id for hit in book.search(like="1", k=5, where={"articleType": "Shirts"})] == ["2"]
    assert book.counts("articleType") == [("Dresses", 1), ("Shirts", 2)][::-1]
    assert book.product(book.search(like="1", k=1)[0])["productDisplayName"].startswith("Plain")
    assert json.loads((folder / "index.json").read_text())["styles"] == PLACE


def test_a_changed_product_is_seen_without_a_restart(folder: Path, url: str) -> None:
    with serving(folder, Settings.load()) as address, Client(address) as client:
        ready(client)
        assert client.product("3")["product"]["baseColour"] == "Blue"
        changed = "\"productDisplayName\" = 'Velvet gown', \"baseColour\" = 'Violet', price = 5"
        run(url, f"UPDATE products SET {changed} WHERE id = 3")
        assert float(client.product("3")["product"]["price"]) == 5
        assert client.counts("baseColour", {"articleType": "Dresses"}) == [("Violet", 1)]
        while not (found := client.search(text="velvet", k=1)["results"]):  # words are learned anew
            pass
        assert found[0]["id"] == "3"


def test_the_page_shows_a_change(folder: Path, url: str) -> None:
    page = say(open_page(), "green shirts")
    assert titles(page)[0] == "Plain Green Shirts"
    run(url, "UPDATE products SET \"productDisplayName\" = 'Meadow green shirts' WHERE id = 2")
    assert titles(page.run())[0] == "Meadow green shirts"


def test_the_page_says_where_the_database_is_away(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from lookbook.catalog.sql import database

    monkeypatch.setattr(database, "WAITS", ())
    monkeypatch.setenv("LOOKBOOK_DATABASE_SECONDS", "1000")
    page = say(open_page(), "green shirts")
    run(url, "ALTER TABLE products RENAME TO hidden")
    try:
        page = page.run()
        assert not page.exception
        assert "The shop's database can't be asked" in page.error[0].value
    finally:
        run(url, "ALTER TABLE hidden RENAME TO products")
    assert titles(page.run())[0] == "Plain Green Shirts"


def test_an_index_from_elsewhere_connects_to_nothing_until_its_owner_agrees(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "somebody else's"))
    with pytest.raises(CatalogError, match=f"LOOKBOOK_SOURCES={PLACE}"):
        Live(folder).current()
    monkeypatch.setenv("LOOKBOOK_SOURCES", PLACE)
    assert Live(folder).current().book.counts("articleType") == [("Shirts", 2), ("Dresses", 1)]


def test_a_database_that_goes_away_is_told_in_a_sentence_and_comes_back(
    folder: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lookbook.catalog.sql import database

    monkeypatch.setattr(database, "WAITS", ())
    monkeypatch.setenv("LOOKBOOK_DATABASE_SECONDS", "1000")
    with serving(folder, Settings.load()) as address, Client(address) as client:
        ready(client)
        run(url, "ALTER TABLE products RENAME TO hidden")
        try:
            with pytest.raises(RemoteError, match="database://shop#products can't be read") as refused:
                client.product("3")
            assert (refused.value.status, refused.value.kind) == (503, "DatabaseError")
        finally:
            run(url, "ALTER TABLE hidden RENAME TO products")
        assert client.product("3")["id"] == "3"


def lookbook(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lookbook", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_password_is_in_no_output_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    for name, colour in COLOURS.items():
        paint(tmp_path / f"{name}.png", colour)
    with server("postgresql", tmp_path) as url:
        fill(url, products(tmp_path))
        monkeypatch.setenv("LOOKBOOK_DATABASES", json.dumps({"shop": url, "wrong": url.replace("pl%2F", "no")}))
        monkeypatch.setenv("PGPASSWORD", PASSWORD)
        bare = url.replace(quote(PASSWORD, safe=""), "").replace(":@", "@") + "#products"
        index = str(tmp_path / "index")
        built = lookbook("build", PLACE, "--output", index, "--encoder", "fashion", "--precision", "f32")
        assert "indexed 3 (new 3" in built.stdout, built.stderr
        again = lookbook("build", bare, "--output", index, "--encoder", "fashion", "--precision", "f32")
        assert "indexed 3 (new 0, kept 3" in again.stdout, again.stderr
        ran = [
            built,
            again,
            lookbook("search", "--text", "green shirts", "--index", index),
            lookbook("doctor", "--index", index),
            lookbook("build", url + "#products", "--output", index, "--debug"),
            lookbook("build", "database://wrong#products", "--output", index, "--debug"),
            lookbook("build", "database://shop#nothing", "--output", index),
            lookbook("build", "database://gone#products", "--output", index),
            lookbook("build", PLACE, "--output", index, LOOKBOOK_DATABASES=url),
            lookbook("build", PLACE, "--output", index, LOOKBOOK_DATABASES=json.dumps({"shop": {"no": url}})),
        ]
    assert [each.returncode for each in ran] == [0, 0, 0, 0, 1, 1, 1, 1, 1, 1], [each.stderr for each in ran]
    said = "".join(each.stdout + each.stderr for each in ran)
    kept = b"".join(
        path.read_bytes() for top in (tmp_path / "index", state) for path in top.rglob("*") if path.is_file()
    )
    assert "authentication failed" in said
    for secret in (PASSWORD, quote(PASSWORD, safe=""), quote(PASSWORD), "nted%20pass"):
        assert secret not in said
        assert secret.encode() not in kept


def test_a_wrong_setting_is_told_without_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("postgresql://me:secret@host/db", '{"shop": ["secret"]}', '["secret"]'):
        monkeypatch.setenv("LOOKBOOK_DATABASES", wrong)
        with pytest.raises(SettingsError, match="LOOKBOOK_DATABASES is wrong") as refused:
            Settings.load()
        assert "secret" not in str(refused.value)
