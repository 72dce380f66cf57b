"""What an index may read of a machine: its own folder, what was built here, what the owner agrees to."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fsspec
import numpy as np
import pytest

from lookbook.building.build import build
from lookbook.building.options import Options
from lookbook.catalog import Catalog, CatalogError
from lookbook.catalog.bounds import Bounds
from lookbook.encoders.base import Identity
from lookbook.index import Index, open_catalog
from lookbook.photos import PhotoError
from tests.fakes import MeanColour, paint_catalogue

ENCODER = Identity("fashion", "1", "ab" * 32)
SECRET = "TOKEN=hush"
Foreign = Callable[..., Path]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A folder of this machine that no index was built from."""
    folder = tmp_path / "private"
    folder.mkdir()
    (folder / "secret.jpg").write_text(SECRET)
    (folder / "styles.csv").write_text(f"{SECRET},id\n1,2\n")
    (folder / "columns.toml").write_text(SECRET)
    return folder


@pytest.fixture
def foreign(tmp_path: Path) -> Foreign:
    """Make an index folder that was not built here."""

    def made(*names: str, **sources: Any) -> Path:
        folder = tmp_path / "foreign"
        folder.mkdir(exist_ok=True)
        Index(np.eye(len(names or "1"), 3, dtype=np.float32), names or ["secret.jpg"], ENCODER, **sources).save(folder)
        return folder

    return made


def opened(folder: Path, *sources: str) -> Catalog:
    """Open what an index folder names."""
    return open_catalog(Index.load(folder), folder, sources)


def refused(folder: Path, *sources: str) -> str:
    """Open what an index folder names, and return why its table, or every one of its pictures, is not read."""
    try:
        catalog = opened(folder, *sources)
    except CatalogError as error:
        return str(error)
    assert catalog.styles == ""
    with pytest.raises(PhotoError):
        catalog.fingerprint("secret.jpg")
    with pytest.raises(PhotoError) as told:
        catalog.read("secret.jpg")
    return str(told.value)


@pytest.mark.parametrize("place", ["/", "/etc", "{}", "../private", "..", "../foreign/../private", "./.././private"])
@pytest.mark.parametrize("key", ["images_root", "styles", "columns"])
def test_a_place_outside_of_the_folder_is_not_opened(
    key: str, place: str, foreign: Foreign, secret: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = {"images_root": "", "styles": "/styles.csv", "columns": "/columns.toml"}[key]
    reason = refused(foreign(**{key: place.format(secret) + file}))
    assert "not built here" in reason
    assert "; if you trust it, set LOOKBOOK_SOURCES=/" in reason
    assert SECRET not in reason
    assert [record.getMessage()[:24] for record in caplog.records] == ["no pictures are shown: t"] * (not file)


@pytest.mark.parametrize("place", ["/dev/zero", "/proc/self/environ", "/proc/self/fd/0", "/dev/stdin"])
@pytest.mark.parametrize("key", ["images_root", "styles", "columns"])
def test_devices_and_the_like_are_not_read(key: str, place: str, foreign: Foreign) -> None:
    assert "not built here" in refused(foreign(**{key: place}))


@pytest.mark.parametrize(
    "url",
    [
        "github://fsspec:filesystem_spec@main/", "ftp://localhost:1/", "file:///etc", "local:///etc", "http://localhost:1/",
        "s3://bucket/x", "memory://shop", "simplecache::file:///etc", "zip://::file:///etc/x.zip",
    ],
)  # fmt: skip
def test_no_address_is_connected_to(url: str, foreign: Foreign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda *_: pytest.fail("it was opened"))
    assert f"set LOOKBOOK_SOURCES={url}" in refused(foreign(images_root=url))


@pytest.mark.parametrize("link", ["secret.jpg", "styles.csv", "columns.toml", "deep"])
def test_links_that_lead_out_are_not_followed(link: str, foreign: Foreign, secret: Path) -> None:
    folder = foreign("secret.jpg", "deep/secret.jpg")
    (folder / link).symlink_to(secret if link == "deep" else secret / link)
    if link == "columns.toml":
        (folder / "styles.csv").write_text("id\nsecret\n")
    catalog = opened(folder)
    assert catalog.columns == (["id"] if link == "columns.toml" else [])
    for name in catalog.filenames:
        with pytest.raises(PhotoError):
            catalog.read(name)
        with pytest.raises(PhotoError):
            catalog.fingerprint(name)


@pytest.mark.parametrize("key", ["styles", "columns"])
def test_a_named_table_that_is_a_link_out_is_not_read(key: str, foreign: Foreign, secret: Path) -> None:
    folder = foreign(**{key: "table"})
    (folder / "table").symlink_to(secret / "styles.csv")
    assert "not built here" in refused(folder)


def test_a_link_beside_a_named_table_is_not_read(foreign: Foreign, secret: Path) -> None:
    folder = foreign(styles="table.csv")
    (folder / "table.csv").write_text("id\nsecret\n")
    (folder / "columns.toml").symlink_to(secret / "columns.toml")
    assert "not built here" in refused(folder)


@pytest.mark.parametrize(
    "name", ["/etc/hostname", "../private/secret.jpg", "a/../../private/secret.jpg", "a\0b", "~/x"]
)
def test_names_of_pictures_do_not_lead_out(name: str, foreign: Foreign, secret: Path) -> None:
    catalog = opened(foreign(name))
    with pytest.raises(PhotoError):
        catalog.read(name)


def test_links_within_the_folder_are_followed(foreign: Foreign) -> None:
    folder = foreign("images/1.jpg")
    (folder / "store").mkdir()
    (folder / "store" / "1.jpg").write_bytes(b"one")
    (folder / "images").symlink_to("store")
    assert opened(folder).read("images/1.jpg") == b"one"


def test_what_the_owner_agrees_to_is_opened(foreign: Foreign, secret: Path) -> None:
    for name in ("styles.csv", "columns.toml"):
        (secret / name).unlink()
    for agreed in (secret, secret.parent):
        assert opened(foreign(images_root="../private"), str(agreed)).read("secret.jpg") == SECRET.encode()
    assert "not built here" in refused(foreign(images_root="../private"), f"{secret}/deeper", str(secret)[:-1])


@pytest.mark.parametrize("agreed", ["memory://agreed/shop", "memory://agreed", "memory://"])
def test_addresses_are_agreed_to_by_their_beginning(agreed: str, foreign: Foreign) -> None:
    fsspec.filesystem("memory").pipe("/agreed/shop/secret.jpg", b"one")
    assert opened(foreign(images_root="memory://agreed/shop"), agreed).read("secret.jpg") == b"one"
    for other in (
        "memory://agreed-not/shop",
        "memory://agreed/shop/../../x",
        "memory://agreed/shop::file://x",
        "/agreed",
    ):
        bounds = Bounds.of(Path("/nowhere"), ["memory://agreed/shop", "memory://agreed"])
        assert not bounds.hold(other)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Build an index whose pictures and table lie outside of its folder."""
    images = paint_catalogue(tmp_path / "data")
    table = (tmp_path / "data" / "styles.csv").rename(tmp_path / "table.csv")
    catalog = Catalog.open(images, table, tmp_path / "index")
    build(catalog, MeanColour(), tmp_path / "index", Options(styles=table))
    return tmp_path / "index"


def test_what_was_built_here_is_opened_wherever_its_pictures_lie(elsewhere: Path) -> None:
    manifest = json.loads((elsewhere / "index.json").read_text())
    assert (manifest["images_root"], manifest["styles"]) == ("../data", "../table.csv")
    catalog = opened(elsewhere)
    assert catalog.read("images/1.png").startswith(b"\x89PNG")
    assert catalog.product("images/1.png")["gender"] == "Men"


def moved(elsewhere: Path, to: Path) -> Path:
    """Move an index, its pictures and its table to another folder together, with new times as some copies have."""
    for name in ("index", "data", "table.csv"):
        shutil.move(elsewhere.parent / name, to / name)
    for path in to.rglob("*.png"):
        os.utime(path, (1, 1))
    return to / "index"


def test_an_index_that_is_moved_with_its_pictures_is_opened(elsewhere: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    index = moved(elsewhere, tmp_path / "new")
    for _ in range(2):
        catalog = opened(index)
        assert catalog.read("images/1.png").startswith(b"\x89PNG")
        assert catalog.product("images/1.png")["gender"] == "Men"
        for path in (tmp_path / "new" / "data").rglob("*.png"):
            path.write_bytes(path.read_bytes() + b"retouched")  # that it is at home there is remembered


@pytest.mark.parametrize("change", ["other files", "no pictures", "no fingerprints", "not built by this person"])
def test_a_copy_whose_pictures_are_not_known_to_be_its_own_opens_none(
    change: str, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").mkdir()
    index = moved(elsewhere, tmp_path / "new")
    if change == "other files":
        for path in (tmp_path / "new" / "data" / "images").iterdir():
            path.write_text("TOKEN=hush")
    elif change == "no pictures":
        shutil.rmtree(tmp_path / "new" / "data" / "images")
    elif change == "no fingerprints":
        shutil.rmtree(index / ".lookbook")
    else:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another person"))
    assert "not built here" in refused(index)


def test_an_index_that_names_no_place_it_was_built_with_opens_none(foreign: Foreign, elsewhere: Path) -> None:
    folder = foreign(images_root="../data")
    shutil.copytree(elsewhere / ".lookbook", folder / ".lookbook", dirs_exist_ok=True)
    assert "not built here" in refused(folder)


def test_another_index_in_the_same_place_was_not_built_there(elsewhere: Path) -> None:
    Index(np.eye(1, 3, dtype=np.float32), ["images/1.png"], ENCODER, images_root="../data").save(elsewhere)
    assert "not built here" in refused(elsewhere)


def test_a_build_through_a_link_in_the_folder_is_opened_as_it_was_built(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path / "data")
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "images").symlink_to(images)
    build(Catalog.open(tmp_path / "index" / "images", relative_to=tmp_path / "index"), MeanColour(), tmp_path / "index")
    assert opened(tmp_path / "index").read("images/1.png").startswith(b"\x89PNG")


def test_where_nothing_can_be_remembered_a_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "state").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    images = paint_catalogue(tmp_path / "data")
    build(Catalog.open(images, relative_to=tmp_path / "index"), MeanColour(), tmp_path / "index")
    assert "can't be remembered" in caplog.text
    assert "LOOKBOOK_SOURCES" in caplog.text
    assert os.listdir(tmp_path / "index")
