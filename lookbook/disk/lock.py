"""One writer a folder: a lock that dies with its process, and says who holds it."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from lookbook.disk.atomic import DiskError, drafts, drop
from lookbook.errors import LookbookError

OWN = Path(".lookbook")
"""The folder below an index folder that holds what can be made again."""
LOCK = OWN / "lock"


class BusyError(LookbookError):
    """A folder that somebody else writes to; the message is one sentence that says who, and since when."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only one, among threads and processes, that writes to a folder; a thread may enter again.

    Whoever enters finds the drafts of killed writers gone.

    Raises:
        BusyError: somebody else is writing.
        DiskError: the folder can't be written at all.
    """
    from filelock import FileLock, Timeout  # only writers need it

    path = folder.resolve() / LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, blocking=False, is_singleton=True)
        lock.acquire()
    except Timeout as error:
        raise BusyError(f"{folder.absolute()} is being written by {_holder(path)}; wait for it or stop it.") from error
    except OSError as error:
        raise DiskError.of(path, error) from error
    outermost = lock.lock_counter == 1
    try:
        if outermost:
            _sign(path)
            for draft in left(folder):
                drop(draft)
        yield
    finally:
        if outermost:
            with suppress(OSError):  # Windows keeps a file that is open
                path.unlink()  # while it is held: whoever waits for this very file sees that it is gone
        lock.release()


def holder(folder: Path) -> str:
    """Say who writes to a folder now, "" where nobody does."""
    from filelock import FileLock, Timeout

    path = folder.resolve() / LOCK
    if not path.exists():
        return ""
    try:
        with FileLock(path, blocking=False, is_singleton=True):
            return ""
    except Timeout:
        return _holder(path)
    except OSError:  # a folder that can't be written is nobody's
        return ""


def abandoned(folder: Path) -> bool:
    """Return whether a writer that was killed has left its lock, which locks nobody out and goes with the next."""
    path = folder.resolve() / LOCK
    return path.exists() and not holder(folder) and f"process {os.getpid()} on {platform.node()} " not in _holder(path)


def _sign(path: Path) -> None:
    """Write into the lock whose it is."""
    since = datetime.now().astimezone().isoformat(" ", "seconds")
    try:
        path.write_text(json.dumps({"pid": os.getpid(), "host": platform.node(), "since": since}), "utf-8")
    except OSError as error:
        raise DiskError.of(path, error) from error


def _holder(path: Path) -> str:
    """Say who holds a lock: process, machine and time, as far as they are known."""
    try:
        note = json.loads(path.read_text("utf-8"))
        return f"process {note['pid']} on {note['host']} since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):  # it has only just been taken, or is just being let go
        return "another process"


def left(folder: Path) -> list[Path]:
    """Return the drafts in an index folder, and below its own folder: a writer's, or what a killed one left."""
    own = folder / OWN
    inner = (path for path in sorted(own.glob("*")) if path.is_dir() and not path.name.endswith(".part"))
    return [draft for place in (folder, own, *inner) for draft in drafts(place)]
