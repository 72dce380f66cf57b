"""Where a catalogue's files lie: the one interface, and the two places on this machine, a folder and a zip."""

import lzma
import os
import posixpath
import threading
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from lookbook.catalog.bounds import Bounds
from lookbook.errors import LookbookError
from lookbook.photos import PhotoError, check_bytes, file_bytes
from lookbook.photos.formats import EXTENSIONS


class StorageError(LookbookError):
    """A folder, zip or URL that can't be opened; the message is one sentence that says what to do."""


class Storage(Protocol):
    """Files by POSIX path relative to one root; every method may be called from several threads."""

    def pictures(self, under: str) -> list[str]:
        """List the pictures in a folder and below ("" for the root), hidden ones left out."""

    def has(self, filename: str) -> bool:
        """Tell whether there is such a file."""

    def read(self, filename: str, max_bytes: int) -> bytes:
        """Read a file's bytes. Raises PhotoError: missing, unreadable, damaged or too large."""

    def fingerprint(self, filename: str) -> str:
        """Give a text that changes when the file does, without reading it. Raises PhotoError as `read` does."""


def is_picture(filename: str) -> bool:
    """Tell by its ending whether a file should be a picture; whether it is one shows when it is read."""
    return os.path.splitext(filename)[1].lower() in EXTENSIONS


def is_hidden(name: str) -> bool:
    """Tell whether a file or folder is one that people don't put there: .DS_Store, ._1.jpg, .., __MACOSX."""
    return name.startswith(".") or name in ("", "__MACOSX")


def common_folder(filenames: Sequence[str]) -> str:
    """Give the deepest folder that all files lie below, "" for the root."""
    if not filenames:
        return ""
    ends = min(filenames), max(filenames)  # what these two share, all share
    return posixpath.commonpath([posixpath.dirname(name).lstrip("/") for name in ends])


class Folder:
    """Files in a folder of this machine; with bounds, only those that links do not lead out of them."""

    def __init__(self, root: Path, bounds: Bounds | None = None) -> None:
        self._root = root
        self._bounds = bounds

    def pictures(self, under: str) -> list[str]:
        return list(self._walk(self._root / under))

    def _walk(self, top: Path) -> Iterator[str]:
        """Give the pictures of every folder once, even where links make circles."""
        seen = set()
        for folder, inner, files in os.walk(top, onerror=_refuse_folder, followlinks=True):
            status = os.stat(folder)
            if (status.st_dev, status.st_ino) in seen:
                inner.clear()
                continue
            seen.add((status.st_dev, status.st_ino))
            inner[:] = sorted(name for name in inner if not is_hidden(name))
            prefix = (Path(folder).relative_to(self._root).as_posix() + "/").removeprefix("./")
            yield from (prefix + name for name in files if is_picture(name) and not is_hidden(name))

    def has(self, filename: str) -> bool:
        return not _leaves(filename) and self._may_read(filename) and (self._root / filename).is_file()

    def read(self, filename: str, max_bytes: int) -> bytes:
        return file_bytes(self._inside(filename), max_bytes, filename)

    def fingerprint(self, filename: str) -> str:
        path = self._inside(filename)
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            raise PhotoError.of("missing", filename) from error
        return f"{status.st_size}-{status.st_mtime_ns}"

    def _inside(self, filename: str) -> Path:
        if _leaves(filename):
            raise PhotoError.of("missing", filename, " in the catalogue's folder")
        if not self._may_read(filename):
            raise PhotoError.of("unreadable", filename, "a link leads to a place that LOOKBOOK_SOURCES does not name")
        return self._root / filename

    def _may_read(self, filename: str) -> bool:
        return self._bounds is None or self._bounds.hold(self._root / filename)


class Closed:
    """Files that are not read, and why."""

    def __init__(self, why: str) -> None:
        self._why = why

    def pictures(self, under: str) -> list[str]:
        return []

    def has(self, filename: str) -> bool:
        return False

    def read(self, filename: str, max_bytes: int) -> bytes:
        raise PhotoError.of("unreadable", filename, self._why)

    def fingerprint(self, filename: str) -> str:
        raise PhotoError.of("unreadable", filename, self._why)


class Zip:
    """Files in a zip, read where they are and never unpacked."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise StorageError(f"{path} is not a zip or is damaged ({error}); download it again.") from error
        self._reading = threading.Lock()
        entries = ((entry.filename.replace("\\", "/").removeprefix("./"), entry) for entry in self._zip.infolist())
        self._entries = {name: entry for name, entry in entries if not any(map(is_hidden, name.split("/")))}

    def pictures(self, under: str) -> list[str]:
        names = [name for name in self._entries if is_picture(name) and _is_below(name, under)]
        top = common_folder(names)
        return [name for name in names if not self._is_copy(name, top)]

    def _is_copy(self, name: str, top: str) -> bool:
        """Tell whether the same picture lies nearer the top: Kaggle packs everything twice, images/ and x/images/."""
        entry, start = self._entries[name], len(top) + 1 if top else 0
        inner = name[start:]
        while "/" in inner:
            inner = inner.partition("/")[2]
            twin = self._entries.get(name[:start] + inner)
            if twin and (twin.CRC, twin.file_size) == (entry.CRC, entry.file_size):
                return True
        return False

    def has(self, filename: str) -> bool:
        return filename in self._entries

    def read(self, filename: str, max_bytes: int) -> bytes:
        entry = self._entry(filename)
        check_bytes(entry.file_size, max_bytes, filename)
        try:
            with self._reading:
                return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
            raise PhotoError.of("damaged", filename, "a zipped file") from error
        except (RuntimeError, NotImplementedError) as error:
            raise PhotoError.of("unreadable", filename, "locked by a password or packed in an unknown way") from error

    def fingerprint(self, filename: str) -> str:
        entry = self._entry(filename)
        return f"{entry.file_size}-{entry.CRC:08x}"

    def _entry(self, filename: str) -> zipfile.ZipInfo:
        try:
            return self._entries[filename]
        except KeyError as error:
            raise PhotoError.of("missing", filename, " in the zip") from error


def _leaves(filename: str) -> bool:
    """Tell whether a path leads out of its root: an index that comes from elsewhere must not show other files."""
    return filename.startswith("/") or ".." in filename.split("/")


def _is_below(name: str, folder: str) -> bool:
    return name.startswith(f"{folder}/") if folder else True


def _refuse_folder(error: OSError) -> None:
    raise StorageError(f"{error.filename} can't be listed ({error.strerror}); check its permissions.") from error
