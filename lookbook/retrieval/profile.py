"""What features are looked for: seen in a photo, read in a text, known of a product, or shared by those nearby."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lookbook.catalog.table import Rows
from lookbook.conditions import AnyOf, comparable
from lookbook.retrieval.attribute_parser import Requested
from lookbook.retrieval.encoded_query import Attributes, EncodedQuery
from lookbook.retrieval.parsed_text import ParsedText
from lookbook.retrieval.resources import Resources

Profile = Mapping[str, NDArray[np.float32]]
"""Column -> how likely each of its values (V,) is what is looked for; sums to 1, or to 0 where nothing is known."""

KIND, COLOUR = "articleType", "baseColour"
WEIGHTS: Mapping[str, float] = {
    KIND: 1.0,
    COLOUR: 1.0,
    "gender": 1.0,
    "subCategory": 0.1,
    "masterCategory": 0.1,
    "season": 0.1,
    "usage": 0.1,
    "year": 0.1,
    "price": 0.1,
}
"""What each column of features weighs, where the product table has it."""
ASKED_SHARE = 0.05
"""What a value that is asked for gets besides its likelihood, so that one that no photo shows counts, too."""


class Profiles:
    """Makes profiles in terms of a catalogue's own values."""

    def __init__(self, resources: Resources) -> None:
        self._products = resources.products

    @property
    def columns(self) -> list[str]:
        """The columns of features that the product table has."""
        return [column for column in WEIGHTS if column in self._products.columns]

    def of(self, query: EncodedQuery, parsed: ParsedText) -> Profile:
        """Return what is seen or known, changed by what the text names."""
        return self.asked(self.seen(query.attributes), parsed.requested, parsed.refused)

    def seen(self, attributes: Attributes) -> Profile:
        """Take what is seen or known; values that no product has are left out."""
        profile = {}
        for column in self.columns:
            own = self._products.column(column)
            likely = np.zeros(len(own.spelled), np.float32)
            for value, probability in attributes.get(column, ()):
                if (place := own.places.get(comparable(value))) is not None:
                    likely[place] = probability
            if likely.any():
                profile[column] = shares(likely)
        return profile

    def asked(self, profile: Profile, requested: Requested, refused: Requested) -> Profile:
        """Change a profile by what a text names: only that is looked for then, and nothing that is refused."""
        changed = {
            column: shares(np.where(self._named(column, refused.get(column, ())), 0, likely))
            for column, likely in profile.items()
        }
        for column in (column for column in requested if column in self.columns):
            named = self._named(column, requested[column])
            changed[column] = shares(np.where(named, changed.get(column, np.zeros(len(named))) + ASKED_SHARE, 0))
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
            elected = shares(np.bincount(own.meant[rows], votes, len(own.spelled)))
            changed[column] = (1 - share) * profile[column] + share * elected if column in profile else elected
        return changed

    def _named(self, column: str, values: Sequence[str]) -> NDArray[np.bool_]:
        """Return which values (V,) of a column are among these."""
        return AnyOf(tuple(values)).mask(self._products.column(column))


def shares(likely: NDArray[np.floating | np.integer]) -> NDArray[np.float32]:
    """Return likelihoods (V,) that sum to 1, or to 0 where nothing is likely."""
    return np.asarray(likely / max(float(likely.sum()), 1e-9), np.float32)
