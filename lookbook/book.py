"""The one door: opens an index once and answers every question about it."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

from lookbook import encoders, photos
from lookbook.behavior.personal import Personal
from lookbook.behavior.recommender import Recommendation
from lookbook.catalog import Catalog
from lookbook.conditions import understood
from lookbook.disk import artefact
from lookbook.encoders.base import Encoder, Photo, Prediction
from lookbook.errors import NothingAsked
from lookbook.hit import Hit
from lookbook.index import Index, open_catalog
from lookbook.photos.given import take
from lookbook.photos.parallel import batched, in_order
from lookbook.projection import MAP, Projection
from lookbook.query import Answer, Query
from lookbook.retrieval import diversify, registry
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.products import Products
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.terms_kept import TITLE
from lookbook.settings import Settings
from lookbook.stores import Contents, open_store

if TYPE_CHECKING:
    import pandas as pd

BATCH = 64


class Lookbook:
    """A catalogue that can be searched; safe to share between threads.

    Attributes:
        index: the vectors and what made them.
        catalog: the pictures and the product table.
        encoder: what turns photos into vectors.
        settings: what the owner set.
        folder: the index folder; None where there is none.
        store: where the vectors are searched.
        resources: what retrievers are made from.
        personal: what purchases beside the index have to say.
    """

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
        self.folder = folder
        self.store = open_store(
            Contents(
                keys=index.filenames,
                vectors=index.vectors,
                table=catalog.table,
                fingerprint=index.fingerprint,
                folder=folder,
                settings=self.settings,
            )
        )
        self.resources = Resources(self.store, Products(catalog, index.vectorizer), folder)
        self._map: Projection | None = None
        self.personal = Personal(folder, catalog, self.store)
        self._drawing = RLock()

    @classmethod
    def open(cls, folder: str | Path = ".", settings: Settings | None = None) -> Self:
        """Open an index folder.

        Raises:
            BadIndexError, CatalogError, EncoderError, SettingsError: one sentence that says what to do.
        """
        folder, settings = Path(folder).absolute(), settings or Settings.load()
        index = Index.load(folder)
        index.check_maker(folder)
        catalog = open_catalog(index, folder, settings.sources)
        return cls(index, catalog, encoders.matching(index.encoder, settings, folder), settings, folder)

    def __len__(self) -> int:
        """Return how many pictures can be found."""
        return len(self.store)

    def search(
        self,
        photo: Any = None,
        k: int | None = None,
        where: Mapping[str, Any] | None = None,
        text: str | None = None,
        like: str | None = None,
        mode: str = "auto",
        distinct: bool = False,
        diversity: float = 0.0,
        customer: str | None = None,
    ) -> list[Hit]:
        """Find the products that fit a photo, a text, both together, or a product best; `Query` tells the arguments.

        Returns:
            Hits, best first; of a photo alone, scored by cosine similarity.

        Raises:
            PhotoError: the photo can't be read.
            QueryError: nothing to search with, no such product, column or mode, or an argument that can't be meant.
        """
        query = Query(
            photo=photo,
            k=k,
            where=where,  # type: ignore[arg-type]  # a query takes conditions as people write them
            text=text,
            like=like,
            mode=mode,
            distinct=distinct,
            diversity=diversity,
            customer=customer,
        )
        return self.ask(query).hits

    def recommend(
        self,
        customer: str,
        k: int | None = None,
        *,
        photo: Any = None,
        text: str | None = None,
        again: bool = True,
        without: Collection[str] = (),
    ) -> list[Recommendation]:
        """Return the products that suit a customer best; of those that a photo or a text finds, where one is given.

        Args:
            customer: the id, as the table of purchases has it.
            k: how many; by default the setting `results`.
            photo, text: what is searched for first, as `search` takes them.
            again: whether what they bought may come again.
            without: ids of products that are not to come.

        Raises:
            BehaviorError: there are no purchases, or none of this customer.
            PhotoError, QueryError: as `search` does.
        """
        count = self.settings.results if k is None else k
        if photo is None and text is None:
            return self.personal.required().recommend(customer, count, again=again, without=without)

        def search(most: int) -> list[Hit]:
            return self.search(photo=photo, text=text, k=most)

        return self.personal.among(search, customer, count, again=again, without=without)

    def ask(self, query: Query) -> Answer:
        """Answer a query; raises what `search` does."""
        started = time.perf_counter()
        if query.photo is None and query.text is None and query.like is None:
            raise NothingAsked("there is nothing to search with; give a photo, a text or a product's id.")
        prediction = None if query.photo is None else self._predict(query.photo)
        answer = self._answer(query, prediction)
        return replace(answer, milliseconds=1000 * (time.perf_counter() - started))

    def answers(self, paths: Iterable[Path], query: Query) -> Iterator[Answer]:
        """Answer a query with many photos, as many answers in their order; one that can't be read has its `error`.

        Args:
            paths: the photos, which are read ahead and encoded in batches.
            query: what is asked with each of them.

        Raises:
            QueryError: as `search` does.
        """
        for batch in batched(in_order(self._read_or_reason, paths, workers=2, ahead=2 * BATCH), BATCH):
            started = time.perf_counter()
            readable = [photo for photo in batch if not isinstance(photo, str)]
            predicted = self.encoder.predict([pixels for pixels, _ in readable]) if readable else []
            predictions = iter([made.of_photo(*photo) for made, photo in zip(predicted, readable, strict=True)])
            found = [
                Answer(error=photo) if isinstance(photo, str) else self._answer(query, next(predictions))
                for photo in batch
            ]
            share = 1000 * (time.perf_counter() - started) / len(batch)
            yield from (replace(answer, milliseconds=share) for answer in found)

    def picture(self, hit: Hit) -> bytes:
        """Return the bytes of a hit's picture, for a notebook to show. Raises PhotoError when it is gone."""
        return self.catalog.read(hit.filename)

    def product(self, hit: Hit) -> Mapping[str, str]:
        """Return a hit's row of the product table, {} if it has none."""
        return self.catalog.product(hit.filename)

    @property
    def products(self) -> "pd.DataFrame":
        """The product table for notebooks: a row a picture, by product id, with its filename and its values as text."""
        return self.catalog.table.frame(self.catalog.ids)

    def counts(self, column: str, where: Mapping[str, Any] | None = None) -> list[tuple[str, int]]:
        """Return a column's values, most frequent first, and how many products have each.

        Only products that fulfil all conditions on OTHER columns count.

        Raises:
            UnknownColumn: the product table has no such column.
            BadCondition: a condition that can't be understood.
        """
        return self.catalog.table.counts(column, understood(where))

    @property
    def map(self) -> Projection:
        """Where each picture is in two dimensions, those that look alike close together."""
        with self._drawing:
            if self._map is None:
                self._map = artefact.have(MAP, self.folder, self.index)
            return self._map

    def _answer(self, query: Query, prediction: Prediction | None) -> Answer:
        return Answer(hits=self._found(query, self._encoded(query, prediction)), prediction=prediction)

    def _encoded(self, query: Query, prediction: Prediction | None) -> EncodedQuery:
        """Put into a retriever's terms what is seen in the photo, known of the product, and said."""
        if prediction is not None:
            return EncodedQuery(vector=prediction.vector, text=query.text, attributes=prediction.attributes)
        if query.like is None:
            return EncodedQuery(text=query.text)
        filename = self.catalog.filenames[self.resources.products.of_id(query.like)]
        values = self.catalog.product(filename)
        return EncodedQuery(
            vector=self.store.fetch([filename])[0],
            text=query.text,
            title=values.get(TITLE, ""),
            attributes={column: [(value, 1.0)] for column, value in values.items() if value},
            known=True,
            without=frozenset({filename}),
        )

    def _found(self, query: Query, encoded: EncodedQuery) -> list[Hit]:
        def search(k: int) -> list[Hit]:
            return registry.search(self.resources, encoded, k, query.where, query.mode)

        found: diversify.Search = search
        if query.distinct:
            found = diversify.distinct(found, self.store, self.store.fetch(sorted(encoded.without)))
        if query.diversity:
            found = diversify.diverse(found, self.store, query.diversity)
        k = self.settings.results if query.k is None else query.k
        if query.customer is None:
            return found(k)
        return self.personal.ordered(found, query.customer, k)

    def _predict(self, photo: Any) -> Prediction:
        pixels, size = self._sized(photo)
        return self.encoder.predict([pixels])[0].of_photo(pixels, size)

    def _sized(self, photo: Any) -> tuple[Photo, tuple[int, int]]:
        """Read a photo no larger than the encoder needs it, and tell the width and height that it has in full."""
        return take(
            photo,
            self.encoder.side,
            max_bytes=self.settings.max_photo_bytes,
            max_pixels=self.settings.max_photo_pixels,
        )

    def _read_or_reason(self, path: Path) -> tuple[Photo, tuple[int, int]] | str:
        try:
            return self._sized(path)
        except photos.PhotoError as error:
            return str(error)
