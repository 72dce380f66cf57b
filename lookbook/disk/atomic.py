"""Writing to disk so that nobody ever reads half a file, whatever happens in between."""

import errno
import hashlib
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lookbook.errors import LookbookError

_FULL = {errno.ENOSPC, errno.EDQUOT}
PATIENCE = 10.0 if os.name == "nt" else 0.0
"""Seconds that readers are waited for."""
_DRAFT = re.compile(r"\..+\.[0-9a-f]{32}\.part|staged\.\d+\.part")
"""What drafts are called; the second by older versions."""


class DiskError(LookbookError, OSError):
    """A file that can't be written; the message is one sentence that says which, why, and what to do."""

    @classmethod
    def of(cls, path: Path, error: OSError) -> "DiskError":
        """Make the error of a path from what the system says."""
        advice = "make room on the disk" if error.errno in _FULL else "check the disk and the folder's permissions"
        return cls(f"{path} can't be written ({error.strerror or error}); {advice} and start again.")

    def __str__(self) -> str:
        return str(self.args[0])


def draft_of(path: Path) -> Path:
    """Return a name beside `path` that nobody else writes to, and that `sweep` knows for a draft's."""
    return path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a draft to write beside `path`; when the block ends well, the draft is on disk and takes its place.

    Two writers at once do no harm: each has its own draft, and the last to finish wins.

    Raises:
        DiskError: the disk is full, or the folder can't be written.
    """
    draft = draft_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        _flush(draft)
        replace(draft, path)
        _flush(path.parent)
    except DiskError:
        raise
    except OSError as error:
        raise DiskError.of(path, error) from error
    finally:
        drop(draft)


def replace(source: Path, target: Path) -> None:
    """Put a file or folder in another's place; Windows lets nobody do so while a reader has that open, so we wait.

    Raises:
        OSError: it can't be done.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.replace(source, target)
        except PermissionError:
            time.sleep(0.01)
        else:
            return
    os.replace(source, target)


def write(path: Path, content: bytes) -> None:
    """Write bytes atomically. Raises DiskError."""
    with replacing(path) as draft:
        draft.write_bytes(content)


def drafts(folder: Path) -> list[Path]:
    """Return the drafts in a folder."""
    return [path for path in sorted(folder.glob("*.part")) if _DRAFT.fullmatch(path.name)]


def sweep(folder: Path) -> None:
    """Drop the drafts in a folder that a killed writer left; whoever calls knows that nobody writes there now."""
    for path in drafts(folder):
        drop(path)


def sha256(path: Path) -> str:
    """Hash a file without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop(draft: Path) -> None:
    """Remove a draft if it is there; what can't be removed harms nobody."""
    if draft.is_dir() and not draft.is_symlink():
        shutil.rmtree(draft, ignore_errors=True)
        return
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle on a folder to flush
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
