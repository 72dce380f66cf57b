"""An index is published to a real server, searched there, and published again when it has changed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.building.publish import named_after, publish
from lookbook.catalog import Catalog
from lookbook.conditions import AnyOf, Between, Condition
from lookbook.doctor.examining import examine
from lookbook.encoders import registry as encoders
from lookbook.index import StorePart, manifest_of, name_store
from lookbook.query import Query
from lookbook.settings import Settings, SettingsError
from lookbook.stores import SERVERS, StoreError
from lookbook.stores.collection import Row
from tests.fakes import STYLES, MeanColour, paint, paint_catalogue
from tests.servers import PASSWORD, PASSWORD_OF_MILVUS, SERVED, Process

ROOT = Path(__file__).parents[1]
RED = np.full((8, 8, 3), (250, 0, 0), np.uint8)


@pytest.fixture(scope="module", params=SERVED)
def server(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """A server: the store's name and the address."""
    running: Process = SERVED[request.param]()
    yield request.param.partition(",")[0], running.uri
    running.remove()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of seven plain pictures."""
    monkeypatch.setitem(encoders.ENCODERS, "mean-colour", MeanColour)
    (tmp_path / "index").mkdir()
    rebuild(tmp_path / "index", paint_catalogue(tmp_path / "index"))
    return tmp_path / "index"


def rebuild(folder: Path, images: Path) -> None:
    build(Catalog.open(images, relative_to=folder), MeanColour(), folder)


def settings(server: tuple[str, str], **others: Any) -> Settings:
    return Settings(store_uri=SecretStr(server[1]), **others)


def ids(book: Lookbook, **asked: Any) -> Sequence[str]:
    return [hit.id for hit in book.search(RED, **asked)]


def test_what_was_published_is_searched_and_only_changes_are_sent(server: tuple[str, str], folder: Path) -> None:
    own = settings(server)
    first = publish(folder, server[0], own)
    assert (first.new, first.kept, first.removed, first.recall) == (7, 0, 0, 1.0)
    alone = Lookbook.open(folder, settings(server, store="local"))
    book = Lookbook.open(folder, own)
    assert type(book.store) is SERVERS[server[0]]
    assert (len(book), len(book.index.vectors)) == (7, 0)
    for asked in ({"k": 7}, {"k": 3, "where": {"baseColour": "red"}}, {"k": 9, "where": {"year": Between(2011)}}):
        assert ids(book, **asked) == ids(alone, **asked)
    again = publish(folder, server[0], own)
    assert (again.new, again.kept, again.removed) == (0, 7, 0)
    paint(folder / "images" / "8.png", (250, 9, 9))
    paint(folder / "images" / "3.png", (240, 5, 5))
    (folder / "images" / "2.png").unlink()
    rebuild(folder, folder / "images")
    changed = publish(folder, server[0], own)
    assert (changed.new, changed.kept, changed.removed) == (2, 5, 2)
    assert ids(book, k=3) == ["1", "2", "7"]  # an open reader sees what it saw
    assert set(ids(Lookbook.open(folder, own), k=3)) == {"1", "3", "8"}
    (folder / "styles.csv").write_text(STYLES.replace("2011,Casual,Plain Men Red", "2031,Casual,Plain Men Red"))
    assert publish(folder, server[0], own).new == 1  # rows of the table alone cost no more than that
    assert ids(Lookbook.open(folder, own), where={"year": "2031"}) == ["1"]


def test_rows_of_the_state_before_the_last_are_gone_though_builds_came_between(
    server: tuple[str, str], folder: Path
) -> None:
    own = settings(server)
    publish(folder, server[0], own)
    for number in range(3):
        paint(folder / "images" / "3.png", (240, 5, 5 + number))
        rebuild(folder, folder / "images")
        assert publish(folder, server[0], own).new == 1
    there = SERVERS[server[0]].server(SecretStr(server[1]), named_after(folder), "HNSW")
    assert sum(1 for _ in there.entries()) == 8


def test_a_publishing_that_was_stopped_has_changed_nothing_and_goes_on(
    server: tuple[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, there = settings(server), SERVERS[server[0]].server
    monkeypatch.setattr("lookbook.building.outgoing.BATCH", 2)
    publish(folder, server[0], own)
    book, add = Lookbook.open(folder, own), there.add
    for name in ("1", "2", "8", "9"):
        paint(folder / "images" / f"{name}.png", (9, 100 + int(name), 250))
    rebuild(folder, folder / "images")

    def stopped(self: Any, rows: Sequence[Row], state: int) -> None:
        add(self, rows, state)
        raise KeyboardInterrupt

    monkeypatch.setattr(there, "add", stopped)
    with pytest.raises(KeyboardInterrupt):
        publish(folder, server[0], own)
    monkeypatch.setattr(there, "add", add)
    assert manifest_of(folder).store is None  # type: ignore[union-attr]  # as the build left it
    assert ids(book, k=2) == ["1", "2"]
    finished = publish(folder, server[0], own)
    assert (finished.new, finished.kept, finished.removed) == (2, 7, 0)
    assert ids(Lookbook.open(folder, own), k=9) == ids(Lookbook.open(folder, settings(server, store="local")), k=9)


def test_a_server_that_took_less_than_it_was_given_is_found_out(
    server: tuple[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = SERVERS[server[0]].server
    add = there.add
    monkeypatch.setattr(there, "add", lambda self, rows, state: add(self, rows[1:], state))
    with pytest.raises(StoreError, match=r"holds 6 of 7 vectors, so the index was left as it was"):
        publish(folder, server[0], settings(server))
    assert manifest_of(folder).store is None  # type: ignore[union-attr]


def test_a_server_that_finds_too_little_is_found_out(
    server: tuple[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = SERVERS[server[0]].server
    nearest = there.nearest
    monkeypatch.setattr(there, "nearest", lambda *given: [near[:3] for near in nearest(*given)])
    with pytest.raises(StoreError, match=r"finds 60% of what it should"):
        publish(folder, server[0], settings(server))


def test_what_the_doctor_says_of_a_server(server: tuple[str, str], folder: Path) -> None:
    own = settings(server)
    publish(folder, server[0], own)
    assert said(folder, own) == []
    there = SERVERS[server[0]].server(SecretStr(server[1]), named_after(folder), "HNSW")
    state = manifest_of(folder).store.state  # type: ignore[union-attr]
    there.erase(["images/3.png"], state)
    there.settle()
    assert "holds 6 vectors, which are not the 7" in said(folder, own)[0] or "does not answer" in said(folder, own)[0]
    there.drop()
    assert "has no collection" in said(folder, own)[0]
    assert "set LOOKBOOK_STORE_URI" in said(folder, Settings())[0]


def said(folder: Path, own: Settings) -> list[str]:
    return [one.says for one in examine(folder, own) if "the store" in one.says]


def test_a_table_that_changed_since_is_said(
    server: tuple[str, str], folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish(folder, server[0], settings(server))
    Lookbook.open(folder, settings(server))
    assert "publish again" not in caplog.text
    (folder / "styles.csv").write_text(STYLES.replace("Blue", "Navy"))
    Lookbook.open(folder, settings(server))
    assert "The product table has changed since it was published" in caplog.text
    assert any("product table" in one.says for one in examine(folder, settings(server)))


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample's index, without its pictures."""
    for name in ("embeddings.pkl", "filenames.pkl", "index.json", "styles.csv"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    if (ROOT / ".lookbook").is_dir():
        copytree(ROOT / ".lookbook", tmp_path / ".lookbook")
    return tmp_path


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lookbook", *arguments]
    known = {**os.environ, **variables}
    return subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True, check=False)


def test_the_command_finds_the_same_five_from_every_store_and_says_no_password(
    server: tuple[str, str], sample: Path
) -> None:
    store, uri = server[0], server[1].replace("lookbook.db", "command.db")  # the other is open in this process
    told = [run("publish", "--store", store, "--index", str(sample), LOOKBOOK_STORE_URI=uri)]
    assert told[0].returncode == 0, told[0].stderr
    assert "published 2," in told[0].stdout
    photos = sorted((ROOT / "images").glob("*.jpg"))[::200]
    told.append(run("search", str(photos[0]), "--index", str(sample), "--json", LOOKBOOK_STORE_URI=uri))
    told.append(run("publish", "--store", store, "--index", str(sample), "--uri", uri.replace("127", "0")))
    told.append(
        run("search", str(photos[0]), "--index", str(sample), LOOKBOOK_STORE_URI="postgresql://a:b@127.0.0.1:9/c")
    )
    told.append(run("doctor", "--index", str(sample), LOOKBOOK_STORE_URI=uri))
    texts = [text for ran in told for text in (ran.stdout, ran.stderr)]
    texts += [path.read_text("latin-1") for path in sample.rglob("*") if path.is_file()]
    assert not [text for text in texts if PASSWORD in text or "pl%2Fnted" in text or PASSWORD_OF_MILVUS in text]
    # from here on a file of Milvus Lite is open in this process, and no other can open it
    books = {
        name: Lookbook.open(sample, Settings(store=name, engine=engine, store_uri=SecretStr(uri)))
        for name, engine in (("local", "exact"), ("auto", "auto"))
    }
    ways = [*books.values(), Lookbook.open(sample, Settings(store="local", engine="approximate"))]
    filters: list[dict[str, Condition]] = [
        {},
        {"gender": AnyOf(("women",))},
        {"price": Between(20, 60), "gender": AnyOf(("men", "unisex"))},
    ]
    for where in filters:
        asked = Query(k=5, where=where)
        found = [[{hit.id for hit in answer.hits} for answer in book.answers(photos, asked)] for book in ways]
        assert all(len(five) == 5 for five in found[0])
        for others in found[1:]:
            same = sum(len(one & other) for one, other in zip(found[0], others, strict=True))
            assert same >= 0.98 * 5 * len(photos)
    best = books["local"].search(photos[0], k=5)
    assert [hit["id"] for hit in json.loads(told[1].stdout)["results"]] == [hit.id for hit in best]


def test_an_index_goes_back_to_its_own_files(folder: Path) -> None:
    name_store(folder, StorePart(name="pgvector", collection="looks"))
    back = run("publish", "--store", "local", "--index", str(folder))
    assert (back.returncode, manifest_of(folder).store) == (0, None)  # type: ignore[union-attr]


def test_without_an_address_nothing_is_published(folder: Path) -> None:
    with pytest.raises(SettingsError, match=r"give --uri, or set LOOKBOOK_STORE_URI"):
        publish(folder, "pgvector", Settings())
    with pytest.raises(SettingsError, match=r"run lookbook publish --store pgvector"):
        Lookbook.open(folder, Settings(store="pgvector"))


def test_a_folder_has_a_collection_of_its_own(tmp_path: Path) -> None:
    name = named_after(tmp_path / "Mode & Style")
    assert name.startswith("lookbook_mode_style_")
    assert name == named_after(tmp_path / "Mode & Style") != named_after(tmp_path / "Mode Style")
    StorePart(name="pgvector", collection=named_after(tmp_path / "漢"))
