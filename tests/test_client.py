"""The client of the HTTP API, against a server on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lookbook.book import Lookbook
from lookbook.client import Client, RemoteError
from lookbook.conditions import Between
from lookbook.errors import UnknownColumn, UnknownProduct
from lookbook.photos import PhotoError
from lookbook.settings import Settings
from tests.calling import plain_index, ready, serving


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An index of seven plain pictures."""
    with plain_index(tmp_path_factory.mktemp("served")) as place:
        yield place


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Client]:
    """A client of a server that is ready."""
    with serving(folder, Settings()) as address, Client(address) as asking:
        ready(asking)
        yield asking


def test_it_finds_what_the_book_finds(client: Client, folder: Path) -> None:
    book, photo = Lookbook.open(folder, Settings()), folder / "images" / "3.png"
    for where in ({}, {"articleType": ["Shirts"]}, {"year": Between(2011, 2011)}):
        expected = [(hit.id, round(hit.score, 6)) for hit in book.search(photo=photo, where=where)]
        for given in (photo, str(photo), photo.read_bytes()):
            found = client.search(given, where=where)  # type: ignore[arg-type]  # as Lookbook takes it
            assert [(result["id"], result["score"]) for result in found["results"]] == expected
    assert [result["id"] for result in client.search(text="green shirt", k=1)["results"]] == ["3"]
    assert [result["id"] for result in client.search(like="1", k=1)["results"]] == ["2"]
    browsed = client.search(where={"gender": "Women"}, sort="name")
    assert ([result["id"] for result in browsed["results"]], browsed["total"]) == (["2"], 1)


def test_products_pictures_and_counts_are_read(client: Client, folder: Path) -> None:
    assert client.product("3")["product"]["baseColour"] == "Green"
    assert client.picture("images/3.png") == (folder / "images" / "3.png").read_bytes()
    assert client.picture("images/3.png", size=16)[:2] == b"\xff\xd8"
    assert [product["id"] for page in client.products() for product in page["products"]] == list("1234567")
    assert client.counts("articleType") == [("Shirts", 3), ("Tshirts", 1)]
    assert client.attributes(folder / "images" / "3.png")["box"] == [0.0, 0.0, 4.0, 2.0]


def test_what_can_t_be_answered_is_raised_as_the_book_raises_it(client: Client, folder: Path) -> None:
    with pytest.raises(UnknownProduct, match="no product '99'"):
        client.product("99")
    with pytest.raises(UnknownColumn):
        client.counts("no")
    with pytest.raises(PhotoError, match="not a picture"):
        client.search(folder / "styles.csv")
    with pytest.raises(PhotoError, match="does not exist"):
        client.search(folder / "no.png")
    with pytest.raises(RemoteError, match="no purchases") as refused:
        client.recommend("1")
    assert (refused.value.status, refused.value.kind) == (404, "BehaviorError")


def test_a_server_that_is_not_there_is_told_in_a_sentence() -> None:
    with Client("http://127.0.0.1:9", seconds=5) as client, pytest.raises(RemoteError, match="can't be reached"):
        client.ready()
    with pytest.raises(RemoteError, match="is no address"):
        Client("127.0.0.1")
