"""What features are looked for: seen in a photo, read in a text, known of a product, or shared by those nearby."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lookbook.neighbors.engine import Rows
from lookbook.retrieval.columns import Products
from lookbook.retrieval.encoded_query import Attributes, Wanted
from lookbook.retrieval.features import WEIGHTS, Profile
from lookbook.retrieval.requested import Wishes
from lookbook.retrieval.text import Reading

LEAST = 0.05
"""What a value that is asked for gets besides its likelihood, so that one that no photo shows counts, too."""


class Profiles:
    """Makes profiles in terms of a catalogue's own values."""

    def __init__(self, products: Products) -> None:
        self._products = products

    @property
    def columns(self) -> list[str]:
        """The columns of features that the product table has."""
        return [column for column in WEIGHTS if column in self._products.catalog.columns]

    def of(self, wanted: Wanted, reading: Reading) -> Profile:
        """Tell what is seen or known, changed by what the text names."""
        return self.asked(self.seen(wanted.attributes), reading.wishes, reading.refused)

    def seen(self, attributes: Attributes) -> Profile:
        """Take what is seen or known; values that no product has are left out."""
        profile = {}
        for column in self.columns:
            numbers = self._products.column(column).numbers
            likely = np.zeros(len(numbers), np.float32)
            for value, probability in attributes.get(column, ()):
                if value.casefold() in numbers:
                    likely[numbers[value.casefold()]] = probability
            if likely.any():
                profile[column] = _shares(likely)
        return profile

    def asked(self, profile: Profile, wishes: Wishes, refused: Wishes) -> Profile:
        """Change a profile by what a text names: only that is looked for then, and nothing that is refused."""
        changed = {
            column: _shares(np.where(self._named(column, refused.get(column, ())), 0, likely))
            for column, likely in profile.items()
        }
        for column in (column for column in wishes if column in self.columns):
            named = self._named(column, wishes[column])
            changed[column] = _shares(np.where(named, changed.get(column, np.zeros(len(named))) + LEAST, 0))
        return changed

    def voted(
        self, profile: Profile, columns: Sequence[str], rows: Rows, votes: NDArray[np.float32], share: float
    ) -> Profile:
        """Let products vote on columns of a profile; their votes (M,) count for a share of it.

        Pseudo-relevance feedback (Lavrenko and Croft, 2001, Relevance-based language models, SIGIR): what the products
        found first have in common is likely what is looked for.
        """
        changed = dict(profile)
        for column in (column for column in columns if column in self.columns):
            own = self._products.column(column)
            elected = _shares(np.bincount(own.own[rows], votes, len(own.numbers)))
            changed[column] = (1 - share) * profile[column] + share * elected if column in profile else elected
        return changed

    def _named(self, column: str, values: Sequence[str]) -> NDArray[np.bool_]:
        """Tell which values (V,) of a column are among these."""
        return np.isin(
            np.array(list(self._products.column(column).numbers), np.str_), [value.casefold() for value in values]
        )


def _shares(likely: NDArray[np.floating | np.integer]) -> NDArray[np.float32]:
    return np.asarray(likely / max(float(likely.sum()), 1e-9), np.float32)
