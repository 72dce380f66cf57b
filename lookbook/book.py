"""The one door: opens an index once and answers every question about it."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook import encoders, photos
from lookbook.answer import Answer
from lookbook.catalog import Catalog
from lookbook.encoders.base import Encoder, Photo, Sight
from lookbook.hit import Hit
from lookbook.index import Index
from lookbook.neighbors import ENGINES
from lookbook.ordered import batched, in_order
from lookbook.retrieval import stored
from lookbook.retrieval.mixed import KIND, MixedRetriever
from lookbook.retrieval.products import Products, Where
from lookbook.retrieval.text import TextRetriever
from lookbook.retrieval.visual import VisualRetriever
from lookbook.settings import Settings

Source = Photo | bytes | str | Path
"""A photo as pixels (H, W, 3), as a file's bytes, or as a path."""
BATCH = 64


class Lookbook:
    """A catalogue that can be searched; safe to share between threads once it is open."""

    def __init__(
        self,
        index: Index,
        catalog: Catalog,
        encoder: Encoder,
        settings: Settings | None = None,
        folder: Path | None = None,
    ) -> None:
        self.index = index
        self.catalog = catalog
        self.encoder = encoder
        self.settings = settings or Settings.load()
        self._folder = folder
        self._products = Products(index.filenames, catalog)
        self._visual = VisualRetriever(ENGINES["exact"](), index.vectors, self._products)

    @classmethod
    def open(cls, folder: str | Path = ".", settings: Settings | None = None) -> Self:
        """Open an index folder.

        Raises:
            BadIndexError, CatalogError, EncoderError, SettingsError: one sentence that says what to do.
        """
        folder, settings = Path(folder), settings or Settings.load()
        index = Index.load(folder)
        catalog = Catalog.at(index.images_root, index.filenames, index.styles, folder, index.columns)
        encoder = encoders.matching(index.encoder, settings.resnet50_weights, folder)
        return cls(index, catalog, encoder, settings, folder)

    def __len__(self) -> int:
        """How many pictures can be found."""
        return len(self.index.filenames)

    def search(
        self,
        photo: Source | None = None,
        k: int | None = None,
        where: Where | None = None,
        text: str | None = None,
        like: str | None = None,
    ) -> list[Hit]:
        """Find the products that fit a photo, a text, both together, or a product best.

        Args:
            photo: a path, a file's bytes, or pixels (H, W, 3).
            k: how many; by default the setting `results`.
            where: column of styles.csv -> the value that results must have.
            text: what to look for, in any words; beside a photo, what is to be different from it.
            like: a product's id, instead of a photo; itself is left out.

        Returns:
            Hits, best first; of a photo alone, scored by cosine similarity.

        Raises:
            PhotoError: the photo can't be read.
            ValueError: nothing to search with, no such product or column, or k is not positive.
        """
        return self.answer(photo, k, where, text, like).hits

    def answer(
        self,
        photo: Source | None = None,
        k: int | None = None,
        where: Where | None = None,
        text: str | None = None,
        like: str | None = None,
    ) -> Answer:
        """Search, and tell what was seen and how long it took. Takes and raises what `search` does."""
        started = time.perf_counter()
        if photo is None and text is None and like is None:
            raise ValueError("there is nothing to search with; give a photo, a text or a product's id.")
        if photo is not None and like is not None:
            raise ValueError(f"both a photo and the product {like!r} were given; give one of them.")
        if like is not None:
            answer = self._found_like(like, k, where, text)
        elif photo is not None:
            pixels, size = self._sized(photo)
            answer = self._found(self.encoder.see([pixels])[0].of_photo(pixels, size), k, where, text)
        else:
            answer = Answer(self._text.search(text or "", self._results(k), where))
        return replace(answer, milliseconds=1000 * (time.perf_counter() - started))

    def answers(
        self, paths: Iterable[Path], k: int | None = None, where: Where | None = None, text: str | None = None
    ) -> Iterator[Answer]:
        """Answer many photos in batches, in order; one that can't be read has its `error` and the rest go on."""
        for batch in batched(in_order(self._read_or_reason, paths, workers=2, ahead=2 * BATCH), BATCH):
            started = time.perf_counter()
            readable = [photo for photo in batch if not isinstance(photo, str)]
            seen = self.encoder.see([pixels for pixels, _ in readable]) if readable else []
            sights = iter([sight.of_photo(*photo) for sight, photo in zip(seen, readable, strict=True)])
            found = [
                Answer(error=photo) if isinstance(photo, str) else self._found(next(sights), k, where, text)
                for photo in batch
            ]
            share = 1000 * (time.perf_counter() - started) / len(batch)
            yield from (replace(answer, milliseconds=share) for answer in found)

    def like(self, vector: NDArray[np.float32], k: int | None = None, where: Where | None = None) -> list[Hit]:
        """Find the products nearest to a unit vector (D,)."""
        return self._visual.search(vector, self._results(k), where)

    def _sized(self, photo: Source) -> tuple[Photo, tuple[int, int]]:
        """Read a photo no larger than the encoder needs it, and tell the width and height that it has in full."""
        if isinstance(photo, np.ndarray):
            return photo, (photo.shape[1], photo.shape[0])
        most, name = self.settings.max_photo_bytes, None if isinstance(photo, bytes) else str(photo)
        data = photo if isinstance(photo, bytes) else photos.file_bytes(photo, most)
        pixels = photos.read(
            data, self.encoder.side, name=name, max_bytes=most, max_pixels=self.settings.max_photo_pixels
        )
        return pixels, photos.upright_size(data)

    def picture(self, hit: Hit) -> bytes:
        """Give the bytes of a hit's picture. Raises PhotoError when it is gone."""
        return self.catalog.read(hit.filename)

    def product(self, hit: Hit) -> Mapping[str, str]:
        """Give a hit's row of styles.csv, {} if it has none."""
        return self.catalog.product(hit.filename)

    def _results(self, k: int | None) -> int:
        return self.settings.results if k is None else k

    @cached_property
    def _text(self) -> TextRetriever:
        return TextRetriever(stored.terms(self._folder, self._products), self._products)

    def _found(self, sight: Sight, k: int | None, where: Where | None, text: str | None) -> Answer:
        if not text:
            return Answer(self.like(sight.vector, k, where), sight)
        mixed = MixedRetriever(self._visual, self._text, self._products)
        return Answer(mixed.search(sight, text, self._results(k), where), sight)

    def _found_like(self, product: str, k: int | None, where: Where | None, text: str | None) -> Answer:
        if product not in self._products.by_id:
            raise ValueError(f"the index has no product {product!r}; give the id of one, as results show it.")
        row = self._products.by_id[product]
        kind = self.catalog.product(self.index.filenames[row]).get(KIND, "")
        shown = Sight(self.index.vectors[row], {KIND: [(kind, 1.0)]})
        most = self._results(k)
        hits = self._found(shown, most + (most > 0), where, text).hits
        return Answer([hit for hit in hits if hit.id != product][:most])

    def _read_or_reason(self, path: Path) -> tuple[Photo, tuple[int, int]] | str:
        try:
            return self._sized(path)
        except photos.PhotoError as error:
            return str(error)
