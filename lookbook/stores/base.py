"""What every vector store is: vectors by key, found by nearness and by what is known of their products."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.table import ProductTable
from lookbook.conditions import Where
from lookbook.errors import LookbookError
from lookbook.settings import Settings

Vectors = NDArray[np.float32]


class StoreError(LookbookError):
    """A store that can't be used; the message is one sentence that says what to do, and has no password in it."""


UNCHANGED = "so the index was left as it was; look at the server's log, and publish again."
"""How a sentence ends that says why publishing stopped."""


class Match(NamedTuple):
    """A vector that was found.

    Attributes:
        key: the picture's filename.
        score: its cosine similarity to the query, -1..1.
    """

    key: str
    score: float


class Place(Protocol):
    """Where vectors were published."""

    @property
    def name(self) -> str:
        """The store's name."""

    @property
    def collection(self) -> str:
        """Under which name there."""

    @property
    def state(self) -> int:
        """Which of the collection's states is theirs."""

    @property
    def table(self) -> str:
        """The mark of the product table that was published with them."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What an index holds, for a store to open.

    Attributes:
        keys: N filenames, sorted.
        vectors: theirs (N, D), of length 1; (0, D) for a store that has them already.
        table: what is known of their products.
        fingerprint: changes when the vectors do.
        folder: the index folder; None = nothing is kept.
        settings: what the owner set.
        published: where they were published; None = nowhere.
    """

    keys: Sequence[str]
    vectors: Vectors
    table: ProductTable
    fingerprint: str
    folder: Path | None
    settings: Settings
    published: Place | None = None


class VectorStore(Protocol):
    """N unit vectors of D numbers by key, and the product of each."""

    @classmethod
    def open(cls, contents: Contents) -> Self:
        """Open the store of an index. Raises SettingsError, and what a store's own client raises is made one."""

    def __len__(self) -> int:
        """Return how many vectors there are, N."""

    def search(self, vectors: Vectors, k: int, where: Where | None = None) -> list[list[Match]]:
        """Find the k nearest of each query, best first, ties by key.

        Args:
            vectors: unit vectors (Q, D).
            k: how many; more than there are gives all.
            where: the conditions that their products fulfil.

        Raises:
            ValueError: k is not positive, or the queries' D is another.
            UnknownColumn: a condition is on a column that is not there.
        """

    def fetch(self, keys: Sequence[str]) -> Vectors:
        """Return the vectors (M, D) of M keys, in their order.

        Raises:
            KeyError: there is no such key.
        """

    def upsert(self, keys: Sequence[str], vectors: Vectors, products: Sequence[Mapping[str, str]]) -> None:
        """Add M vectors with what is known of the product of each, or put them in place of those of the same key."""

    def delete(self, keys: Sequence[str]) -> None:
        """Forget vectors; a key that is not there is no error."""
