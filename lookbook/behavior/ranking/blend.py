"""What each list weighs in one order: learned on weeks that are over, a weight at a time."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.ranking.candidates import Candidates, places
from lookbook.behavior.ranking.cases import Case

OFFSET = 5.0
"""What is added to a rank, from 0, before it is inverted: the larger, the less the first ranks stand out."""
OTHERS = 0.02
"""What lists weigh at first beside the best single one."""
STEPS = (4.0, 2.0, 1.4)
FIRST = 12
"""The ranks that count."""

Weights = Mapping[str, float]


def blended(found: Candidates, weights: Weights) -> NDArray[np.float32]:
    """Return the sum over lists of weight / (OFFSET + rank) for each candidate (P,), 0 for lists that lack it.

    Cormack, Clarke and Büttcher, 2009, Reciprocal rank fusion outperforms Condorcet, with weights.
    """
    total = np.zeros(len(found.items), np.float32)
    for name, weight in weights.items():
        total += np.float32(weight) * _inverse(found.ranks[name])
    return total


def learned(cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    """Return the weights that order cases best: from the best single list on, each weight raised or lowered in turn."""
    starts = [{name: 1.0 if name == first else OTHERS for name in names} for first in names]
    gains = [gain(cases, weights) for weights in starts]
    best = int(np.argmax(gains))
    weights, reached = starts[best], gains[best]
    for step in STEPS:
        for name in names:
            for factor in (step, 1 / step):
                tried = {**weights, name: weights[name] * factor}
                if (better := gain(cases, tried)) > reached:
                    weights, reached = tried, better
    largest = max(weights.values())
    return {name: weight / largest for name, weight in weights.items()}


def gain(cases: Sequence[Case], weights: Weights) -> float:
    """Return the mean nDCG over the first ranks, with all that was bought in the ideal."""
    return float(np.concatenate([_gains(case, blended(case.found, weights)) for case in cases]).mean())


def _gains(case: Case, values: NDArray[np.float32]) -> NDArray[np.float64]:
    order, ranks = places(case.found, values, len(case.wanted))
    hits = (ranks < FIRST) & case.bought[order]
    gained = np.bincount(case.found.rows[order[hits]], 1 / np.log2(ranks[hits] + 2), len(case.wanted))
    ideal = np.concatenate([[1.0], (1 / np.log2(np.arange(2, FIRST + 2))).cumsum()])
    return np.asarray(gained / ideal[np.minimum(case.wanted, FIRST)], float)


def _inverse(ranks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn 1 / (1 + rank) into 1 / (OFFSET + rank), 0 where it is 0."""
    listed = ranks > 0
    return np.where(listed, 1 / (OFFSET - 1 + 1 / np.where(listed, ranks, 1)), 0).astype(np.float32)
