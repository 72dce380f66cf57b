"""Memory, open handles and threads of processes, written as CSV while they run (Linux)."""

import csv
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import TextIO

from tests.soak.tally import Tally

MEASURES = ("MB", "handles", "threads")
COUNTED = (
    "API requests", "API bad requests", "API errors", "API wrong answers", "page answers", "page broken files",
    "page errors", "page wrong answers", "builds", "killed builds", "failed builds",
)  # fmt: skip
WRONG = ("API errors", "API wrong answers", "page errors", "page wrong answers", "failed builds")
"""What there should be none of."""


class Watch:
    """Writes a row whenever it is asked to.

    Args:
        target: where rows go.
        processes: name -> process id.
        tally: what is counted meanwhile.
    """

    def __init__(self, target: TextIO, processes: Mapping[str, int], tally: Tally) -> None:
        self._target, self._processes, self._tally = target, processes, tally
        self._began = time.monotonic()
        self._rows = csv.writer(target)
        self._rows.writerow(["seconds", "resting", *columns(processes), *COUNTED])

    def look(self, *, resting: bool) -> None:
        """Write how things are now."""
        seen = [value for process in self._processes.values() for value in measured(process)]
        counts = self._tally.counts()
        counted = [counts.get(name, 0) for name in COUNTED]
        self._rows.writerow([round(time.monotonic() - self._began), int(resting), *seen, *counted])
        self._target.flush()


def columns(names: Mapping[str, object] | Sequence[str]) -> list[str]:
    """Return what the columns of some processes are called."""
    return [f"{name} {measure}" for name in names for measure in MEASURES]


def measured(process: int) -> tuple[float, int, int]:
    """Return a process's resident memory in 2**20 bytes, its open handles and its threads."""
    place = Path("/proc") / str(process)
    status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
    memory, threads = int(status["VmRSS"].split()[0]) / 1024, int(status["Threads"])
    return round(memory, 1), len(list((place / "fd").iterdir())), threads


def keep_watching(watch: Watch, every: float, rest: Path | None, resting: Event, ending: Event) -> None:
    """Write a row every so many seconds until the end; rest while a file is there."""
    while True:
        if rest and rest.exists():
            resting.set()
        else:
            resting.clear()
        watch.look(resting=resting.is_set())
        if ending.wait(every):
            return
