"""Operations in processes of their own, forked from a server without threads, which can be killed at any moment."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults import child

KILLED = -9
"""The exit status of who was killed."""
PATIENCE = 120
"""Seconds after which an operation counts as hung."""


class Ran(NamedTuple):
    """What became of an operation: its exit status, how long it took in seconds, its steps, and what it said."""

    status: int
    seconds: float
    steps: int
    said: str

    @property
    def sentence(self) -> str:
        """The last line that it said."""
        return (self.said.strip().splitlines() or [""])[-1]


class Running:
    """An operation that has just begun."""

    def __init__(self, arguments: Sequence[str], said: Path, last: int = -1) -> None:
        context = server()
        self._line, far = context.Pipe(duplex=False)
        self._said = said
        self._process = context.Process(target=child.perform, args=(arguments, said, far, last))
        self._process.start()
        far.close()
        self._line.recv()
        self._began = time.perf_counter()

    def kill_after(self, seconds: float) -> None:
        """Kill it so many seconds after its beginning; what has ended stays ended."""
        self._process.join(max(0.0, self._began + seconds - time.perf_counter()))
        self._process.kill()

    def wait(self) -> Ran:
        """Wait for its end. Raises TimeoutError where there is none."""
        self._process.join(PATIENCE)
        took, status = time.perf_counter() - self._began, self._process.exitcode
        if status is None:
            self._process.kill()
            raise TimeoutError(f"it takes longer than {PATIENCE} s: {self._said.read_text()}")
        try:
            steps = self._line.recv()
        except EOFError:  # it was killed
            steps = 0
        self._line.close()
        return Ran(status, took, steps, self._said.read_text())


def server() -> ForkServerContext:
    """Return what forks processes from a server that has imported what they need."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.warm"])
    return context


def spawned(task: Callable[..., None], *given: Any) -> "multiprocessing.process.BaseProcess":
    """Start a task in a process of its own."""
    process = server().Process(target=task, args=given, daemon=True)
    process.start()
    return process


def threads() -> int:
    """Return how many threads the server has."""
    process = spawned(child.threads)
    process.join(PATIENCE)
    return process.exitcode or 0
