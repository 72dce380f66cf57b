"""SIGKILL at random moments of an operation, and before each of its steps that change the disk."""

import random
from collections.abc import Iterator

from tests.faults.running import KILLED
from tests.faults.tally import Tally
from tests.faults.trial import Trial

TRIES = 4
"""How many times as often it is tried as it has to be killed: some runs end before they are."""


def at_random(trial: Trial, kills: int, seed: int) -> Tally:
    """Kill an operation at moments that are spread evenly over how long it takes, until so many were killed."""
    tally, dice = Tally(f"kill -9 in {trial.operation.name}, at random"), random.Random(seed)
    for _ in range(TRIES * kills):
        if tally.done == kills:
            return tally
        trial.place.restore()
        running = trial.place.start(trial.operation.arguments(trial.place))
        running.kill_after(dice.uniform(0, trial.seconds))
        if running.wait().status == KILLED:
            _note(trial, tally)
    tally.find("too few kills", f"{tally.done} of {kills}")
    return tally


def at_steps(trial: Trial, most: int) -> Tally:
    """Kill an operation before each step that changes the disk, or so many of them, spread evenly."""
    tally = Tally(f"kill -9 in {trial.operation.name}, before a step of {trial.steps}")
    for step in _spread(trial.steps, most):
        trial.place.restore()
        ran = trial.place.start(trial.operation.arguments(trial.place), step).wait()
        if ran.status != KILLED:
            tally.find("no step", f"{step}: {ran.said}")
            continue
        _note(trial, tally)
    return tally


def _note(trial: Trial, tally: Tally) -> None:
    tally.done += 1
    trial.go_on(tally, trial.judge(tally))


def _spread(count: int, most: int) -> Iterator[int]:
    step = max(1.0, count / most) if most else 1.0
    number = 1.0
    while round(number) <= count:
        yield round(number)
        number += step
