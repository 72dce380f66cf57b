"""The products of a server as a catalogue: listed once, with pictures that are asked for when they are shown."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np

from lookbook.catalog.catalog_table import CatalogTable
from lookbook.catalog.column import Column
from lookbook.catalog.memory_table import MemoryTable
from lookbook.catalog.product_ids import Belonging
from lookbook.catalog.texts import Texts
from lookbook.client import Client
from lookbook.client.answers import Product
from lookbook.photos import MAX_BYTES

LARGEST = 960
"""The longer side that pictures are asked for with, in pixels."""


class RemoteCatalog(CatalogTable):
    """The catalogue of a server.

    Args:
        client: asks it.
        fingerprint: changes when its products do.

    Attributes:
        read_at: when its products were listed, in UTC.
        lost: nothing: a picture that is gone is told of where it would be.

    Raises:
        RemoteError: the server can't be reached, or refuses.
    """

    def __init__(self, client: Client, fingerprint: str) -> None:
        self._client = client
        self.styles = client.address
        self.read_at, self.lost = datetime.now(UTC), ""
        self.columns, listed = _listed(client)
        self.table = _table(self.columns, listed, fingerprint)
        self.filenames = self.table.keys

    def read(self, filename: str, max_bytes: int = MAX_BYTES) -> bytes:
        """Return a picture, its longer side of LARGEST pixels at most. Raises PhotoError or RemoteError."""
        return self._client.picture(filename, LARGEST)


def _listed(client: Client) -> tuple[Sequence[str], list[Product]]:
    columns: Sequence[str] = []
    products: list[Product] = []
    for page in client.products():
        columns = page["columns"]
        products += page["products"]
    return columns, products


def _table(columns: Sequence[str], products: Sequence[Product], fingerprint: str) -> MemoryTable:
    """Put products into a table of their pictures, each with the row of its product."""
    pictures = sorted(_pictures(products))
    first: dict[int, int] = {}
    fronts = [first.setdefault(number, place) for place, (_, number) in enumerate(pictures)]
    rows = [products[number]["product"] for _, number in pictures]
    ids = Texts.of(products[number]["id"] for _, number in pictures)
    by_name = {name: Column.of(row.get(name, "") for row in rows) for name in columns}
    known = np.array([bool(row) for row in rows], np.bool_)
    keys = [filename for filename, _ in pictures]
    return MemoryTable(keys, by_name, known, Belonging(ids, np.array(fronts, np.intp)), fingerprint)


def _pictures(products: Sequence[Product]) -> Iterator[tuple[str, int]]:
    for number, product in enumerate(products):
        for filename in (product["filename"], *product["pictures"]):
            yield filename, number
