"""A and B measured in turns in one run, so that a busy machine is unfair to both alike."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Measure = Callable[[], float]
"""Does something once and gives its rate or its time."""


@dataclass(frozen=True)
class Comparison:
    """How two ways compare.

    Attributes:
        name: what was measured.
        unit: of both.
        ours, theirs: what each round gave.
        targets: floor and goal of the ratio.
        faster: ratio is ours / theirs where more is better, theirs / ours where less is.
    """

    name: str
    unit: str
    ours: Sequence[float]
    theirs: Sequence[float]
    targets: str
    more_is_better: bool = True

    @property
    def ratios(self) -> list[float]:
        """How many times better ours was, round by round."""
        pairs = list(zip(self.ours, self.theirs, strict=True))
        return sorted(ours / theirs if self.more_is_better else theirs / ours for ours, theirs in pairs)

    def __str__(self) -> str:
        low, middle, high = self.ratios[0], median(self.ratios), self.ratios[-1]
        return (
            f"| {self.name} | {median(self.ours):.4g} {self.unit} | {median(self.theirs):.4g} {self.unit} "
            f"| {middle:.2f} ({low:.2f}..{high:.2f}) | {self.targets} |"
        )


HEADER = "| | ours | compared with | times better (lowest..highest) | floor / goal |\n|---|---|---|---|---|"


def alternating(measures: Sequence[Measure], rounds: int) -> list[list[float]]:
    """Measure each in turn, so many rounds; gives the values of each."""
    values = [[measure() for measure in measures] for _ in range(rounds)]
    return [list(column) for column in zip(*values, strict=True)]


def milliseconds(work: Callable[[], object]) -> Measure:
    """Return what does some work and tells how long it took."""

    def measured() -> float:
        started = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - started)

    return measured


def rate(count: int, work: Callable[[], object]) -> Measure:
    """Return what does work on so many things and tells how many it did a second."""
    taken = milliseconds(work)
    return lambda: 1000 * count / taken()
