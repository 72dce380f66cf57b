"""The two towers as a model of purchases like any other: new articles are not cold, as it sees what they are."""

import tempfile
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.models import kept
from lookbook.behavior.models.base import Reason, in_blocks
from lookbook.behavior.purchases import Codes, Purchases
from lookbook.behavior.ranked import Ranked
from lookbook.behavior.towers.examples import Examples, Seen, examples
from lookbook.behavior.towers.item_features import item_features
from lookbook.behavior.towers.network import log_shares, network

PATIENCE = 2
"""Epochs without a better validation loss before training stops."""
HELD_BACK = 0.1
"""The share of examples, the latest, that training is judged by."""


class TwoTower:
    """Ranks by the cosine of a customer's vector and an item's.

    Attributes:
        vectors: of the items, of length 1 (I, WIDTH).

    Args:
        epochs: how often the examples are gone through at most.
        batch: how many examples are compared with each other.
        most: how many examples, the latest, are learned from.
        rate: the learning rate.
        progress: whether Keras shows its bar.
    """

    name: ClassVar[str] = "towers"

    def __init__(
        self, epochs: int = 8, batch: int = 512, most: int = 2_000_000, rate: float = 2e-3, progress: bool = False
    ) -> None:
        self.epochs, self.batch, self.most, self.rate, self.progress = epochs, batch, most, rate, progress
        self._model: Any = None
        self._features: NDArray[np.float32] = np.empty((0, 1), np.float32)
        self.vectors: NDArray[np.float32] = np.empty((0, 1), np.float32)

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Train on all purchases but the latest tenth, which say when to stop."""
        import keras

        keras.utils.set_random_seed(0)
        goods = goods or Goods.bare(purchases.item_ids)
        counts = np.bincount(purchases.items, minlength=len(goods)).astype(float)
        self._features = item_features(purchases, goods)
        self._model = network(self._features, log_shares(counts, self.batch), self.rate)
        self._train(examples(purchases, self.most))
        self.vectors = self._vectors()
        return self

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank all items, those never bought among them."""

        def rank(block: Histories) -> Ranked:
            customers = np.asarray(self._model.customers(_inputs(Seen.of(block))))
            return Ranked.best(customers @ self.vectors.T, k)

        return in_blocks(rank, histories, k)

    def similar(self, items: Codes, k: int) -> Ranked:
        """Rank by the cosine of the items' vectors."""
        scores = self.vectors[items] @ self.vectors.T
        scores[np.arange(len(items)), items] = -np.inf
        return Ranked.best(scores, k)

    def explain(self, history: Histories, item: int) -> Reason:
        """Name the purchases whose vectors are most like the item's."""
        bought = np.unique(history.part(0, 1).items)
        likeness = self.vectors[bought] @ self.vectors[item]
        best = bought[np.argsort(-likeness, kind="stable")[:3]]
        return Reason("it suits what you bought", tuple(map(int, best))) if len(best) else Reason("many people like it")

    def save(self, path: Path) -> None:
        """Write the weights and the items' features."""
        weights = {f"weight_{number}": value for number, value in enumerate(self._model.get_weights())}
        kept.write(path, self.name, {**weights, "item_features": self._features, "vectors": self.vectors})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the weights. Raises BehaviorError."""
        arrays, model = kept.read(path, cls.name), cls()
        model._features, model.vectors = arrays["item_features"], arrays["vectors"]
        model._model = network(model._features, np.zeros(len(model.vectors), np.float32), model.rate)
        model._model.set_weights([arrays[f"weight_{number}"] for number in range(len(arrays) - 2)])
        return model

    def _train(self, given: Examples) -> None:
        """Train until the latest examples get no better, and keep the best weights."""
        import keras

        inputs = {**_inputs(given.seen), "bought": given.bought}
        first = len(given.bought) - max(1, int(HELD_BACK * len(given.bought)))
        held = {name: values[first:] for name, values in inputs.items()}
        known = {name: values[:first] for name, values in inputs.items()}
        with tempfile.TemporaryDirectory() as folder:
            best = Path(folder) / "best.weights.h5"
            self._model.save_weights(best)
            self._model.fit(
                known,
                batch_size=self.batch,
                epochs=self.epochs,
                validation_data=(held,),
                callbacks=[
                    keras.callbacks.EarlyStopping(patience=PATIENCE),
                    keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True),
                ],
                verbose="auto" if self.progress else 0,
            )
            self._model.load_weights(best)

    def _vectors(self, block: int = 8192) -> NDArray[np.float32]:
        """Return the vectors of all items (I, WIDTH)."""
        numbers = np.arange(1, len(self._features) + 1, dtype=np.int32)
        parts = [np.asarray(self._model.items(numbers[at : at + block])) for at in range(0, len(numbers), block)]
        return np.concatenate(parts)


def _inputs(seen: Seen) -> dict[str, NDArray[Any]]:
    return {"items": seen.items, "ages": seen.ages, "facts": seen.facts}
