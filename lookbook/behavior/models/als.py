"""Factors of customers and items by alternating least squares, as the library implicit computes them."""

from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.errors import MissingExtraError
from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.models import kept
from lookbook.behavior.models.base import Reason, in_blocks
from lookbook.behavior.purchases import Codes, Purchases
from lookbook.behavior.ranked import Ranked


class Factors:
    """Ranks by the product of a customer's factors and an item's.

    A customer's factors are solved for anew from what they bought, so new customers need no training.
    Hu, Koren and Volinsky, 2008, Collaborative filtering for implicit feedback datasets.

    Args:
        factors: how many.
        confidence: how much more a purchase weighs than none.
        half_life: a purchase so many days older weighs half; None = all weigh the same.
        regularisation, iterations: of the fit.
    """

    name: ClassVar[str] = "factors"

    def __init__(
        self,
        factors: int = 64,
        confidence: float = 10.0,
        half_life: float | None = 30.0,
        regularisation: float = 0.01,
        iterations: int = 15,
    ) -> None:
        self.factors, self.confidence, self.half_life = factors, confidence, half_life
        self.regularisation, self.iterations = regularisation, iterations
        self._items: NDArray[np.float32] = np.empty((0, factors), np.float32)

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Fit the factors. Raises MissingExtraError where implicit is not installed."""
        from threadpoolctl import threadpool_limits

        library = _implicit()  # before the limit, which holds for the BLAS libraries that are loaded by then
        with threadpool_limits(1, "blas"):  # implicit has threads of its own, and warns of a BLAS that has too
            matrix = self._matrix(purchases.histories(purchases.buyers()), len(purchases.item_ids))
            matrix.data *= self.confidence
            model = self._model(library, *matrix.shape)
            model.fit(matrix, show_progress=False)
        self._items = model.item_factors
        self.__dict__.pop("_common", None)
        self.__dict__.pop("_unsold", None)
        return self

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank by the product of factors; who bought nothing gets nothing."""

        def rank(block: Histories) -> Ranked:
            scores = self._products(self._customers(block))
            scores[block.lengths == 0] = -np.inf
            scores[:, self._unsold] = -np.inf
            return Ranked.best(scores, k)

        return in_blocks(rank, histories, k)

    def similar(self, items: Codes, k: int) -> Ranked:
        """Rank by the cosine of factors."""
        lengths = np.linalg.norm(self._items, axis=1, keepdims=True)
        unit = np.divide(self._items, lengths, out=np.zeros_like(self._items), where=lengths > 0)
        scores = unit[items] @ unit.T
        scores[np.arange(len(items)), items] = -np.inf
        return Ranked.best(np.where(scores > 0, scores, -np.inf), k)

    def explain(self, history: Histories, item: int) -> Reason:
        """Name the purchases whose factors are most like the item's."""
        bought = np.unique(history.part(0, 1).items)
        if item in bought:
            return Reason("you bought it before", (item,))
        likeness = self._items[bought] @ self._items[item]
        best = bought[np.argsort(-likeness, kind="stable")[:3]]
        return Reason("people with your taste buy it", tuple(map(int, best))) if len(best) else Reason("")

    def save(self, path: Path) -> None:
        """Write the factors."""
        settings = [self.confidence, self.half_life or 0.0, self.regularisation]
        kept.write(path, self.name, {"items": self._items, "settings": settings})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the factors. Raises BehaviorError."""
        arrays = kept.read(path, cls.name)
        confidence, half_life, regularisation = arrays["settings"].tolist()
        model = cls(arrays["items"].shape[1], confidence, half_life or None, regularisation)
        model._items = arrays["items"]
        return model

    def _customers(self, histories: Histories) -> NDArray[np.float32]:
        """Return the factors of customers (Q, factors): equation 4 of the paper, one linear system a customer."""
        matrix, items = self._matrix(histories, len(self._items)), self._items
        common = self._common
        found = np.zeros((len(histories), items.shape[1]), np.float32)
        for row in np.flatnonzero(histories.lengths):
            part = slice(matrix.indptr[row], matrix.indptr[row + 1])
            bought, confidence = items[matrix.indices[part]], self.confidence * matrix.data[part]
            system = common + (bought.T * (confidence - 1)) @ bought
            found[row] = np.linalg.solve(system, confidence @ bought)
        return found

    def _products(self, customers: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the products of customers' factors (Q, factors) and items' (Q, I)."""
        if len(customers) == 1:  # too little for BLAS, whose threads wait for each other on a busy machine
            return np.asarray(np.einsum("if,qf->qi", self._items, customers), np.float32)
        return customers @ self._items.T

    @cached_property
    def _common(self) -> NDArray[np.float32]:
        """What all customers' linear systems share."""
        return self._items.T @ self._items + self.regularisation * np.eye(self._items.shape[1], dtype=np.float32)

    @cached_property
    def _unsold(self) -> NDArray[np.intp]:
        """The items of which nothing is known: their factors are 0."""
        return np.flatnonzero(~self._items.any(axis=1))

    def _model(self, library: Any, customers: int, items: int) -> Any:
        """Return the library's model, with the factors that it would draw itself, which it does by way of a copy."""
        model = library.AlternatingLeastSquares(
            factors=self.factors, regularization=self.regularisation, iterations=self.iterations
        )
        rng = np.random.default_rng(0)
        model.user_factors, model.item_factors = self._drawn(rng, customers), self._drawn(rng, items)
        return model

    def _drawn(self, rng: np.random.Generator, rows: int) -> NDArray[np.float32]:
        drawn = rng.random((rows, self.factors), np.float32)
        drawn *= 0.01
        return drawn

    def _matrix(self, histories: Histories, items: int) -> Any:
        if self.half_life is None:
            return histories.matrix(items)
        return histories.matrix(items, (0.5 ** (histories.ages / self.half_life)).astype(np.float32))


def _implicit() -> Any:
    try:
        from implicit.cpu import als
    except ImportError as error:
        raise MissingExtraError.of("implicit") from error
    return als
