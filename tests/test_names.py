"""File names that are no UTF-8, and output that always is."""

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.commands.app import run
from lookbook.disk.names import escaped, original
from lookbook.encoders import registry
from lookbook.photos import PhotoError
from tests.fakes import MeanColour, paint
from tests.visitor import named, open_page

CAFE = os.fsdecode(b"caf\xe9.png")
TITLE = "青いシャツ"
needs_bytes = pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="file names are always Unicode here")


def index_of(folder: Path, *names: str, table: str = "id,productDisplayName\n") -> Path:
    """Build the index of plain pictures, each greener than the one before."""
    for number, name in enumerate(names):
        paint(folder / "images" / name, (200, 10 * number, 0))
    (folder / "styles.csv").write_text(table, "utf-8")
    build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    return folder


Command = Callable[..., tuple[int, bytes, bytes]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `lookbook` where the terminal has a code page, and gives its exit code, output and complaints."""
    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)

    def call(*arguments: object, encoding: str = "utf-8") -> tuple[int, bytes, bytes]:
        streams = {name: io.TextIOWrapper(io.BytesIO(), encoding) for name in ("stdout", "stderr")}
        for name, stream in streams.items():
            monkeypatch.setattr(sys, name, stream)
        monkeypatch.setattr(sys, "argv", ["lookbook", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            run()
        printed = []
        for stream in streams.values():
            stream.flush()
            printed.append(stream.buffer.getvalue())
        return int(ended.value.code or 0), printed[0], printed[1]

    return call


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("images/1163.jpg", "images/1163.jpg"),
        ("grüne bluse 100%.jpg", "grüne bluse 100%.jpg"),
        (os.fsdecode(b"caf\xe9.jpg"), "caf%E9.jpg"),
        (os.fsdecode(b"50% caf\xe9.jpg"), "50%25 caf%E9.jpg"),
        ("\ud83d.jpg", "%uD83D.jpg"),
    ],
)
def test_a_name_is_shown_as_it_is_but_for_what_is_no_text(name: str, shown: str) -> None:
    assert escaped(name) == shown


@given(st.binary(min_size=1, max_size=12))
def test_every_name_on_disk_can_be_shown_and_found_again(name: bytes) -> None:
    given_ = name.decode("utf-8", "surrogateescape")
    escaped(given_).encode("utf-8")
    if escaped(given_) != given_:
        assert original(escaped(given_)).encode("utf-8", "surrogateescape") == name


def test_an_escaped_name_leads_nowhere_else() -> None:
    assert original("..%2F..%2Fetc%2Fpasswd") == "..%2F..%2Fetc%2Fpasswd"


@needs_bytes
def test_a_picture_whose_name_is_no_utf_8_is_listed_and_read_by_its_escaped_name(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    for name, data in {CAFE: b"one", "caf%C3%A9.png": b"two", "100%25 caf%E9.png": b"three"}.items():
        (tmp_path / "images" / name).write_bytes(data)
    catalog = Catalog.open(tmp_path / "images")
    assert catalog.filenames == ["images/100%25 caf%E9.png", "images/caf%C3%A9.png", "images/caf%E9.png"]
    assert [catalog.read(name) for name in catalog.filenames] == [b"three", b"two", b"one"]
    assert catalog.fingerprint("images/caf%E9.png").startswith("3-")
    assert catalog.product_id("images/caf%E9.png") == "caf%E9"
    with pytest.raises(PhotoError, match=r"^images/caf%E8\.png does not exist"):
        catalog.read("images/caf%E8.png")


@needs_bytes
def test_so_is_one_at_a_url(tmp_path: Path) -> None:
    paint(tmp_path / "images" / CAFE, (1, 2, 3))
    url = fsspec.filesystem("file").unstrip_protocol(str(tmp_path)) + "/images"
    catalog = Catalog.open(url)
    assert catalog.filenames == ["images/caf%E9.png"]
    reopened = Catalog.at(catalog.images_root, catalog.filenames)
    assert reopened.read("images/caf%E9.png") == (tmp_path / "images" / CAFE).read_bytes()


@needs_bytes
def test_the_command_and_the_page_show_and_take_it(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(tmp_path, "1.png", "2.png", CAFE)
    query = paint(tmp_path / os.fsdecode(b"qu\xeary.png"), (200, 20, 0))
    code, printed, _ = command("search", query, "--index", index, "-k", 1, "--json")
    record = json.loads(printed.decode("utf-8"))
    assert (code, record["query"]) == (0, str(tmp_path / "qu%EAry.png"))
    assert (record["results"][0]["id"], record["results"][0]["filename"]) == ("caf%E9", "images/caf%E9.png")
    code, printed, _ = command("search", "--like", "caf%E9", "--index", index, "-k", 1, "--json")
    assert (code, json.loads(printed.decode("utf-8"))["results"][0]["id"]) == (0, "2")
    code, printed, _ = command("search", tmp_path / os.fsdecode(b"g\xf4ne.png"), "--index", index, "--json")
    assert (code, json.loads(printed.decode("utf-8"))["error"]) == (
        1,
        f"{tmp_path}/g%F4ne.png does not exist; check the path.",
    )
    monkeypatch.setenv("LOOKBOOK_INDEX", str(index))
    assert len(named(open_page(), "linked-example-")) == 3


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "utf-16"])
@pytest.mark.parametrize("as_json", [True, False])
def test_output_is_utf_8_whatever_the_terminal_s_code_page(
    tmp_path: Path, command: Command, encoding: str, as_json: bool
) -> None:
    index = index_of(tmp_path, "1.png", table=f"id,productDisplayName\n1,{TITLE}\n")
    arguments = ["search", tmp_path / "images" / "1.png", "--index", index, *(["--json"] if as_json else [])]
    code, printed, said = command(*arguments, encoding=encoding)
    assert (code, said) == (0, b"")
    assert TITLE in printed.decode("utf-8")


def test_complaints_are_utf_8_too(tmp_path: Path, command: Command) -> None:
    code, _, said = command("search", "x.jpg", "--index", tmp_path / TITLE, encoding="cp1252")
    assert code == 1
    assert TITLE in said.decode("utf-8")
