"""On real pictures, where they lie beside the repository: ../shared/data."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.building.options import Options
from lookbook.catalog import Catalog
from lookbook.encoders import load
from lookbook.evaluation.gallery import gallery, neighbours
from lookbook.evaluation.metrics import precision_at
from lookbook.evaluation.tasks import shop_to_shop
from lookbook.query import Query
from lookbook.settings import Settings

DATA = Path(__file__).parents[2] / "shared" / "data"
SMALL = DATA / "fashion-product-images-small.zip"
PEOPLE = DATA / "consumer-photos.zip"
PICTURES = 4000

pytestmark = pytest.mark.skipif(not SMALL.exists(), reason="the real catalogue is not in ../shared/data")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Lookbook:
    """The first pictures of Kaggle's zip, embedded by the network of this repository."""
    folder = tmp_path_factory.mktemp("real")
    report = build(Catalog.open(SMALL, relative_to=folder), load("fashion"), folder, Options(limit=PICTURES))
    assert (report.indexed, report.skipped) == (PICTURES, 0)
    return Lookbook.open(folder, Settings())


def test_products_that_were_not_trained_on_find_their_type_and_colour(book: Lookbook) -> None:
    shop = gallery(book.catalog, book.index.filenames, book.index.vectors)
    near = neighbours(shop)
    types, colours = shop_to_shop(shop, ["articleType"], near), shop_to_shop(shop, ["baseColour"], near)
    precisions = precision_at(types.relevant, 5)
    assert len(precisions) > PICTURES / 40
    assert precisions.mean() > 0.65 > 5 * types.available.mean() / types.others
    assert precision_at(colours.relevant, 5).mean() > 0.4


def test_every_picture_finds_itself_first_or_a_copy_of_itself(book: Lookbook) -> None:
    rows = range(0, PICTURES, 40)
    names = [book.index.filenames[row] for row in rows]
    hits = [book.search(book.catalog.read(name), k=1)[0] for name in names]
    same = [hit.filename == name or hit.score > 0.999 for hit, name in zip(hits, names, strict=True)]
    assert precision_at(np.array(same)[:, None], 1).mean() > 0.98


@pytest.mark.skipif(not PEOPLE.exists(), reason="consumer photos are not in ../shared/data")
def test_photos_that_people_took_are_answered(book: Lookbook) -> None:
    with zipfile.ZipFile(PEOPLE) as archive:
        photos = [archive.read(name) for name in sorted(archive.namelist()) if name.endswith(".jpg")][:20]
    answers = [book.ask(Query(photo=photo)) for photo in photos]
    assert [len(answer.hits) for answer in answers] == [5] * 20
    assert all(answer.prediction is not None and answer.prediction.box is not None for answer in answers)
