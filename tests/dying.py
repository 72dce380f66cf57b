"""Loaded into a worker before it begins (dask worker --preload): it dies where a test wants it to."""

import os
import signal
import time
from pathlib import Path

from lookbook.building import worker
from lookbook.building.plan import Part

POISON = "poison"
"""Whoever works on a picture with this in its name dies."""
DOOMED = "DOOMED_AFTER"
"""Names how many parts a worker may finish; it is killed as it begins the next."""

WAITS_FOR = "WAITS_FOR"
"""Names a file that a worker's second part waits for; one that is killed writes it to its own WAITS_FOR first."""

_embed = worker.embed_and_keep
_begun = 0


def embed_or_die(job: worker.Job, part: Part) -> worker.Kept:
    """Do as `embed_and_keep` does, or be killed without a word."""
    global _begun  # noqa: PLW0603  a worker has one thread here
    _begun += 1
    doomed, file = int(os.environ.get(DOOMED, "0")), Path(os.environ.get(WAITS_FOR, os.devnull))
    if any(POISON in name for name in part.filenames) or 0 < doomed < _begun:
        file.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    while not doomed and _begun > 1 and not file.exists():
        time.sleep(0.01)
    return _embed(job, part)


def dask_setup(_: object) -> None:
    """Take the place of what a worker does; Dask calls it where this file is loaded by --preload."""
    worker.embed_and_keep = embed_or_die
