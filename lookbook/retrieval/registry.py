"""The ways of searching by name."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from lookbook.hit import Hit
from lookbook.retrieval import terms_cache
from lookbook.retrieval.columns import Products, Where
from lookbook.retrieval.encoded_query import Wanted
from lookbook.retrieval.features import FeatureRetriever
from lookbook.retrieval.mixture import MixtureRetriever
from lookbook.retrieval.profile import Profiles
from lookbook.retrieval.text import TextRetriever
from lookbook.retrieval.visual import VisualRetriever


class Ways:
    """Every way of searching a catalogue; each finds the k products that fit best, best first, ties by filename."""

    def __init__(self, visual: VisualRetriever, products: Products, folder: Path | None) -> None:
        """Take what is at hand; the words, kept in the index folder, are read when they are first needed."""
        self._visual = visual
        self._products = products
        self._folder = folder
        self._features = FeatureRetriever(products)
        self._profiles = Profiles(products)

    def search(self, wanted: Wanted, k: int, where: Where | None = None, mode: str = "auto") -> list[Hit]:
        """Search in one way.

        Raises:
            ValueError: there is no such way, it can't use what is given, k is not positive, or the product table has
                no such column.
        """
        return MODES[checked(mode)](self, wanted, k, where)

    def auto(self, wanted: Wanted, k: int, where: Where | None) -> list[Hit]:
        """Search by what is given: a picture, words, or all ways where there are both."""
        if wanted.vector is None:
            return self.text(wanted, k, where)
        return self.all(wanted, k, where) if wanted.text else self.visual(wanted, k, where)

    def visual(self, wanted: Wanted, k: int, where: Where | None) -> list[Hit]:
        """Search by the picture alone."""
        if wanted.vector is None:
            raise ValueError("words alone show no picture to search by; give a photo, or use another mode.")
        return self._visual.search(wanted.vector, k, where)

    def text(self, wanted: Wanted, k: int, where: Where | None) -> list[Hit]:
        """Search by words alone: the text, else the title of the product that was given."""
        if wanted.vector is not None and not (wanted.text or wanted.title):
            raise ValueError("a picture has no words to search by; give a text, or use another mode.")
        return self.words.search(wanted.text or wanted.title, k, where)

    def features(self, wanted: Wanted, k: int, where: Where | None) -> list[Hit]:
        """Search by the features that a photo shows, a product has, or words name."""
        profile = self._profiles.of(wanted, self.words.read(wanted.text))
        return self._features.search(profile, k, where)

    def all(self, wanted: Wanted, k: int, where: Where | None) -> list[Hit]:
        """Search in all ways that what is given allows."""
        return self.mixture.search(wanted, k, where)

    @cached_property
    def words(self) -> TextRetriever:
        """The way of searching by words."""
        return TextRetriever(terms_cache.terms(self._folder, self._products), self._products)

    @cached_property
    def mixture(self) -> MixtureRetriever:
        """The way of searching in all ways."""
        return MixtureRetriever(self._visual, self.words, self._features, self._profiles, self._products)


MODES: Mapping[str, Callable[[Ways, Wanted, int, Where | None], list[Hit]]] = {
    "auto": Ways.auto,
    "visual": Ways.visual,
    "text": Ways.text,
    "features": Ways.features,
    "all": Ways.all,
}


def checked(mode: str) -> str:
    """Give the name of a way back. Raises ValueError where there is none of that name."""
    if mode not in MODES:
        raise ValueError(f"there is no mode {mode!r}; there are: {', '.join(MODES)}.")
    return mode
