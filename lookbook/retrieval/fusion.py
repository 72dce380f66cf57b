"""What several ways of searching found made one: pure functions over their lists of hits or their scores."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lookbook.hit import Hit, best_first

RANK_OFFSET = 60
"""k of reciprocal rank fusion, as in the paper."""

Scores = NDArray[np.float32]
"""(M,): how well each of M products fits."""


def reciprocal_rank(lists: Mapping[str, Sequence[Hit]], offset: int = RANK_OFFSET) -> list[Hit]:
    """Fuse lists whose scores don't compare: a hit scores the sum of 1 / (offset + rank) over the lists it is in.

    Cormack, Clarke and Buettcher, 2009, Reciprocal rank fusion outperforms Condorcet and individual rank learning
    methods, SIGIR.

    Args:
        lists: way of searching -> its hits, best first; ranks count from 1.
        offset: the larger, the less the first ranks stand out.

    Returns:
        Each file once, best first; `why` tells what each way's rank gave it.
    """
    fused: dict[str, Hit] = {}
    for way, hits in lists.items():
        for rank, hit in enumerate(_once(hits), 1):
            given = 1 / (offset + rank)
            known = fused.get(hit.filename, replace(hit, score=0.0, why={}))
            fused[hit.filename] = replace(known, score=known.score + given, why={**known.why, way: given})
    return best_first(fused.values())


def weighted_sum(scores: Mapping[str, Scores], weights: Mapping[str, float]) -> tuple[Scores, Mapping[str, Scores]]:
    """Fuse scores that compare, those of the same products in each way: the sum of weight * score.

    Args:
        scores: way of searching -> its scores, none empty of ways.
        weights: way -> what its scores weigh.

    Returns:
        The sum, and what each way gave to it.
    """
    given = {way: np.asarray(weights[way] * of_way, np.float32) for way, of_way in scores.items()}
    return np.sum(list(given.values()), axis=0, dtype=np.float32), given


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """Keep the first hit of each file."""
    return list({hit.filename: hit for hit in reversed(hits)}.values())[::-1]
