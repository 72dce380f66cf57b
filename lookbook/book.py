"""The one door: opens an index once and answers every question about it."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook import encoders, photos, projected
from lookbook.answer import Answer
from lookbook.catalog import Catalog
from lookbook.encoders.base import Encoder, Photo, Sight, Vectors
from lookbook.hit import Hit
from lookbook.index import Index
from lookbook.neighbors import ENGINES
from lookbook.ordered import batched, in_order
from lookbook.projection import Projection
from lookbook.query import Query, Source, spread
from lookbook.retrieval import variety
from lookbook.retrieval.products import Products, Where
from lookbook.retrieval.text import TITLE
from lookbook.retrieval.visual import VisualRetriever
from lookbook.retrieval.wanted import Wanted
from lookbook.retrieval.ways import Ways
from lookbook.settings import Settings

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
        self._products = Products(index.filenames, catalog)
        self._visual = VisualRetriever(ENGINES[self.settings.engine](folder), index.vectors, self._products)
        self.ways = Ways(self._visual, self._products, folder)
        self._folder = folder

    @classmethod
    def open(cls, folder: str | Path = ".", settings: Settings | None = None) -> Self:
        """Open an index folder.

        Raises:
            BadIndexError, CatalogError, EncoderError, SettingsError: one sentence that says what to do.
        """
        folder, settings = Path(folder), settings or Settings.load()
        index = Index.load(folder)
        catalog = Catalog.at(index.images_root, index.filenames, index.styles, folder, index.columns)
        encoder = encoders.matching(index.encoder, settings.weights(index.encoder.name), folder)
        return cls(index, catalog, encoder, settings, folder)

    def __len__(self) -> int:
        """How many pictures can be found."""
        return len(self.index.filenames)

    @spread(Query)
    def search(self, query: Query) -> list[Hit]:
        """Find the products that fit a photo, a text, both together, or a product best.

        Called with what makes a `Query`: photo, k, where, text, like, mode, distinct, diversity.

        Returns:
            Hits, best first; of a photo alone, scored by cosine similarity.

        Raises:
            PhotoError: the photo can't be read.
            ValueError: nothing to search with, no such product, column or mode, or a number out of its range.
        """
        return self.ask(query).hits

    @spread(Query)
    def answer(self, query: Query) -> Answer:
        """Search, and tell what was seen and how long it took. Called as `search` is, and raises what it does."""
        return self.ask(query)

    def ask(self, query: Query) -> Answer:
        """Answer a query; raises what `search` does."""
        started = time.perf_counter()
        if query.like is not None:
            answer = self._of_product(query.like, query)
        elif query.photo is not None:
            pixels, size = self._sized(query.photo)
            answer = self._of_sight(self.encoder.see([pixels])[0].of_photo(pixels, size), query)
        elif query.text is not None:
            answer = Answer(self._found(Wanted(text=query.text), query))
        else:
            raise ValueError("there is nothing to search with; give a photo, a text or a product's id.")
        return replace(answer, milliseconds=1000 * (time.perf_counter() - started))

    def answers(self, paths: Iterable[Path], query: Query) -> Iterator[Answer]:
        """Answer a query with many photos in batches, in order; one that can't be read has its `error`."""
        for batch in batched(in_order(self._read_or_reason, paths, workers=2, ahead=2 * BATCH), BATCH):
            started = time.perf_counter()
            readable = [photo for photo in batch if not isinstance(photo, str)]
            seen = self.encoder.see([pixels for pixels, _ in readable]) if readable else []
            sights = iter([sight.of_photo(*photo) for sight, photo in zip(seen, readable, strict=True)])
            found = [
                Answer(error=photo) if isinstance(photo, str) else self._of_sight(next(sights), query)
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

    def counts(self, column: str, where: Where | None = None) -> list[tuple[str, int]]:
        """Give a column's values, most frequent first, and how many products have each.

        Only products that fulfil all conditions on OTHER columns count.

        Raises:
            ValueError: the product table has no such column.
        """
        return self._products.counts(column, where)

    @cached_property
    def map(self) -> Projection:
        """Where each picture is in two dimensions, those that look alike close together."""
        return projected.projection(self._folder, self.index.vectors)

    def _results(self, k: int | None) -> int:
        return self.settings.results if k is None else k

    def _of_sight(self, sight: Sight, query: Query) -> Answer:
        wanted = Wanted(sight.vector, query.text or "", attributes=sight.attributes)
        return Answer(self._found(wanted, query), sight)

    def _of_product(self, product: str, query: Query) -> Answer:
        if product not in self._products.by_id:
            raise ValueError(f"the index has no product {product!r}; give the id of one, as results show it.")
        row = self._products.by_id[product]
        values = self._products.table[row]
        known = {column: [(value, 1.0)] for column, value in values.items() if value}
        wanted = Wanted(self.index.vectors[row], query.text or "", values.get(TITLE, ""), known, known=True)
        return Answer(self._found(wanted, query, row))

    def _found(self, wanted: Wanted, query: Query, row: int | None = None) -> list[Hit]:
        """Search in the way that a query names; of a product's like, leave out itself."""
        known = [] if row is None else [row]

        def others(k: int) -> list[Hit]:
            hits = self.ways.search(wanted, k + len(known), query.where, query.mode)
            return [hit for hit in hits if self._products.by_filename[hit.filename] not in known][:k]

        search: variety.Search = others
        if query.distinct:
            search = variety.distinct(search, self._vectors, self.index.vectors[known])
        if query.diversity:
            search = variety.diverse(search, self._vectors, query.diversity)
        return search(self._results(query.k))

    def _vectors(self, hits: Sequence[Hit]) -> Vectors:
        return self.index.vectors[[self._products.by_filename[hit.filename] for hit in hits]]

    def _read_or_reason(self, path: Path) -> tuple[Photo, tuple[int, int]] | str:
        try:
            return self._sized(path)
        except photos.PhotoError as error:
            return str(error)
