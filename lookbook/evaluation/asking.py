"""Held-out products that ask by their picture and their title, never by their labels."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from lookbook import photos
from lookbook.book import Lookbook
from lookbook.errors import LookbookError
from lookbook.evaluation.gallery import Neighbours, Rows, gallery, others
from lookbook.evaluation.predictions import predict
from lookbook.hit import Hit
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.terms_kept import TITLE

PHOTO, TITLE_ALONE, BOTH = "a photo", "a title", "a photo and a title"
ASKED = (BOTH, PHOTO, TITLE_ALONE)
"""What is asked with."""


class Asking:
    """The products of an index that were held out, and what they ask for.

    Attributes:
        book: the index, the whole of which is searched.
        shop: the same with its labels and copies.
        queries: the rows (Q,) that ask.
    """

    def __init__(self, book: Lookbook, validation: bool = False) -> None:
        """Take the test half of what was held out, or the validation half.

        Raises:
            ValueError: no product was held out.
            PhotoError: a picture of the index is gone or damaged.
        """
        self.book = book
        self.shop = gallery(book.catalog, book.index.filenames, book.index.vectors, not validation)
        self.queries = np.flatnonzero(self.shop.kept)
        if not len(self.queries):
            raise LookbookError(f"none of the {len(book)} pictures is for evaluation; evaluate a larger catalogue.")
        pictures = (photos.read(book.catalog.read(self.shop.filenames[row])) for row in self.queries.tolist())
        seen = predict(book.encoder, pictures)
        titles = [self.shop.products[row].get(TITLE, "") for row in self.queries.tolist()]
        self._rows = {name: row for row, name in enumerate(self.shop.filenames)}
        self._both = [
            EncodedQuery(
                vectors=made.vector[None], text=title, attributes=made.attributes, without=frozenset(self._copies(row))
            )
            for row, made, title in zip(self.queries.tolist(), seen, titles, strict=True)
        ]

    def encoded(self, asked: str) -> list[EncodedQuery]:
        """Return what each query (Q,) looks for: the photo as the encoder sees it, the title as it is, or both.

        Its own picture and copies of it are left out: what is voted on may not be among the voters.
        """
        if asked == PHOTO:
            return [replace(query, text=None) for query in self._both]
        if asked == BOTH:
            return self._both
        return [EncodedQuery(text=query.text, without=query.without) for query in self._both]

    def _copies(self, row: int) -> Iterator[str]:
        return (
            self.shop.filenames[copy] for copy in np.flatnonzero(self.shop.groups == self.shop.groups[row]).tolist()
        )

    def rows(self, hits: Sequence[Hit]) -> Rows:
        """Return the rows (M,) of hits."""
        return np.array([self._rows[hit.filename] for hit in hits], np.int64)

    def neighbours(self, found: Iterable[Rows]) -> Neighbours:
        """Take the first ten of what each query (Q,) found, without itself and copies."""
        groups = self.shop.groups[self.queries].tolist()
        first = [others(self.shop, rows, group) for rows, group in zip(found, groups, strict=True)]
        return Neighbours(self.queries, np.stack(first))
