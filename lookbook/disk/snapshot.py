"""Several files opened as they were at one moment, however often they are replaced meanwhile.

A file that is held open keeps its inode, which then belongs to no other file. So when every name still leads to the
file that was opened, all of them were in place together at the moment between opening the last and looking for the
first. A name that led nowhere is looked for again, too: it must still lead nowhere.
"""

import errno
import hashlib
import itertools
import mmap
import os
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import BufferedReader, FileIO
from pathlib import Path
from typing import cast

from lookbook.disk.swap import current

PATIENCE, TRIES = 10.0, 1000
"""A reader tries again for so many seconds and so many times; on a busy machine, seconds alone may be few tries."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe in a file's place must not keep a reader waiting."""


class Held:
    """A file that is open for reading: it stays what it was, whatever is put in its place."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle
        self.status = os.fstat(handle)

    def __str__(self) -> str:
        return str(self._path)

    def open(self, buffering: int = -1) -> "BufferedReader[FileIO]":
        """Open the file again, at its beginning; not for two readers at once, as they share one position."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        return cast("BufferedReader[FileIO]", os.fdopen(os.dup(self._handle), "rb", buffering))

    def read(self, most: int = -1) -> bytes:
        """Read the file, or its first bytes."""
        with self.open() as file:
            return file.read(most)

    def mapped(self) -> mmap.mmap:
        """Map the file into memory, to be read only."""
        return mmap.mmap(self._handle, 0, access=mmap.ACCESS_READ)

    def sha256(self) -> str:
        """Hash the file without holding it in memory."""
        with self.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def snapshot(folder: Path, names: Sequence[str]) -> Iterator[Mapping[str, Held]]:
    """Open those of the files that are there, all as they were at one moment; `changing` is how they are replaced.

    Raises:
        OSError: one of them can't be opened, is no regular file, or they change all the time.
    """
    until = time.monotonic() + PATIENCE
    for tried in itertools.count(1):
        with ExitStack() as stack:
            held = {name: file for name in names if (file := _opened(folder, name, stack)) is not None}
            if all(_leads_to(folder, name, held.get(name)) for name in names):
                yield held
                return
        if tried >= TRIES and time.monotonic() > until:
            raise TimeoutError(f"the files in {folder} are replaced all the time")
        time.sleep(0.001)  # somebody is putting new files in place right now


def content(folder: Path, name: Path) -> bytes:
    """Return what a file holds that counts, wherever it is staged. Raises OSError."""
    with snapshot(folder, (str(name),)) as held:
        if not held:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder / name))
        return held[str(name)].read()


def _opened(folder: Path, name: str, stack: ExitStack) -> Held | None:
    for path in (current(folder, name), folder / name):  # what is staged may have moved home since
        try:
            handle = os.open(path, _FLAGS)
        except (FileNotFoundError, NotADirectoryError):
            continue
        stack.callback(os.close, handle)
        held = Held(folder / name, handle)
        if not stat.S_ISREG(held.status.st_mode):
            raise OSError(f"{folder / name} is not a regular file")
        return held
    return None


def _leads_to(folder: Path, name: str, held: Held | None) -> bool:
    """Return whether a name leads to the file that is held, or to none where none is."""
    for path in (current(folder, name), folder / name):
        try:
            status = os.stat(path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        return held is not None and os.path.samestat(status, held.status)
    return held is None
