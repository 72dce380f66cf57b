"""A clock that goes back by a day: what was written before is of tomorrow."""

import os
import random
import time
from pathlib import Path

from tests.faults.running import KILLED
from tests.faults.tally import Tally
from tests.faults.trial import Trial

DAY = 86_400


def goes_back(trial: Trial, times: int, seed: int) -> Tally:
    """Kill an operation at a random moment, let everything be of tomorrow, and go on."""
    tally, dice = Tally(f"clock back by a day in {trial.operation.name}, after kill -9"), random.Random(seed)
    for _ in range(times):
        trial.place.restore()
        running = trial.place.start(trial.operation.arguments(trial.place))
        running.kill_after(dice.uniform(0, 1.2 * trial.seconds))
        status = running.wait().status
        if status not in (0, KILLED):
            tally.find("it fails", str(status))
        for folder in (trial.place.index, trial.place.state):
            put_forward(folder)
        tally.done += 1
        trial.go_on(tally, trial.judge(tally))
    return tally


def put_forward(folder: Path) -> None:
    """Let all files of a folder be of tomorrow."""
    tomorrow = time.time() + DAY
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (tomorrow, tomorrow))
