"""What a process does that may be killed: it runs the program as a person does, with an encoder that costs nothing."""

import os
import signal
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from lookbook.commands import app

STEPS = frozenset({"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.utime", "shutil.rmtree"})
"""What changes a disk, by what Python's audit events call it."""


class Steps:
    """Counts the steps in which a disk is changed, and may die before one of them.

    Args:
        last: the number of the step that is not taken; 0 = none.
    """

    def __init__(self, last: int) -> None:
        self._last, self.count = last, 0
        sys.addaudithook(self._take)

    def _take(self, event: str, given: tuple[object, ...]) -> None:
        if event in STEPS or (event == "open" and _writes(given)):
            self.count += 1
            if self.count == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


def perform(arguments: Sequence[str], said: Path, line: Connection, last: int) -> None:
    """Run `lookbook` with these arguments, and write what it says into a file.

    Args:
        arguments: without the program's name.
        said: takes what is said on both streams.
        line: gets b"" when it begins, and the number of steps when it ends.
        last: as `Steps` takes it; below 0 = steps are not counted.
    """
    file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(file, stream)
    steps = None if last < 0 else Steps(last)
    sys.argv = ["lookbook", *arguments]
    line.send(0)
    try:
        app.run()
    finally:
        line.send(steps.count if steps else 0)


def threads() -> None:
    """End with the number of threads of the server that this was forked from."""
    sys.exit(len(os.listdir(f"/proc/{os.getppid()}/task")))


def _writes(given: tuple[object, ...]) -> bool:
    flags = given[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
