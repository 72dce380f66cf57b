"""A Lookbook that answers elsewhere, as much of it as the page asks."""

import io
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.table import Rows
from lookbook.client import Client
from lookbook.client.answers import Ready
from lookbook.conditions import understood
from lookbook.encoders.identity import Identity
from lookbook.encoders.parts import Box
from lookbook.encoders.pieces import Piece
from lookbook.hit import Hit
from lookbook.query import Answer, Query
from lookbook.settings import Settings
from lookbook.ui.remote.answers import as_answer
from lookbook.ui.remote.catalog import RemoteCatalog

MOST = 100
"""How many results a server gives at most."""


class RemoteEncoder(NamedTuple):
    """What is to be known of the encoder: which it is, and how large a photo it looks at."""

    identity: Identity
    side: int


class RemoteIndex(NamedTuple):
    """What is to be known of the index: what made its vectors."""

    encoder: Identity


class RemoteBook:
    """A server's Lookbook: searches go there, products were listed once and are filtered and counted here.

    Args:
        client: asks the server.
        ready: what it has open.
        settings: what the owner of the page set.

    Raises:
        RemoteError: the server can't be reached, or refuses.
    """

    def __init__(self, client: Client, ready: Ready, settings: Settings) -> None:
        self._client, self._count = client, ready["pictures"]
        self.settings = settings
        self.catalog = RemoteCatalog(client, ready["fingerprint"])
        identity = Identity(ready["encoder"], ready["encoder_version"], ready["weights_sha256"], {})
        self.encoder = RemoteEncoder(identity, ready["side"])
        self.index = RemoteIndex(identity)

    def __len__(self) -> int:
        """Return how many pictures can be found."""
        return self._count

    def ask(self, query: Query) -> Answer:
        """Answer a query; raises what `Lookbook.ask` does, and RemoteError."""
        found = self._client.search(
            None if query.photo is None else _png(query.photo),
            text=query.text,
            like=query.like,
            k=min(MOST, self.settings.results if query.k is None else query.k),
            where={column: list(wanted.texts()) for column, wanted in query.where.items()},
            mode=query.mode,
            distinct=query.distinct,
            diversity=query.diversity,
            customer=query.customer,
            sort=query.sort,
        )
        return as_answer(found, photo=query.photo is not None)

    def search(self, **asked: Any) -> list[Hit]:
        """Find products; the arguments are those of `Query`."""
        return self.ask(Query(**asked)).hits

    def pieces(self, photo: NDArray[np.uint8]) -> list[Piece]:
        """Return the garments of a photo (H, W, 3), likeliest first; raises what `ask` does."""
        told = self._client.attributes(_png(photo), pieces=True)["pieces"]
        return [Piece(_box(own["box"]), own["articleType"], own["likelihood"]) for own in told]

    def product(self, hit: Hit) -> Mapping[str, str]:
        """Return a hit's row of the product table, {} if it has none."""
        return self.catalog.product(hit.filename)

    def counts(
        self, column: str, where: Mapping[str, Any] | None = None, among: Rows | None = None
    ) -> list[tuple[str, int]]:
        """Return a column's values and how many products have each. Raises UnknownColumn or BadCondition."""
        return self.catalog.table.counts(column, understood(where), among)


def _box(sides: list[float]) -> Box:
    left, top, right, bottom = sides
    return left, top, right, bottom


def _png(pixels: NDArray[np.uint8]) -> bytes:
    """Return a photo (H, W, 3) as a file without loss, so that the server sees what the page would."""
    from PIL import Image

    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG", compress_level=1)
    return target.getvalue()
