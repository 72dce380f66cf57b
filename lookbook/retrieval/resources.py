"""What retrievers are made from, each part made once and when it is first needed."""

from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

from lookbook.encoders.base import Encoder, Reader
from lookbook.encoders.closeness import EQUAL_ALONE, copy_from
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
        encoder: what made the vectors; None where words are not looked for in pictures, and copies must be equal.
    """

    def __init__(
        self, store: VectorStore, products: Products, folder: Path | None = None, encoder: Encoder | None = None
    ) -> None:
        self.store = store
        self.products = products
        self.folder = folder
        self.reader: Reader | None = encoder if isinstance(encoder, Reader) else None
        self.copy = EQUAL_ALONE if encoder is None else copy_from(encoder.identity)
        self._made: dict[Any, Any] = {}
        self._lock = RLock()

    def get(self, part: Part[T]) -> T:
        """Return the one object of a class that is made from these resources."""
        with self._lock:
            if part not in self._made:
                self._made[part] = part(self)
            made: T = self._made[part]
            return made
