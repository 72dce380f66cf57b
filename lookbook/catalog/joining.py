"""Which row of a table is a picture's: by the picture's path or id as it stands, else as people write the same name.

Tables and disks disagree on names: a Mac decomposes letters, Windows does not care about their case, shops write
addresses, pandas makes 1001.0 of 1001, and spreadsheets take the zeros from 0108775015.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from urllib.parse import unquote_to_bytes

from lookbook.catalog.asked import marked
from lookbook.photos import EXTENSIONS

_NUMBER = re.compile(r"0*([0-9]+)(?:\.0+)?")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
"""How the path of another machine begins, or an address: its folders say nothing about the folders here."""
_SEVERAL = -1
_BEFORE_URL = re.compile(r"[,;|\s]+(?=[A-Za-z][A-Za-z0-9+.-]*://)")
_BETWEEN = re.compile("[,;|]")


class Joining:
    """Finds a picture's row.

    Args:
        keys: what the rows call their pictures, each with its row: ids, files' names, paths of any machine, URLs; of
            equal ones the first counts, and an empty one says nothing.
    """

    def __init__(self, keys: Iterable[tuple[str, int]]) -> None:
        self._exact: dict[str, int] = {}
        self._elsewhere: set[str] = set()
        for key, row in keys:
            for path in _as_paths(key):
                if path and path not in self._exact:
                    self._exact[path] = row
                    if (path != key or ":" in key) and _ELSEWHERE.match(key.strip().replace("\\", "/")):
                        self._elsewhere.add(path)
        self._depths = _depths(self._exact)
        self._found: dict[str, int | None] = {}

    @property
    def rows(self) -> Iterable[int]:
        """The rows that can be found."""
        return self._exact.values()

    def row(self, filename: str) -> int | None:
        """Return the row of a picture by its path, None if there is none or it could be several."""
        if filename not in self._found:
            row = _by_tail(self._exact, self._depths, filename)
            self._found[filename] = self._loosely(fold(filename)) if row is None else row
        return self._found[filename]

    def _loosely(self, path: str) -> int | None:
        row = _by_tail(*self._folded, path)
        if row is None:
            found = (self._by_name.get(name) for name in _names(posixpath.basename(path)))
            row = next((row for key, row in filter(None, found) if self._may_be(key, path)), None)
        return None if row == _SEVERAL else row

    def _may_be(self, key: str, path: str) -> bool:
        """Return whether a key is a path of another machine, or leads on from the root to this picture."""
        return key in self._elsewhere or fold(key).endswith(f"/{path}")

    @cached_property
    def _folded(self) -> tuple[dict[str, int], Sequence[int]]:
        folded: dict[str, int] = {}
        for key, row in self._exact.items():
            name = fold(key)
            folded[name] = row if folded.get(name, row) == row else _SEVERAL
        return folded, _depths(folded)

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, int] | None]:
        """The keys that are paths or addresses, and their rows, by the file's name; None where it is several's."""
        found: dict[str, tuple[str, int] | None] = {}
        for key, row in self._exact.items():
            if "/" in key or key in self._elsewhere:
                name = posixpath.basename(fold(key))
                other = found.get(name, (key, row))
                found[name] = (key, row) if other and other[1] == row else None
        return found


def pictures_in(cell: str) -> list[str]:
    """Return the pictures that a cell names: one, or several with commas, semicolons, bars or blanks between them."""
    named = []
    for part in _BEFORE_URL.split(cell):
        pieces = [piece.strip() for piece in _BETWEEN.split(part)]
        several = "://" not in part and all(posixpath.splitext(piece)[1].lower() in EXTENSIONS for piece in pieces)
        named += pieces if several else [part.strip(" ,;|")]
    return named


def fold(path: str) -> str:
    """Return what all spellings of a path have in common: one form and case of letters, no escapes, plain numbers."""
    if "%" in path:
        path = _unescaped(path)
    if not path.isascii():
        path = unicodedata.normalize("NFC", path)
    folder, slash, name = path.casefold().rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if number := _NUMBER.fullmatch(name):
        name = number[1]
    elif number := _NUMBER.fullmatch(stem):
        name = number[1] + dot + ending
    return folder + slash + name


def _unescaped(path: str) -> str:
    data = unquote_to_bytes(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _as_paths(key: str) -> Sequence[str]:
    """Return a key as a path with slashes; of a URL what comes after its host, with its query's mark and without."""
    key = key.strip().replace("\\", "/")
    if "/" not in key:
        return (key,)  # an id, as most are
    scheme, separator, rest = key.partition("://")
    if not (separator and scheme.isalnum()):
        return (key.removeprefix("./").lstrip("/"),)
    address, _, query = rest.partition("#")[0].partition("?")
    path = address.partition("/")[2].lstrip("/")
    return (marked(path, query), path) if query else (path,)


def _names(name: str) -> Iterable[str]:
    """Return a file's name, and the name without its ending."""
    return filter(None, (name, name.rpartition(".")[0]))


def _by_tail(rows: dict[str, int], depths: Sequence[int], filename: str) -> int | None:
    """Find a picture by as much of its path as the table has, with its ending or without."""
    for depth in depths:
        path = "/".join(filename.rsplit("/", depth + 1)[-depth - 1 :])
        for key in (path, path.rpartition(".")[0]):
            if key in rows:
                return rows[key]
    return None


def _depths(keys: Iterable[str]) -> list[int]:
    return sorted({key.count("/") for key in keys}, reverse=True)
