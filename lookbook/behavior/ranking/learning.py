"""A learned order of candidates: LightGBM's lambdarank over what is known of customer and item together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.errors import MissingExtraError
from lookbook.behavior.ranking.cases import Case
from lookbook.behavior.ranking.trees import Trees

ROUNDS, LEAVES = 60, 7
"""How many trees, and how large; more fit the noise of shops where few come back."""
SETTINGS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 20,
    "learning_rate": 0.05,
    "min_data_in_leaf": 100,
    "lambda_l2": 5.0,
    "feature_fraction": 0.7,
    "max_bin": 127,
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 0,
    "num_threads": 1,  # with more, its threads wait for each other on a machine that does anything else
}


def learned(cases: Sequence[Case], rounds: int = ROUNDS, leaves: int = LEAVES) -> Trees | None:
    """Return trees that order cases (Burges, 2010, From RankNet to LambdaRank to LambdaMART).

    Returns:
        None where nobody bought any candidate.

    Raises:
        MissingExtraError: LightGBM is not installed.
    """
    try:
        import lightgbm
    except ImportError as error:
        raise MissingExtraError.of("lightgbm") from error
    parts = [_useful(case) for case in cases]
    values, bought, sizes = (np.concatenate(column) for column in zip(*parts, strict=True))
    if not bought.any():
        return None
    data = lightgbm.Dataset(values, bought, group=sizes, feature_name=cases[0].names)
    return Trees.of(lightgbm.train({**SETTINGS, "num_leaves": leaves}, data, num_boost_round=rounds).dump_model())


def _useful(case: Case) -> tuple[NDArray[np.float32], NDArray[np.int8], NDArray[np.intp]]:
    """Return features, labels and the number of candidates of the customers that bought any of them."""
    customers = len(case.wanted)
    counts = np.bincount(case.found.rows, minlength=customers)
    useful = np.bincount(case.found.rows, case.bought, customers) > 0
    rows = useful[case.found.rows]
    return case.features[rows], case.bought[rows].astype(np.int8), counts[useful]
