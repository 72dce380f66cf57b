"""The list of a catalogue over HTTP: products, each once, with all of its pictures."""

from collections.abc import Iterator

import pytest

from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.client import Client
from lookbook.encoders import registry
from lookbook.settings import Settings
from tests.calling import ready, serving
from tests.fakes import MeanColour, paint

PICTURES = {"front": (255, 0, 0), "back": (0, 0, 255), "shoe": (0, 255, 0), "stray": (90, 90, 90)}
COLUMNS = '[columns]\nid = "id"\npicture = "file"\narticleType = "type"\n'
TABLE = """id,file,view,type
1,front.png,front,Shirts
1,back.png,back,Shirts
2,shoe.png,front,Shoes
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of a server of two products of three pictures, and a picture without a row."""
    folder = tmp_path_factory.mktemp("several")
    for name, colour in PICTURES.items():
        paint(folder / "images" / f"{name}.png", colour)
    (folder / "styles.csv").write_text(TABLE)
    (folder / "columns.toml").write_text(COLUMNS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
        build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
        with serving(folder, Settings()) as address, Client(address) as asking:
            ready(asking)
            yield asking


def listed(client: Client, **where: str) -> list[tuple[str, str, list[str]]]:
    """The products that fulfil conditions: id, picture, and the others."""
    (page,) = client.products(where)
    assert page["total"] == len(page["products"])
    return [(product["id"], product["filename"], product["pictures"]) for product in page["products"]]


def test_a_product_of_several_pictures_is_listed_once_with_all_of_them(client: Client) -> None:
    assert listed(client) == [
        ("1", "images/back.png", ["images/front.png"]),
        ("2", "images/shoe.png", []),
        ("stray", "images/stray.png", []),
    ]


def test_a_product_is_listed_by_the_first_of_its_pictures_that_fulfils_the_conditions(client: Client) -> None:
    assert listed(client, view="front") == [
        ("1", "images/front.png", ["images/back.png"]),
        ("2", "images/shoe.png", []),
    ]
    assert listed(client, articleType="Shirts") == [("1", "images/back.png", ["images/front.png"])]


def test_one_product_tells_its_other_pictures_as_a_result_does(client: Client) -> None:
    assert client.product("1")["pictures"] == ["images/front.png"]
    (found,) = client.search(text="shoes", k=1)["results"]
    assert (found["id"], found["pictures"]) == ("2", [])


def test_counts_are_asked_for_with_conditions(client: Client) -> None:
    assert client.counts("articleType", {"view": "back"}) == [("Shirts", 1)]
