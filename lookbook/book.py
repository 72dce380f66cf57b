"""The one door: opens an index once and answers every question about it."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

from lookbook.behavior.personal import Personal
from lookbook.catalog import Catalog
from lookbook.catalog.table import Rows
from lookbook.conditions import understood
from lookbook.disk import artefact
from lookbook.encoders.base import Encoder, Prediction
from lookbook.encoders.predicting import Predictor
from lookbook.errors import NothingAsked
from lookbook.hit import Hit, Hits
from lookbook.index import Index, open_catalog, open_encoder
from lookbook.projection import MAP, Projection
from lookbook.query import Answer, Query
from lookbook.retrieval import answering, notebook
from lookbook.retrieval.products import Products
from lookbook.retrieval.registry import AUTO
from lookbook.retrieval.resources import Resources
from lookbook.settings import Settings
from lookbook.stores import Contents, open_store

if TYPE_CHECKING:
    import pandas as pd

    from lookbook.behavior.recommender import Recommendation


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
        pieces: finds the garments of a photo that shows several, as `Predictor.pieces` does.
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
                published=index.store,
            )
        )
        self.resources = Resources(self.store, Products(catalog, index.vectorizer), folder, encoder)
        self._predictor = Predictor(encoder, self.settings)
        self.pieces = self._predictor.pieces
        self._map: Projection | None = None
        self.personal = Personal(folder, catalog, self.store, index.fingerprint)
        self._drawing = RLock()

    @classmethod
    def open(cls, folder: str | Path = ".", settings: Settings | None = None) -> Self:
        """Open an index folder. Raises BadIndexError, CatalogError, EncoderError or SettingsError."""
        folder, settings = Path(folder).absolute(), settings or Settings.load()
        index = Index.load(folder, settings.store)
        index.check_maker(folder)
        catalog = open_catalog(index, folder, settings.sources, settings.images)
        index, encoder = open_encoder(index, catalog, settings, folder)
        return cls(index, catalog, encoder, settings, folder)

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
        sort: str = "",
    ) -> list[Hit]:
        """Find the products that fit a photo, a text, both together, or a product best; `Query` tells the arguments.

        Returns:
            Hits, best first; of a photo alone, scored by cosine similarity. A notebook shows them with their pictures.

        Raises:
            PhotoError: the photo can't be read.
            QueryError: nothing to search with, no such product, column or mode, or an argument that can't be meant.
        """
        asked: dict[str, Any] = {"photo": photo, "k": k, "text": text, "like": like, "where": where, "mode": mode}
        query = Query(**asked, distinct=distinct, diversity=diversity, customer=customer, sort=sort)
        return Hits(self.ask(query).hits, partial(notebook.as_html, self.catalog))

    def recommend(
        self,
        customer: str,
        k: int | None = None,
        *,
        photo: Any = None,
        text: str | None = None,
        again: bool = True,
        without: Collection[str] = (),
    ) -> "list[Recommendation]":
        """Return the products that suit a customer best, as `Personal.recommend` does.

        Where a photo or a text is given, they are chosen from what `search` finds by it; raises what both do.
        """
        search = None if photo is text is None else lambda most: self.search(photo=photo, text=text, k=most)
        count = self.settings.results if k is None else k
        return self.personal.recommend(customer, count, search=search, again=again, without=without)

    def ask(self, query: Query) -> Answer:
        """Answer a query; raises what `search` does."""
        started = time.perf_counter()
        if not query.asks and (query.mode != AUTO or not (query.where or query.sort)):
            raise NothingAsked("there is nothing to search with; give a photo, a text, a product's id or conditions.")
        prediction = None if query.photo is None else self._predictor.predict(query.photo)
        seeing = 1000 * (time.perf_counter() - started)
        answer = self._answer(query, prediction)
        return replace(answer, milliseconds=1000 * (time.perf_counter() - started), seeing=seeing)

    def answers(self, paths: Iterable[Path], query: Query) -> Iterator[Answer]:
        """Answer a query with each of many photos, read ahead and encoded in batches; yields answers in their order.

        One that can't be read has its `error`. Raises QueryError, as `search` does.
        """
        for batch in self._predictor.read_batches(paths):
            started = time.perf_counter()
            seen = iter(self._predictor.predicted([photo for photo in batch if not isinstance(photo, str)]))
            found = [Answer(error=one) if isinstance(one, str) else self._answer(query, next(seen)) for one in batch]
            share = 1000 * (time.perf_counter() - started) / len(batch)
            yield from (replace(answer, milliseconds=share) for answer in found)

    def picture(self, hit: Hit) -> bytes:
        """Return the bytes of a hit's picture. Raises PhotoError when it is gone."""
        return self.catalog.read(hit.filename)

    def others(self, hit: Hit) -> list[str]:
        """Return the filenames of the other pictures of a hit's product."""
        return self.catalog.others(hit.filename)

    def product(self, hit: Hit) -> Mapping[str, str]:
        """Return a hit's row of the product table, {} if it has none."""
        return self.catalog.product(hit.filename)

    @property
    def products(self) -> "pd.DataFrame":
        """The product table for notebooks: a row a picture, by product id, with its filename and its values as text."""
        return self.catalog.table.frame()

    def counts(
        self, column: str, where: Mapping[str, Any] | None = None, among: Rows | None = None
    ) -> list[tuple[str, int]]:
        """Count a column's values, of the products that `among` names too; raises UnknownColumn, BadCondition."""
        return self.catalog.table.counts(column, understood(where), among)

    @property
    def map(self) -> Projection:
        """Where each picture is in two dimensions, those that look alike close together."""
        with self._drawing:
            if self._map is None:
                # all vectors are read for this where they are searched elsewhere, and let go
                elsewhere = None if len(self.index.vectors) else self.folder
                self._map = artefact.have(MAP, self.folder, Index.load(elsewhere) if elsewhere else self.index)
            return self._map

    def _answer(self, query: Query, prediction: Prediction | None) -> Answer:
        return answering.answer(self.resources, query, prediction, self.settings.results, self.personal.ordered)
