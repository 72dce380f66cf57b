"""Settings on days that no figure is of: python -m benchmarks.behavior_settings FOLDER [SET ...].

FOLDER has the public sets. Each set is asked about the days before its test part, with the days before those known. Of
the panel's twelve weeks the latest four are asked about. The trees are measured as one list of the mixture.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from lookbook.behavior.models.als import Factors
from lookbook.behavior.models.base import Model
from lookbook.behavior.models.copurchase import CoPurchase
from lookbook.behavior.models.popularity import Popularity
from lookbook.behavior.ranking import learning
from lookbook.behavior.ranking.mixture import Mixture
from lookbook.evaluation.behavior.figures import Figures, Scored
from lookbook.evaluation.behavior.folds import Question
from lookbook.evaluation.behavior.protocol import evaluate, recommended
from lookbook.evaluation.behavior.sets import USUAL, question

FOLDS = 4
CHOICES: Mapping[str, Callable[[], Model]] = {
    **{f"popular {days} days": partial(Popularity, days) for days in (3, 7, 14)},
    **{
        f"popular half-life {half} of {days}": partial(Popularity, days, half)
        for days, half in ((14, 0.5), (14, 1), (14, 2), (14, 4))
    },
    **{
        f"popular half-life {half} of {days}": partial(Popularity, days, half)
        for days, half in ((28, 7), (28, 14), (56, 28), (112, 56))
    },
    **{f"copurchase cosine {days} days": partial(CoPurchase, "cosine", days) for days in (14, 30, 60, 180)},
    **{f"copurchase bm25 {days} days": partial(CoPurchase, "bm25", days) for days in (30, 90, 365)},
    **{
        f"factors confidence {weight} half-life {half}": partial(Factors, confidence=weight, half_life=half)
        for weight, half in ((3.0, 30.0), (10.0, 30.0), (30.0, 30.0), (10.0, 15.0), (10.0, 90.0))
    },
}
TREES = ((30, 7), (60, 7), (120, 7), (60, 15))


def asked(name: str, folder: Path) -> Question:
    """Return a set's question about the days before its test part."""
    before = question(name, folder).earlier()
    return replace(before, folds=before.folds[:FOLDS])


def of_trees(asked_about: Question) -> Iterator[tuple[str, Figures]]:
    """Measure a mixture with trees of different size on the latest fold."""
    fold = asked_about.folds[0]
    mixture = Mixture(horizon=asked_about.horizon, count=asked_about.weeks)
    mixture.fit(fold.past, asked_about.goods)
    past = mixture.past(fold.past)
    for rounds, leaves in TREES:
        mixture.learn(past, partial(learning.learned, rounds=rounds, leaves=leaves))
        yield (
            f"mixture, {rounds} trees of {leaves} leaves",
            Figures.of([Scored.of(fold, recommended(fold, mixture))], 0),
        )


def main(folder: Path, names: list[str]) -> None:
    """Print a line a setting."""
    for name in names or USUAL:
        before = asked(name, folder)
        print(f"{name}, {sum(len(fold.customers) for fold in before.folds):,} customers", flush=True)
        for measured in (evaluate(before, CHOICES), of_trees(before)):
            for label, figures in measured:
                values = "/".join(f"{figures.means[measure]:.4f}" for measure in ("MAP@12", "recall@12", "recall@100"))
                print(f"  {label}: {values}, standard error of MAP@12 {figures.error:.4f}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
