"""Search by words: titles and attributes by TF-IDF; what is asked for by name comes first, what is refused never."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions import AnyOf, Where, comparable
from lookbook.hit import Hit, require_positive
from lookbook.retrieval import wishes
from lookbook.retrieval.attribute_parser import KINDS, AttributeParser, Requested
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.fusion import Scores
from lookbook.retrieval.looks import Looks
from lookbook.retrieval.parsed_text import ParsedText, TextParser
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.spelling import Meaning
from lookbook.retrieval.terms_kept import TITLE, kept_terms
from lookbook.retrieval.wishes import Levels
from lookbook.retrieval.words import words

NAMED, FEWEST, LOOKED_AT = 0.75, 3, 20
"""A text that says this share of a title's words, so many at least, may mean that very product; how many of the most
similar are looked at."""
PARTLY, NAMELESS = 0.5, 2
"""So does one that says this share of them, and so many words that are no attribute's."""
GUESSES = 3
"""A text of so many words that were mended, and more than those that were not, names nothing for sure."""
COVERED = 0.75
"""What it weighs that a text has all words, beside how alike it is otherwise; chosen on the validation half."""
LOOKS = 0.1
"""What it weighs to look like a print that is wished but not said: less than a word that is said. Chosen on the
validation half."""
ALIKE = 70
"""How like the name of a kind, 0..100, a text must be for that to be offered: no capris for "something cheaper"."""
LETTERS_READ = 200
"""Letters of a text that is compared with the names of kinds."""
REMEMBERED, REMEMBERED_BYTES = 64, 2**26
"""Texts whose reading is kept, and how each product meets them where there is room: an answer asks several times."""
NAME = "text"


class TextRetriever:
    """Finds the products whose words a query shares.

    How well a product fits is a weighted sum of the share of the words that it has, by their weights, and of the
    cosine of the TF-IDF vectors of the query and the product. Its score is that; where attributes are asked for by
    name, (level + that) / levels, where level tells how much of them the product meets, see `wishes`. What is
    refused is not found. Only products that share a word with the query are, or all others where it only refuses.
    Products that don't say a print are the better the more their pictures look like it, where that can be told.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"text"})
    suits: ClassVar[frozenset[str]] = frozenset({"text"})

    def __init__(self, resources: Resources) -> None:
        self._terms = kept_terms(resources.folder, resources.products)
        self._products = resources.products
        self._looks = resources.get(Looks)
        self._names = AttributeParser(resources.products)
        self._parser = TextParser(self._terms, self._names, resources.products.columns)
        self._read: OrderedDict[str, ParsedText] = OrderedDict()
        most = min(REMEMBERED, max(1, REMEMBERED_BYTES // (8 * max(1, len(resources.products)))))
        self._cosines, self._met = lru_cache(most)(self._cosines_of), lru_cache(most)(self._levels_of)

    def search(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products that fit the text, else the title of the product, best; see `Retriever.search`."""
        require_positive(k)
        parsed = self.parse(query.words)
        conditions = {**parsed.ranges, **(where or {})}
        scores = self.scores(parsed, self.looks(query, parsed, conditions))
        rows = self._products.among(np.flatnonzero(scores), conditions, query.without)
        return self._products.hits(rows, scores[rows], {NAME: scores[rows]}, k)

    @property
    def wordless(self) -> bool:
        """Whether no product says a word."""
        return not self._terms.vocabulary

    def parse(self, text: str) -> ParsedText:
        """Return what a text says."""
        read = self._read.get(text)
        if read is None:
            read = self._read[text] = self._parser.parse(text)
            while len(self._read) > REMEMBERED:
                self._read.popitem(last=False)
        return read

    def scores(self, parsed: ParsedText, looks: Scores | None = None) -> Scores:
        """Return the score of every product (N,), 0 where it shares no word with a text or has what that refuses.

        Args:
            parsed: what the text says.
            looks: what `looks` returns.
        """
        similar = self._similar(parsed.meanings)
        if not parsed.meanings and (parsed.refused or parsed.unwanted):
            similar = np.ones_like(similar)
        rows = np.flatnonzero((similar > 0) & ~self.unwanted(parsed))
        scores = np.zeros_like(similar)
        covered = self._products.spread(self._terms.covered(parsed.meanings))
        fitting = COVERED * covered[rows] + (1 - COVERED) * similar[rows]
        if looks is not None:
            fitting = (fitting + LOOKS * looks[rows]) / (1 + LOOKS)
        scores[rows] = self.levels(parsed).ranked(rows, fitting)
        return scores

    def looks(self, query: EncodedQuery, parsed: ParsedText, where: Where) -> Scores | None:
        """Return how near pictures (N,) are to a print that is wished, 1 where it is said; None without one."""
        if query.meant is None:
            return None
        return np.where(self._says_all(parsed.shown), np.float32(1), self._looks.of(query.meant, where))

    def levels(self, parsed: ParsedText) -> Levels:
        """Return how much of what is asked for by name each product meets.

        A product that a text means by its title meets what that title says, whatever stands in its columns.
        """
        return self._met(parsed)

    def _levels_of(self, parsed: ParsedText) -> Levels:
        if len(parsed.corrections) >= GUESSES and 2 * len(parsed.corrections) > len(parsed.meanings):
            return wishes.levels(self._products, {})
        found = wishes.levels(self._products, parsed.requested)
        if found.groups and TITLE in self._products.columns:
            named = np.array(self._named(parsed, self.similar(parsed)), np.intp)
            found.level[self._products.catalog.table.pictures(named)] = found.count - 1
        return found

    def similar(self, parsed: ParsedText) -> Scores:
        """Return the cosine (N,) of all words that are wished."""
        return self._similar(parsed.meanings)

    def nearest_kind(self, text: str) -> str:
        """Return the kind of garment whose name a text is most like, "" where it is hardly like any."""
        from rapidfuzz import fuzz, process

        kinds = self._products.column(KINDS[0]).spelled if KINDS[0] in self._products.columns else []
        names = {value: value.casefold() for value in kinds if value}
        found = process.extractOne(text.casefold()[:LETTERS_READ], names, scorer=fuzz.WRatio, score_cutoff=ALIKE)
        return str(found[2]) if found else ""

    def resemblance(self, parsed: ParsedText) -> Scores:
        """Return the cosine (N,) of all words that name nothing."""
        return self._similar([[(word, 1.0)] for word in parsed.others])

    def unwanted(self, parsed: ParsedText) -> NDArray[np.bool_]:
        """Return which products (N,) have something that is refused."""
        having = [self._products.having(column, AnyOf(tuple(values))) for column, values in parsed.refused.items()]
        having += [self._says_all(thing.split()) for thing in parsed.unwanted]
        return np.asarray(np.logical_or.reduce([np.zeros(len(self._products), np.bool_), *having]), np.bool_)

    def _says_all(self, thing: Sequence[str]) -> NDArray[np.bool_]:
        return np.asarray(np.logical_and.reduce([self._similar([[(word, 1.0)]]) > 0 for word in thing]), np.bool_)

    def _named(self, parsed: ParsedText, similar: Scores) -> list[int]:
        """Return the rows whose titles a text says, and which say what it asks for by name or have it."""
        said = {word for meaning in parsed.meanings for word, _ in meaning}
        titles = self._products.column(TITLE)
        named = []
        for row in self._products.best(similar, LOOKED_AT).tolist():
            title = words(titles.spelled[titles.own[row]])
            share = len(said.intersection(title)) / max(len(set(title)), 1)
            enough = len(set(title)) >= FEWEST
            if (share >= NAMED and enough) or (share >= PARTLY and len(parsed.others) >= NAMELESS):
                named += [row] if self._says(title, row, parsed.requested) else []
        return named

    def _says(self, title: Sequence[str], row: int, requested: Requested) -> bool:
        """Return whether a title, or a product's columns, have all that is asked for by name."""
        by_title, _ = self._names.parse(title)
        for name, values in requested.items():
            column = self._products.column(name)
            own = comparable(column.spelled[column.own[row]])
            if not {own, *by_title.get(name, ())}.intersection(values):
                return False
        return True

    def _similar(self, meanings: Sequence[Meaning]) -> Scores:
        return self._cosines(tuple(map(tuple, meanings)))

    def _cosines_of(self, meanings: tuple[tuple[tuple[str, float], ...], ...]) -> Scores:
        scores = np.zeros(len(self._products.catalog.table.fronts), np.float32)
        products, cosines = self._terms.similar([list(meaning) for meaning in meanings])
        scores[products] = cosines
        spread = self._products.spread(scores)
        spread.flags.writeable = False  # it is handed out again
        return spread
