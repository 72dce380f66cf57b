"""Several lists of hits made one: pure functions over the lists that different ways of searching gave."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lookbook.hit import Hit, best_first

RANK_OFFSET = 60
"""k of reciprocal rank fusion, as in the paper."""

Lists = Mapping[str, Sequence[Hit]]
"""Way of searching -> its hits, best first."""


def reciprocal_rank(lists: Lists, offset: int = RANK_OFFSET) -> list[Hit]:
    """Fuse by rank: a hit scores the sum of 1 / (offset + rank) over the lists it is in, ranks from 1.

    Cormack, Clarke and Buettcher, 2009, Reciprocal rank fusion outperforms Condorcet and individual rank learning
    methods, SIGIR.

    Returns:
        Each file once, best first; `why` tells what each way's rank gave it.
    """
    return _summed(
        {way: [(hit, 1 / (offset + rank)) for rank, hit in enumerate(_once(hits), 1)] for way, hits in lists.items()}
    )


def weighted_sum(lists: Lists, weights: Mapping[str, float]) -> list[Hit]:
    """Fuse by score: a hit scores the sum of weight * score over the lists it is in, scores brought to 0..1.

    Min-max normalisation (Lee, 1997, Analyses of multiple evidence combination, SIGIR): the lowest score of a list
    becomes 0 and the highest 1; where all are equal, all become 1.

    Args:
        lists: way -> its hits.
        weights: way -> what its scores weigh.

    Returns:
        Each file once, best first; `why` tells what each way gave it, weighed.
    """
    return _summed(
        {way: [(hit, weights[way] * score) for hit, score in _normalised(_once(hits))] for way, hits in lists.items()}
    )


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """Keep the first hit of each file."""
    return list({hit.filename: hit for hit in reversed(hits)}.values())[::-1]


def _normalised(hits: Sequence[Hit]) -> list[tuple[Hit, float]]:
    scores = [hit.score for hit in hits]
    lowest = min(scores, default=0.0)
    span = max(scores, default=0.0) - lowest
    return [(hit, (hit.score - lowest) / span if span else 1.0) for hit in hits]


def _summed(given: Mapping[str, Sequence[tuple[Hit, float]]]) -> list[Hit]:
    fused: dict[str, Hit] = {}
    for way, pairs in given.items():
        for hit, score in pairs:
            known = fused.get(hit.filename, replace(hit, score=0.0, why={}))
            fused[hit.filename] = replace(known, score=known.score + score, why={**known.why, way: score})
    return best_first(fused.values())
