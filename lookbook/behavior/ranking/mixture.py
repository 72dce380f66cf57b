"""The mixture: candidates of all models in one order, which is learned on the weeks before."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.models import kept
from lookbook.behavior.models.base import Model, Reason, in_blocks
from lookbook.behavior.models.popularity import Popularity
from lookbook.behavior.models.registry import MODELS, available
from lookbook.behavior.purchases import Codes, Purchases
from lookbook.behavior.ranked import Ranked
from lookbook.behavior.ranking.blend import blended, learned
from lookbook.behavior.ranking.candidates import Candidates, candidates, places, ranked
from lookbook.behavior.ranking.cases import Case, cases
from lookbook.behavior.ranking.features import features
from lookbook.behavior.ranking.item_facts import Facts, item_facts
from lookbook.behavior.ranking.learning import learned as learned_trees
from lookbook.behavior.ranking.trees import Trees

TREES = "trees"


class Mixture:
    """Ranks what any member names, by a weighted sum of the members' ranks and, where LightGBM is, of its trees'.

    The trees learn on the older half of the cases, the weights of all lists, the trees' among them, on the newer half;
    then the trees learn again, on all. So a list that helps little where it was not trained weighs little.

    Args:
        members: names of MODELS; None = all whose libraries are installed.
        horizon: for how many days is recommended.
        count: on how many such spans of the past is learned.
        each: how many candidates each member names.
        most: how many customers of each span are learned from.
        trees: whether LightGBM orders too; None = where it is installed.
    """

    name: ClassVar[str] = "mixture"

    def __init__(
        self,
        members: Sequence[str] | None = None,
        *,
        horizon: int = 7,
        count: int = 6,
        each: int = 100,
        most: int = 3000,
        trees: bool | None = None,
    ) -> None:
        self.members = list(available() if members is None else members)
        self.horizon, self.count, self.each, self.most = horizon, count, each, most
        self.trees = find_spec("lightgbm") is not None if trees is None else trees
        self.weights: dict[str, float] = {}
        self._models: dict[str, Model] = {}
        self._trees: Trees | None = None
        self._facts: Facts = {}
        self._goods = Goods.bare([])

    def fit(self, purchases: Purchases, goods: Goods | None = None) -> Self:
        """Learn the order on the past, then fit the members on all of it; needs some weeks of purchases."""
        self._goods = goods or Goods.bare(purchases.item_ids)
        return self.learn(self.past(purchases)).refresh(purchases)

    def past(self, purchases: Purchases) -> list[Case]:
        """Return what the order is learned from, the newest first."""
        makers = {name: MODELS[name] for name in self.members}
        sizes = {"horizon": self.horizon, "count": self.count, "each": self.each, "most": self.most}
        return list(cases(makers, purchases, self._goods, **sizes))

    def learn(self, past: Sequence[Case], trees: Callable[[Sequence[Case]], Trees | None] = learned_trees) -> Self:
        """Learn the weights, and the trees, from cases, the newest first."""
        newer, older = past[: max(1, len(past) // 2)], past[max(1, len(past) // 2) :]
        names, self._trees = list(self.members), None
        if self.trees and older and (first := trees(older)):
            newer, names = [_with_trees(case, first) for case in newer], [*names, TREES]
            self._trees = trees(past)
        self.weights = learned(newer, names) if newer else dict.fromkeys(names, 1.0)
        return self

    def refresh(self, purchases: Purchases) -> Self:
        """Fit the members on purchases that have grown by a few days, and leave the order as it was learned."""
        self._models = {name: MODELS[name]().fit(purchases, self._goods) for name in self.members}
        self._facts = item_facts(purchases, purchases.today)
        return self

    def recommend(self, histories: Histories, k: int) -> Ranked:
        """Rank by the learned order."""
        return in_blocks(lambda block: self.ranked(block, k)[0], histories, k)

    def ranked(self, histories: Histories, k: int) -> tuple[Ranked, Candidates]:
        """Rank by the learned order; returns too what it was chosen from, for reasons."""
        found = self._candidates(histories, k)
        return ranked(found, blended(found, self.weights), len(histories), k), found

    def personal(self, histories: Histories, k: int) -> Ranked:
        """Rank by what a customer's own purchases say alone, without what is popular with everybody."""
        weights = {name: self.weights[name] for name in self._models if not name.startswith(Popularity.name)}

        def rank(block: Histories) -> Ranked:
            found = candidates({name: self._models[name] for name in weights}, block, k, len(self._goods))
            return ranked(found, blended(found, weights), len(block), k)

        return in_blocks(rank, histories, k)

    def similar(self, items: Codes, k: int) -> Ranked:
        """Rank what the first member that tells any finds to go with each, then what the next does."""
        result = Ranked.nothing(len(items), k)
        for model in self._models.values():
            result = result.filled(model.similar(items, k), k, len(self._goods))
        return result

    def explain(self, history: Histories, item: int) -> Reason:
        """Say what the member says that did most for it."""
        return self.reasons(history, [item])[0]

    def reasons(self, history: Histories, items: Sequence[int], found: Candidates | None = None) -> list[Reason]:
        """Say why each of some items suits the first customer of `history`, whose candidates may be known already."""
        first = history.part(0, 1)
        among = candidates(self._models, first, self.each, len(self._goods)) if found is None else found
        shares = {name: blended(among, {name: self.weights[name]}) for name in self._models}
        return [self._reason(first, item, shares, np.flatnonzero(among.items == item)) for item in items]

    def _reason(
        self,
        history: Histories,
        item: int,
        shares: Mapping[str, NDArray[np.float32]],
        place: NDArray[np.intp],
    ) -> Reason:
        for name in sorted(shares, key=lambda name: -float(shares[name][place].sum())):
            reason = self._models[name].explain(history, item)
            if reason.sentence:
                return reason
        return Reason("")

    def save(self, path: Path) -> None:
        """Write the members and the order into one file."""
        arrays: dict[str, Any] = {f"fact_{name}": values for name, values in self._facts.items()}
        with tempfile.TemporaryDirectory() as folder:
            for name, model in self._models.items():
                model.save(Path(folder) / name)
                arrays[f"member_{name}"] = np.frombuffer((Path(folder) / name).read_bytes(), np.uint8)
        arrays["weights"] = np.array([f"{name}={weight!r}" for name, weight in self.weights.items()])
        if self._trees is not None:
            arrays |= {f"tree_{name}": values for name, values in vars(self._trees).items()}
        arrays["each"] = self.each
        kept.write(path, self.name, arrays | self._goods.packed())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the members and the order. Raises BehaviorError."""
        arrays = kept.read(path, cls.name)
        members = [name.removeprefix("member_") for name in arrays if name.startswith("member_")]
        model = cls(members, each=int(arrays["each"]))
        with tempfile.TemporaryDirectory() as folder:
            for name in members:
                (Path(folder) / name).write_bytes(arrays[f"member_{name}"].tobytes())
                model._models[name] = type(MODELS[name]()).load(Path(folder) / name)
        pairs = (text.split("=") for text in arrays["weights"].tolist())
        model.weights = {name: float(weight) for name, weight in pairs}
        trees = {name.removeprefix("tree_"): arrays[name] for name in arrays if name.startswith("tree_")}
        model._trees = Trees(**trees) if trees else None
        model._facts = {name.removeprefix("fact_"): arrays[name] for name in arrays if name.startswith("fact_")}
        model._goods = Goods.unpacked(arrays)
        return model

    def _candidates(self, histories: Histories, k: int) -> Candidates:
        found = candidates(self._models, histories, max(k, self.each), len(self._goods))
        if self._trees is None:
            return found
        values, _ = features(found, histories, self._facts, self._goods)
        return _with_list(found, self._trees.scores(values), len(histories))


def _with_trees(case: Case, trees: Trees) -> Case:
    found = _with_list(case.found, trees.scores(case.features), len(case.wanted))
    return replace(case, found=found)


def _with_list(found: Candidates, scores: NDArray[np.float32], customers: int) -> Candidates:
    """Return candidates with the trees' scores and ranks beside the members'."""
    order, rank = places(found, scores, customers)
    ranks = np.empty(len(scores), np.float32)
    ranks[order] = 1 / (1 + rank)
    return found.beside(TREES, scores, ranks)
