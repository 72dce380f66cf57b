"""Builds the index again and again while it is served, and kills some of the builds."""

import random
import subprocess
import time
from pathlib import Path
from threading import Event

from tests.soak.catalogue import ROOT, command, exchange
from tests.soak.tally import Tally

KILLED = 3
"""Of so many updates, one is killed."""
LATEST = 4.0
"""Seconds within which a build that is to be killed is killed."""
SETTLED = 60.0
"""Seconds after which only the new index may answer."""


class Builder:
    """Changes the catalogue and its index from one state to the other.

    Args:
        folder: the index folder, in the first state.
        tally: counts it.
        seed: of when builds are killed.
    """

    def __init__(self, folder: Path, tally: Tally, seed: int) -> None:
        self._folder, self._tally, self._dice = folder, tally, random.Random(seed)
        self._state, self._since = 0, time.monotonic()
        self._updates = 0

    def certain(self, asked_at: float) -> int | None:
        """Return the state that a question must have met that was asked at a time; None where it may be either."""
        return self._state if asked_at - self._since > SETTLED else None

    def update(self) -> None:
        """Exchange pictures and build, now and then with a kill in between."""
        self._since = float("inf")
        exchange(self._folder)
        self._updates += 1
        if self._updates % KILLED == 0:
            self._kill()
        done = subprocess.run(command(self._folder), cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            self._tally.wrong("failed builds", done.stderr)
        else:
            self._tally.count("builds")
        self._state, self._since = 1 - self._state, time.monotonic()

    def _kill(self) -> None:
        with subprocess.Popen(
            command(self._folder), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as build:
            try:
                build.wait(self._dice.uniform(0.2, LATEST))
            except subprocess.TimeoutExpired:
                build.kill()
                self._tally.count("killed builds")


def keep_building(builder: Builder, every: float, resting: "Event", ending: Event) -> None:
    """Update every so many seconds until the end."""
    while not ending.wait(every):
        if not resting.is_set():
            builder.update()
