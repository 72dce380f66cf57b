"""The kinds of garment that a photo may show, kept where words beside it name none."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lookbook.conditions import AnyOf, comparable
from lookbook.retrieval.attribute_parser import KINDS, Requested
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.fusion import Scores
from lookbook.retrieval.products import Products
from lookbook.retrieval.profile import KIND, Profile, shares

SURE = 0.3
"""How likely the likeliest kind in a photo must be for any to be kept."""
SURELY, LEAST = 0.9, 0.05
"""The likeliest kinds are kept until one of them is so likely right, but none that is less likely than this."""
EVEN = 0.5
"""The exponent that makes likelihoods of kept kinds differ less. All of these were chosen on the validation half."""
STEP = 1e-5
"""How far the best products of kept kinds stand below each other, more than is lost by rounding."""


def kept(products: Products, query: EncodedQuery, requested: Requested) -> Requested:
    """Return the kinds, likeliest first, that a text beside a picture keeps; none where it names one.

    A photo of a top may be one of a T-shirt: then both are kept. What is known of a product is the only one.
    """
    seen = _in_catalogue(products, query.attributes.get(KIND, ()))
    named = any(column in requested for column in KINDS)
    if named or not query.text or not seen or seen[0][1] < SURE:
        return {}
    likelier = np.cumsum([0.0, *(share for _, share in seen[:-1])])
    return {
        KIND: [kind for (kind, share), before in zip(seen, likelier, strict=True) if before < SURELY and share >= LEAST]
    }


def evened(products: Products, profile: Profile, kinds: Sequence[str]) -> Profile:
    """Return a profile with none but these kinds, of which the likelier are less so."""
    likely = np.where(AnyOf(tuple(kinds)).mask(products.column(KIND)), profile[KIND], 0)
    return {**profile, KIND: shares(np.power(likely, EVEN))}


def lift(products: Products, rows: NDArray[np.intp], total: Scores, kinds: Sequence[str]) -> Scores:
    """Return what lifts the best product of each kind right below the best of all, so that each kind is seen.

    Args:
        products: all.
        rows: M of them.
        total: how well they fit (M,), -inf where they are not to be lifted.
        kinds: the kinds that it may be, the likeliest first.
    """
    lifted = np.zeros(len(rows), np.float32)
    for place, kind in enumerate(kinds):
        of_kind = np.where(products.having(KIND, AnyOf((kind,)))[rows], total, -np.inf)
        first = int(np.argmax(of_kind))
        if np.isfinite(of_kind[first]):
            lifted[first] = max(float(total.max()) - STEP * place - float(total[first]), 0)
    return lifted


def _in_catalogue(products: Products, seen: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return the kinds that some product is of, as they compare, likeliest first."""
    places = products.column(KIND).places if KIND in products.columns else {}
    there = [(comparable(value), probability) for value, probability in seen]
    return sorted(((value, share) for value, share in there if value in places), key=lambda pair: -pair[1])
