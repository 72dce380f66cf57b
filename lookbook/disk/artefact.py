"""What can be made again from an index, kept beside it so that it need not be."""

import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

from lookbook.disk import atomic

OWN = Path(".lookbook")
"""The folder below an index folder that holds everything that can be made again."""
SEAL = hashlib.sha256().digest_size
"""How many bytes after the content tell that it is whole, and of this key."""
KEPT = 4
"""How many states of a catalogue are kept at once: that of an index in place, of the next, and of changed tables."""
S = TypeVar("S", contravariant=True)
T = TypeVar("T")


def always(_: object) -> bool:
    """Return True: most artefacts are made for every index."""
    return True


@dataclass(frozen=True, kw_only=True)
class Artefact(Generic[S, T]):
    """How something is made from a source, and kept.

    Attributes:
        path: the file below `.lookbook`; its real name has a part of the key before the ending, so that the one of a
            new index lies beside the old one until no reader needs that.
        key: a text that changes whenever another thing would be made.
        make: makes it.
        pack: writes it to a file that is open for writing.
        unpack: reads it from the file; may raise any error where the content is not what `pack` writes.
        needed: whether it is made ahead for a source at all.
    """

    path: Path
    key: Callable[[S], str]
    make: Callable[[S], T]
    pack: Callable[[T, BinaryIO], None]
    unpack: Callable[[Path, S], T]
    needed: Callable[[S], bool] = always

    def file(self, folder: Path, source: S) -> Path:
        """Return the file that keeps this for a source."""
        short = hashlib.sha256(self.key(source).encode("utf-8", "surrogateescape")).hexdigest()[:12]
        return folder / OWN / self.path.with_name(f"{self.path.stem}-{short}{self.path.suffix}")

    def files(self, folder: Path) -> list[Path]:
        """Return all files that keep this, whatever the source."""
        return sorted((folder / OWN / self.path.parent).glob(f"{self.path.stem}-*{self.path.suffix}"))


def have(artefact: Artefact[S, T], folder: Path | None, source: S) -> T:
    """Return an artefact as it is kept; one that is missing, stale or damaged is made again, and kept if it can be.

    Args:
        artefact: what is wanted.
        folder: the index folder; None = nothing is kept.
        source: what it is made from.
    """
    if folder is None:
        return artefact.make(source)
    kept = read(artefact, folder, source)
    return keep(artefact, folder, source) if kept is None else kept


def keep(artefact: Artefact[S, T], folder: Path, source: S) -> T:
    """Make an artefact and keep it; a folder that can't be written costs the time to make it again, said in a line."""
    made = artefact.make(source)
    path = artefact.file(folder, source)
    try:
        with atomic.replacing(path) as draft, draft.open("w+b") as file:
            artefact.pack(made, file)
            file.write(_seal(file, file.tell(), artefact.key(source)))
        _thin(artefact, folder, path)
        return artefact.unpack(path, source)
    except OSError as error:
        if not isinstance(error.__cause__, FileNotFoundError):  # else a writer took the draft for a killed one's
            _say("%s can't be kept (%s); it is made again at every start", path, error)
        return made


def read(artefact: Artefact[S, T], folder: Path, source: S) -> T | None:
    """Return an artefact as it is kept; None, with a line that says why, where it has to be made again."""
    path = artefact.file(folder, source)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size - SEAL
            if _seal(file, size, artefact.key(source)) != file.read():
                _say("%s is damaged; it is made again", path)
                return None
            found = artefact.unpack(path, source)
            # somebody may have put another file in place meanwhile
            return found if os.path.samestat(os.fstat(file.fileno()), path.stat()) else None
    except FileNotFoundError:
        if artefact.files(folder):
            _say("%s is of another state of the catalogue; it is made again", path.with_name(artefact.path.name))
    except Exception as error:  # noqa: BLE001  whatever a file contains, it only has to be made again
        _say("%s can't be read (%s); it is made again", path, error)
    return None


def sweep(artefact: Artefact[S, Any], folder: Path, source: S) -> None:
    """Remove what is kept for other sources."""
    current = artefact.file(folder, source)
    for path in artefact.files(folder):
        if path != current:
            path.unlink(missing_ok=True)


def _thin(artefact: Artefact[Any, Any], folder: Path, made: Path) -> None:
    """Remove all but the newest: a table that changes every hour would fill the disk until the next build.

    What was just made is the newest, whatever time the clock was at when the others were made.
    """
    with suppress(OSError):  # somebody else removes it at this moment, or Windows keeps a file that is open
        others = [path for path in artefact.files(folder) if path != made]
        for path in sorted(others, key=lambda path: path.stat().st_mtime_ns)[: 1 - KEPT]:
            path.unlink()


def _seal(file: BinaryIO, size: int, key: str) -> bytes:
    """Return the hash of the first `size` bytes of a file and of the key; the file is then read up to there."""
    digest, left = hashlib.sha256(), size
    file.seek(0)
    while left > 0 and (content := file.read(min(left, 2**20))):
        digest.update(content)
        left -= len(content)
    digest.update(key.encode("utf-8", "surrogateescape"))
    return digest.digest()


def _say(line: str, *parts: object) -> None:
    logging.getLogger(__name__).warning(line, *parts)
