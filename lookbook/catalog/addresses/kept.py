"""The pictures that were fetched, below an index folder, each by its address: one line a picture tells which it is."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

from lookbook.catalog.asked import marked
from lookbook.disk import atomic
from lookbook.disk.names import escaped
from lookbook.photos import EXTENSIONS

PICTURES = Path(".lookbook") / "pictures"
_LINES = "addresses.jsonl"
_LONGEST = 100
"""Characters of a part of a path; file systems take 255 bytes."""
_ODD = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What is known of a picture that was fetched.

    Attributes:
        url: its address.
        file: where it lies, below PICTURES.
        etag, modified: by what the server knew this version of it.
        asked: when the server was asked last, in seconds since 1970.
    """

    url: str
    file: str
    etag: str
    modified: str
    asked: float


class Kept:
    """The pictures below one index folder. A note is on disk at once; a line that is cut short counts for none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / PICTURES
        self._notes = self.folder / _LINES
        self._lock = Lock()
        self.lines = {line.url: line for line in self._read() if (self.folder / line.file).is_file()}

    def write(self, line: Line, data: bytes | None) -> None:
        """Write a picture, None = the one that is there is still right, and note it. Raises DiskError."""
        if data is not None:
            path = self.folder / line.file
            there = path.read_bytes() if path.is_file() else None
            if there != data:  # an unchanged file keeps its time, by which it is known
                atomic.write(path, data)
        with self._lock, self._notes.open("a", encoding="utf-8") as notes:
            notes.write(json.dumps(asdict(line)) + "\n")
            self.lines[line.url] = line

    def keep_only(self, urls: Iterable[str]) -> None:
        """Remove the pictures of all other addresses."""
        wanted = set(urls)
        kept = [line for url, line in self.lines.items() if url in wanted]
        files = {line.file for line in kept}
        atomic.write(self._notes, "".join(json.dumps(asdict(line)) + "\n" for line in kept).encode())
        for line in self.lines.values():
            if line.file not in files:
                (self.folder / line.file).unlink(missing_ok=True)
        self.lines = {line.url: line for line in kept}

    def _read(self) -> Iterable[Line]:
        try:
            lines = self._notes.read_text("utf-8", "replace").splitlines()
        except FileNotFoundError:
            self.folder.mkdir(parents=True, exist_ok=True)
            return
        for line in lines:
            try:
                yield Line(**json.loads(line))
            except (ValueError, TypeError):  # the line that a kill cut short
                continue


def fetched_before(folder: Path) -> set[str]:
    """Return the addresses whose pictures lie below an index folder."""
    return set(Kept(folder).lines) if (folder / PICTURES / _LINES).is_file() else set()


def file_of(url: str) -> str:
    """Return where the picture of an address lies: its host and path, and a mark of what its query asks for."""
    parts = urlsplit(url)
    path = marked(unquote(parts.path, errors="replace"), parts.query)
    names = [part for part in path.split("/") if part not in {"", ".", ".."}]
    file = "/".join(map(_plain, [parts.netloc.rpartition("@")[2] or parts.scheme, *names]))
    return file if file.lower().endswith(tuple(EXTENSIONS)) else f"{file}.jpg"  # what it is, its first bytes tell


def _plain(name: str) -> str:
    plain = escaped(_ODD.sub("_", name)).rstrip(". ") or "_"
    plain = f"_{plain}" if plain.startswith(".") or _RESERVED.match(plain) else plain
    if len(plain) <= _LONGEST:
        return plain
    stem, dot, ending = plain.rpartition(".")
    mark = hashlib.sha256(plain.encode()).hexdigest()[:16]
    return f"{(stem or plain)[: _LONGEST - 32]}~{mark}{dot}{ending[:8]}"
