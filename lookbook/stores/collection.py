"""A collection on a server: vectors, what is known of their products, and the states in which each of them counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

from lookbook.conditions import Where
from lookbook.settings import SettingsError
from lookbook.stores.base import Match, Vectors
from lookbook.stores.facts import Facts

FOR_GOOD = 2**31 - 1
"""The state until which what has not gone counts."""


@dataclass(frozen=True)
class Row:
    """A vector as it is published.

    Attributes:
        key: the picture's filename.
        vector: float32 (D,), of length 1.
        product: what the table says of its product.
        facts: what conditions need of that.
    """

    key: str
    vector: NDArray[np.float32]
    product: Mapping[str, str]
    facts: Facts

    @property
    def digest(self) -> str:
        """A text that changes when anything of this does."""
        made = blake2b(np.ascontiguousarray(self.vector).data.cast("B"), digest_size=12)
        made.update(repr((sorted(self.product.items()), self.facts)).encode("utf-8", "surrogatepass"))
        return made.hexdigest()


class Entry(NamedTuple):
    """What a collection says of a row: the state in which it first counts, that in which it no longer does."""

    key: str
    digest: str
    born: int
    gone: int


class Collection(Protocol):
    """Rows on a server; one counts in the states from `born` on and before `gone`.

    So what is published becomes visible all at once, when readers go on to the next state; those of the state before
    see what they saw. What the server's client raises is made a StoreError, without the address in it.
    """

    kinds: ClassVar[Sequence[str]]
    """The types of index that are accepted, the usual one first."""
    most: ClassVar[int]
    """How many nearest can be asked for at once."""

    def __init__(self, uri: SecretStr, name: str, kind: str) -> None:
        """Connect. Raises StoreError, SettingsError, and MissingLibraryError where the client is not installed.

        Args:
            uri: the server's address.
            name: the collection's.
            kind: the type of index that a new one gets, a key of `kinds`.
        """

    def dim(self) -> int | None:
        """Return D of its vectors, None where there is no such collection."""

    def create(self, dim: int) -> None:
        """Make the collection, empty."""

    def drop(self) -> None:
        """Remove the collection; that it is not there is no error."""

    def count(self, state: int) -> int:
        """Return how many rows count in a state."""

    def entries(self) -> Iterator[Entry]:
        """Yield what is there, in any order."""

    def nearest(self, queries: Vectors, k: int, state: int, where: Where) -> list[list[Match]]:
        """Return the k nearest of each query (Q, D) in a state, in any order; fewer only where there are no more."""

    def vectors(self, keys: Sequence[str], state: int) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those keys that are there in a state."""

    def add(self, rows: Sequence[Row], state: int) -> None:
        """Add rows that count from a state on."""

    def retire(self, keys: Sequence[str], state: int) -> None:
        """Let the rows of keys that count for good count no longer from a state on."""

    def erase(self, keys: Sequence[str], state: int) -> None:
        """Remove the rows of keys that count in a state; a key that is not there is no error."""

    def forget(self, state: int) -> None:
        """Remove the rows that count neither in a state nor in any after it."""

    def settle(self) -> None:
        """Make ready for searches what was added."""


def mark_of(key: str) -> str:
    """Return a mark of a key, of letters and digits alone."""
    return blake2b(key.encode(), digest_size=16).hexdigest()


def require_kind(kind: str, kinds: Iterable[str], store: str) -> None:
    """Refuse a type of index that is not listed: servers take some and quietly search them one by one.

    Raises:
        SettingsError: it is not listed.
    """
    if kind not in kinds:
        raise SettingsError(f"{kind!r} is no type of index that {store} is used with here; take {' or '.join(kinds)}.")
