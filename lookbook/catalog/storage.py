"""Where a catalogue's files lie: the one interface, and a folder of this machine."""

import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from lookbook.catalog.bounds import Bounds
from lookbook.disk.names import escaped, original
from lookbook.errors import LookbookError
from lookbook.photos import PhotoError, file_bytes
from lookbook.photos.formats import head, is_picture
from lookbook.photos.junk import is_junk

_WINDOWS = os.name == "nt"
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])([ .].*)?", re.IGNORECASE)
"""What Windows takes for the keyboard and the like, in whatever folder and with whatever ending."""


class StorageError(LookbookError):
    """A folder, zip or URL that can't be opened; the message is one sentence that says what to do."""


class Storage(Protocol):
    """Files by POSIX path relative to one root; every method may be called from several threads.

    A name that is no text is given and taken in its escaped form.

    Attributes:
        unlisted: folders that `pictures` could not list, with the reason.
        readers: how many threads at once read it fastest.
    """

    unlisted: dict[str, str]
    readers: int

    def pictures(self, under: str) -> list[str]:
        """List the pictures in a folder and below ("" for the root), junk left out."""

    def has(self, filename: str) -> bool:
        """Return whether there is such a file."""

    def files(self, folder: str) -> list[str]:
        """List the names of the files in a folder, not below it; [] where it can't be listed."""

    def read(self, filename: str, max_bytes: int) -> bytes:
        """Read a file's bytes. Raises PhotoError: missing, unreadable, damaged or too large."""

    def fingerprint(self, filename: str) -> str:
        """Return a text that changes when the file does; reads it only where nothing else tells. Raises PhotoError."""

    def local(self, filename: str) -> Path | None:
        """Return where a file lies on this machine, there or not; None where it is none of this machine's."""


def common_folder(filenames: Sequence[str]) -> str:
    """Return the deepest folder that all files lie below, "" for the root."""
    if not filenames:
        return ""
    ends = min(filenames), max(filenames)  # what these two share, all share
    return posixpath.commonpath([posixpath.dirname(name).lstrip("/") for name in ends])


class Folder:
    """Files in a folder of this machine; with bounds, only those that links do not lead out of them."""

    readers = 2

    def __init__(self, root: Path, bounds: Bounds | None = None) -> None:
        self._root = root
        self._bounds = bounds
        self.unlisted: dict[str, str] = {}

    def pictures(self, under: str) -> list[str]:
        return list(map(escaped, self._walk(self._root / under)))

    def _walk(self, top: Path) -> Iterator[str]:
        """Yield the pictures of every folder once, even where links make circles."""

        def leave_out(error: OSError) -> None:
            folder = Path(error.filename)
            if folder == top:
                raise StorageError(f"{top} can't be listed ({error.strerror}); check its permissions.") from error
            name = escaped(folder.relative_to(self._root).as_posix())
            self.unlisted[name] = f"{name} can't be listed ({error.strerror})"

        seen = set()
        for folder, inner, files in os.walk(top, onerror=leave_out, followlinks=True):
            status = os.stat(folder)
            if (status.st_dev, status.st_ino) in seen:
                inner.clear()
                continue
            seen.add((status.st_dev, status.st_ino))
            inner[:] = sorted(name for name in inner if not is_junk(name))
            prefix = (Path(folder).relative_to(self._root).as_posix() + "/").removeprefix("./")
            begins = partial(_head, Path(folder))
            yield from (prefix + name for name in files if not is_junk(name) and is_picture(name, begins))

    def has(self, filename: str) -> bool:
        return not _leaves(filename) and self._may_read(filename) and self._path(filename).is_file()

    def files(self, folder: str) -> list[str]:
        if _leaves(folder) or not self._may_read(folder):
            return []
        try:
            entries = [entry.name for entry in os.scandir(self._root / folder) if entry.is_file()]
        except OSError:
            return []
        return [name for name in entries if self._may_read(posixpath.join(folder, name))]

    def read(self, filename: str, max_bytes: int) -> bytes:
        return file_bytes(self._inside(filename), max_bytes, filename)

    def fingerprint(self, filename: str) -> str:
        path = self._inside(filename)
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            raise PhotoError.of("missing", filename) from error
        return f"{status.st_size}-{status.st_mtime_ns}"

    def local(self, filename: str) -> Path | None:
        return None if _leaves(filename) or not self._may_read(filename) else self._path(filename)

    def _inside(self, filename: str) -> Path:
        if _leaves(filename):
            raise PhotoError.of("missing", filename, " in the catalogue's folder")
        if not self._may_read(filename):
            raise PhotoError.of("unreadable", filename, "a link leads to a place that LOOKBOOK_SOURCES does not name")
        return self._path(filename)

    def _may_read(self, filename: str) -> bool:
        return self._bounds is None or self._bounds.hold(self._path(filename))

    def _path(self, filename: str) -> Path:
        """Return the path of a file, whose name may be an escaped one."""
        path, other = self._root / filename, original(filename)
        return path if other == filename or os.path.lexists(path) else self._root / other


class Closed:
    """Files that are not read, and why."""

    readers = 2

    def __init__(self, why: str) -> None:
        self._why = why
        self.unlisted: dict[str, str] = {}

    def pictures(self, under: str) -> list[str]:
        return []

    def has(self, filename: str) -> bool:
        return False

    def files(self, folder: str) -> list[str]:
        return []

    def read(self, filename: str, max_bytes: int) -> bytes:
        raise PhotoError.of("unreadable", filename, self._why)

    def fingerprint(self, filename: str) -> str:
        raise PhotoError.of("unreadable", filename, self._why)

    def local(self, filename: str) -> Path | None:
        return None


def _head(folder: Path, name: str) -> bytes:
    return head(folder / name)


def _leaves(filename: str) -> bool:
    """Return whether a path leads out of its root: an index that comes from elsewhere must not show other files."""
    return filename.startswith("/") or ".." in filename.split("/") or (_WINDOWS and _other_there(filename))


def _other_there(filename: str) -> bool:
    """Return whether Windows reads more into a name: a drive, folders, a stream beside a file, or a device."""
    return any(sign in filename for sign in ":\\") or any(map(_DEVICE.fullmatch, filename.split("/")))
