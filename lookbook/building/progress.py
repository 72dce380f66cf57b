"""How far a long work is: a bar in a terminal or a notebook, and elsewhere, as in a log, a line every ten seconds."""

import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

T = TypeVar("T")
EVERY = 10.0
"""Seconds between two lines."""
Step = Callable[[int], None]
"""Takes how many more are done."""


@contextmanager
def progress(what: str, total: int, done: int = 0, unit: str = "picture") -> Iterator[Step]:
    """Show how far a work is; yields what to call after each part of it.

    Args:
        what: what is done, such as "embedding".
        total: how many there are.
        done: how many of them were done before.
        unit: what they are.
    """
    if in_notebook() or sys.stderr.isatty():
        with warnings.catch_warnings(action="ignore"):  # that widgets for notebooks are not installed: a text is shown
            from tqdm.auto import tqdm
        with tqdm(None, what, total, initial=done, unit=unit, smoothing=0.05) as bar:
            yield bar.update
    else:
        yield Lines(what, total, done, "queries" if unit == "query" else f"{unit}s")


def tracked(items: Iterable[T], what: str, total: int, unit: str = "picture") -> Iterator[T]:
    """Yield items one by one, and show how far that is."""
    with progress(what, total, unit=unit) as step:
        for item in items:
            yield item
            step(1)


def in_notebook() -> bool:
    """Return whether this runs in a notebook, where a bar can be a widget."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and "IPKernelApp" in shell.config


class Lines:
    """Says in a line every ten seconds how far a work is; nothing of one that takes less."""

    def __init__(
        self,
        what: str,
        total: int,
        done: int,
        unit: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        to: TextIO | None = None,
    ) -> None:
        self._what = what
        self._total = total
        self._start = self._done = done
        self._unit = unit
        self._clock = clock
        self._to = to
        self._began = self._said = clock()

    def __call__(self, more: int) -> None:
        """Take note that more are done, and say it when it is time."""
        self._done += more
        now = self._clock()
        if now - self._said >= EVERY:
            self._said = now
            print(self._line(now - self._began), file=self._to or sys.stderr, flush=True)

    def _line(self, seconds: float) -> str:
        rate = (self._done - self._start) / seconds
        left = f", {_span((self._total - self._done) / rate)} left" if rate else ""
        return f"{self._what}: {self._done:,} of {self._total:,} {self._unit}, {rate:.1f}/s{left}"


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
