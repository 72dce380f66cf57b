"""Gives a target bad input after bad input in a process of its own, which may crash: python -m tests.fuzz.worker.

It writes the input it is at into `last`, and what came of all into `tally.json`, so that whoever started it knows both
whatever becomes of it. An input that takes more than 30 s of the processor ends the process by a signal.
"""

import json
import logging
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Self

from tests.fuzz.target import Target

SECONDS, HUNG, BYTES = 2.0, 30, 2**30
"""The longest answer in seconds of the processor, when it counts as hung, and the most memory beyond the start's."""
FINDINGS = 20
EVERY = 100
WARM = 50
"""So many inputs go before memory is measured, as much is imported and cached at first."""


class Watch:
    """Counts what comes of inputs.

    Args:
        outcome: gives an input to the target.
        folder: where notes go.
        most: how many inputs there will be at most.
    """

    def __init__(self, outcome: Callable[[bytes], str], folder: Path, most: int) -> None:
        self._outcome, self.folder, self.most = outcome, folder, most
        self._tally, self.findings = Counter[str](), dict[str, tuple[str, str]]()
        self._slowest = self._base = 0.0
        self._last = (folder / "last").open("wb", buffering=0)
        self._known = set[int]()
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Write down what is known at the end."""
        self.note()
        self._last.close()

    def take(self, data: bytes) -> None:
        """Give one input to the target, and see what comes of it."""
        self._last.seek(0)
        self._last.truncate()
        self._last.write(data)
        signal.setitimer(signal.ITIMER_PROF, HUNG)
        started = time.process_time()
        try:
            said = self._outcome(data)
        except Exception as error:  # noqa: BLE001  whatever it is, it is a finding
            said = "wrong"
            self._find(f"{type(error).__name__} at {_place(error)}", f"{error}"[:500], data)
        took = time.process_time() - started
        signal.setitimer(signal.ITIMER_PROF, 0)
        self.count += 1
        self._tally[said] += 1
        self._known.add(hash(data))
        self._slowest = max(self._slowest, took)
        if took > SECONDS:
            self._find("slow", f"{took:.1f} s", data)
        if self.count == WARM:
            self._base = _peak()
        elif self.count > WARM and _peak() - self._base > BYTES:
            self._find("memory", f"{(_peak() - self._base) / 2**20:.0f} MB", data)
        if self.count % EVERY == 0 or self.count == self.most:
            self.note()  # libFuzzer ends the process by itself, and lets nothing be done at the end

    def note(self) -> None:
        """Write down what is known so far."""
        grown = max(0.0, _peak() - self._base) / 2**20 if self.count > WARM else 0.0
        known = {
            "inputs": self.count,
            "different": len(self._known),
            "tally": self._tally,
            "slowest_s": round(self._slowest, 3),
            "grown_mb": round(grown),
            "findings": self.findings,
        }
        draft = self.folder / "tally.draft"
        draft.write_text(json.dumps(known))
        draft.replace(self.folder / "tally.json")

    def _find(self, kind: str, said: str, data: bytes) -> None:
        if len(self.findings) < FINDINGS:
            self.findings.setdefault(kind, (said, data[:20_000].hex()))


def main(name: str, way: str, count: int, seconds: float, seed: int, folder: Path) -> None:
    """Fuzz a target in a way until so many inputs were taken or so many seconds are over."""
    with instrumented() if way == "guided" else nullcontext():
        from tests.fuzz import targets

        target = targets.opened(name)
    logging.disable(logging.CRITICAL)  # what is said beside the answers
    end = time.monotonic() + seconds
    with closing(target), Watch(lambda data: targets.outcome(target, data), folder, count) as watch:
        WAYS[way](name, target, watch, end, seed)


def instrumented() -> AbstractContextManager[object]:
    """Let what is imported of ours until the block ends tell which ways through it were gone."""
    import atheris

    context: AbstractContextManager[object] = atheris.instrument_imports(include=["lookbook"])
    return context


def guided(name: str, target: Target, watch: Watch, end: float, seed: int) -> None:
    """Let libFuzzer look for inputs that reach code which none before has reached."""
    import atheris

    (corpus := watch.folder / "corpus").mkdir(exist_ok=True)
    for number, data in enumerate(target.seeds):
        (corpus / str(number)).write_bytes(data)
    limits = [f"-max_total_time={max(1, int(end - time.monotonic()))}", f"-runs={watch.most}", "-max_len=20000"]
    unlimited = ["-rss_limit_mb=0", "-timeout=600", "-verbosity=0", "-print_final_stats=0"]
    atheris.Setup([name, *limits, *unlimited, f"-seed={seed + 1}", str(corpus)], watch.take)
    atheris.Fuzz()


def damaged(name: str, target: Target, watch: Watch, end: float, seed: int) -> None:
    """Give the seeds as they are, then damaged ones."""
    from tests.unpickle_fuzz import DAMAGES

    dice = random.Random(seed)
    good = [seed for seed in target.seeds if seed]
    for data in target.seeds[: watch.most]:
        watch.take(data)
    while watch.count < watch.most and time.monotonic() < end:
        data = dice.choice(good)
        for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
            data = dice.choice(DAMAGES)(data, dice, good)
        watch.take(data)


def drawn(name: str, target: Target, watch: Watch, end: float, seed: int) -> None:
    """Give what Hypothesis draws."""
    from tests.fuzz.drawn import draw

    draw(name, target.seeds, watch.take, watch.most, seed, lambda: time.monotonic() > end)


WAYS = {"damaged": damaged, "guided": guided, "drawn": drawn}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _place(error: BaseException) -> str:
    """Return the innermost line of ours that an error went through."""
    place, trace = "?", error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if "lookbook" in file or place == "?":
            place = f"{os.path.basename(file)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]), Path(sys.argv[6]))
