"""What retrievers are made from, each part made once and when it is first needed."""

from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

from lookbook.encoders.closeness import EQUAL_ALONE
from lookbook.retrieval.products import Products
from lookbook.stores.base import VectorStore

T = TypeVar("T", covariant=True)


class Part(Protocol[T]):
    """A class whose objects are made from resources."""

    def __call__(self, resources: "Resources") -> T:
        """Make one."""


class Resources:
    """What is at hand of an index; safe to share between threads.

    Args:
        store: its vectors.
        products: its products.
        folder: the index folder, where what takes time to make is kept; None = nothing is kept.
        copy: from which cosine similarity on two pictures are copies of one.
    """

    def __init__(
        self, store: VectorStore, products: Products, folder: Path | None = None, copy: float = EQUAL_ALONE
    ) -> None:
        self.store = store
        self.products = products
        self.folder = folder
        self.copy = copy
        self._made: dict[Any, Any] = {}
        self._lock = RLock()

    def get(self, part: Part[T]) -> T:
        """Return the one object of a class that is made from these resources."""
        with self._lock:
            if part not in self._made:
                self._made[part] = part(self)
            made: T = self._made[part]
            return made
