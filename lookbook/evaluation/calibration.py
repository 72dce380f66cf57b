"""Whether probabilities can be taken at their word: temperature scaling, and the error that is left."""

import numpy as np
from numpy.typing import NDArray

GRID = np.exp(np.linspace(np.log(0.25), np.log(4.0), 121))
"""Temperatures that are tried, 2.3 % apart."""


def temperature(probabilities: NDArray[np.floating], right: NDArray[np.int64]) -> float:
    """Find the temperature under which the right classes are likeliest (Guo et al., 2017, arXiv:1706.04599).

    Args:
        probabilities: softmax of the logits (N, C).
        right: the right class of each row (N,).
    """
    logits = np.log(np.maximum(probabilities, 1e-12))
    chosen = logits[np.arange(len(right)), right]
    losses = [(np.logaddexp.reduce(logits / t, axis=1) - chosen / t).mean() for t in GRID]
    return float(GRID[int(np.argmin(losses))])


def calibration_error(confidence: NDArray[np.floating], correct: NDArray[np.bool_], bins: int = 15) -> float:
    """Return the expected calibration error: how far confidence and accuracy lie apart, bin by bin (Guo et al., 2017).

    Args:
        confidence: probability of the likeliest class (N,), in 0..1.
        correct: whether that class was right (N,).
        bins: of equal width.

    Returns:
        The mean absolute difference, weighted by the size of each bin, in 0..1.
    """
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    size = np.bincount(place, minlength=bins)
    gap = np.bincount(place, confidence, bins) - np.bincount(place, correct.astype(float), bins)
    return float(np.abs(gap).sum() / size.sum())
