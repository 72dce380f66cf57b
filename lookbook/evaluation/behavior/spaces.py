"""Four ways to put items into a space side by side, and all joined: words, pictures, features, the two towers.

In each space the nearest neighbours of what customers bought are compared with what they bought next, and with items of
the same type and colour.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.latent import latent
from lookbook.behavior.models.base import in_blocks
from lookbook.behavior.ranked import Ranked
from lookbook.behavior.towers.two_tower import TwoTower
from lookbook.evaluation.behavior.figures import Figures, K, Scored
from lookbook.evaluation.behavior.folds import Fold, Question
from lookbook.evaluation.behavior.table import number
from lookbook.evaluation.metrics import precision_at

Vectors = NDArray[np.float32]
Spaces = Mapping[str, Vectors]

RECENT = 10
"""The latest purchases whose mean is asked with."""
SAMPLE, NEAREST = 1000, 5
"""Items whose neighbours are looked at, and how many of these."""
JOINED = "all joined"
TYPES = ("product_type_name", "articleType")
COLOURS = ("colour_group_name", "baseColour")


@dataclass(frozen=True, kw_only=True)
class SpaceFigures:
    """What a space is worth.

    Attributes:
        next_bought: what its neighbours are worth to customers who had bought anything, of what they had not.
        same_type, same_colour: the share of an item's nearest five that have its type, or colour; nan where none tells.
    """

    next_bought: Figures
    same_type: float
    same_colour: float


def of_known(question: Question) -> Fold:
    """Return the latest fold, asking known customers about what they had not bought before."""
    fold, items = question.folds[0], len(question.folds[0].past.item_ids)
    bought = np.unique(fold.past.customers.astype(np.int64) * items + fold.past.items)
    again = np.isin(fold.after.customers.astype(np.int64) * items + fold.after.items, bought)
    known = np.isin(fold.after.customers, fold.past.customers)
    return replace(fold, after=fold.after.picked(known & ~again))


def spaces(fold: Fold, goods: Goods) -> Spaces:
    """Return each item as a vector of length 1 in each space, or 0 where the space does not know it."""
    towers = TwoTower().fit(fold.past, goods)
    found = {
        "words": latent(goods.texts) if any(goods.texts) else np.empty((len(goods), 0), np.float32),
        "pictures": goods.vectors,
        "features": features(goods),
        "two towers": towers.vectors,
    }
    known = {name: _unit(vectors) for name, vectors in found.items() if vectors.size}
    return {**known, JOINED: _unit(np.concatenate(list(known.values()), axis=1))}


def features(goods: Goods) -> Vectors:
    """Return a 1 for each value that an item has of each column, as (I, values), values of one item alone left out."""
    parts = []
    for name in goods.columns:
        codes = goods.codes(name)
        common = np.flatnonzero(np.bincount(codes) > 1)
        parts.append((codes[:, None] == common).astype(np.float32))
    return np.concatenate(parts, axis=1) if parts else np.empty((len(goods), 0), np.float32)


def measured(question: Question) -> Iterator[tuple[str, SpaceFigures]]:
    """Measure each space on the latest days of a question."""
    fold = of_known(question)
    histories = fold.past.histories(fold.customers, fold.today)
    for name, vectors in spaces(fold, question.goods).items():
        lists = in_blocks(partial(_near, vectors), histories, K)
        near = _neighbours(vectors)
        yield (
            name,
            SpaceFigures(
                next_bought=Figures.of([Scored.of(fold, lists)], 0),
                same_type=_same(question.goods, TYPES, near),
                same_colour=_same(question.goods, COLOURS, near),
            ),
        )


def rows(found: Mapping[str, SpaceFigures]) -> list[list[str]]:
    """Return the table, a space a row."""
    header = ["nearest neighbours in", "MAP@12", "recall@12", "recall@100", "same type of 5", "same colour of 5"]
    return [header, *([name, *_row(figures)] for name, figures in found.items())]


def _row(figures: SpaceFigures) -> Iterator[str]:
    means = figures.next_bought.means
    values = [means["MAP@12"], means["recall@12"], means["recall@100"], figures.same_type, figures.same_colour]
    return map(number, values)


def _near(vectors: Vectors, histories: Histories) -> Ranked:
    """Rank by the cosine with the mean of each customer's latest purchases, what they bought left out."""
    recent = histories.latest(RECENT)
    sums = np.zeros((len(histories), vectors.shape[1]), np.float32)
    np.add.at(sums, recent.rows, vectors[recent.items])
    scores = sums @ vectors.T
    scores[histories.rows, histories.items] = -np.inf
    return Ranked.best(scores, K)


def _neighbours(vectors: Vectors) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Return some items (Q,), the same in each space of a question, and the nearest others of each (Q, NEAREST)."""
    asked = np.random.default_rng(0).choice(len(vectors), min(SAMPLE, len(vectors)), replace=False)
    scores = vectors[asked] @ vectors.T
    scores[np.arange(len(asked)), asked] = -np.inf
    return asked, Ranked.best(scores, NEAREST).items


def _same(goods: Goods, columns: Sequence[str], near: tuple[NDArray[np.intp], NDArray[np.int32]]) -> float:
    """Return the share of neighbours that have an item's value of the first of some columns that is there."""
    asked, others = near
    name = next(chain((name for name in columns if name in goods.columns), [""]))
    if not name:
        return float("nan")
    codes = goods.codes(name)
    return float(precision_at(codes[others] == codes[asked][:, None], NEAREST).mean())


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(
        np.divide(vectors, lengths, out=np.zeros_like(vectors, np.float32), where=lengths > 0), np.float32
    )
