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

_NUMBER = re.compile(r"0*([0-9]+)(?:\.0+)?")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
"""How the path of another machine begins, or an address: its folders say nothing about the folders here."""
_SEVERAL = -1


class Joining:
    """Finds a picture's row.

    Args:
        keys: what each row calls its picture: an id, a file's name, a path of any machine or a URL; "" for nothing.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._exact: dict[str, int] = {}
        self.without_key = 0
        for row, key in enumerate(keys):
            if path := _as_path(key):
                self._exact.setdefault(path, row)
            else:
                self.without_key += 1
        self._depths = _depths(self._exact)
        self._found: dict[str, int | None] = {}

    @property
    def repeated(self) -> int:
        """How many rows have the key of an earlier one, which counts."""
        return len(self._keys) - self.without_key - len(self._exact)

    @property
    def rows(self) -> Iterable[int]:
        """The rows that count."""
        return self._exact.values()

    def key(self, row: int) -> str:
        """Give what a row calls its picture."""
        return self._keys[row]

    def row(self, filename: str) -> int | None:
        """Give the row of a picture by its path, None if there is none or it could be several."""
        if filename not in self._found:
            row = _by_tail(self._exact, self._depths, filename)
            self._found[filename] = self._loosely(fold(filename)) if row is None else row
        return self._found[filename]

    def _loosely(self, path: str) -> int | None:
        row = _by_tail(*self._folded, path)
        if row is None:
            found = (self._by_name.get(name) for name in _names(posixpath.basename(path)))
            row = next((one for one in found if one is not None and self._may_be(one, path)), None)
        return None if row == _SEVERAL else row

    def _may_be(self, row: int, path: str) -> bool:
        """Tell whether a row's path is one of another machine, or leads on from the root to this picture."""
        key = self._keys[row].replace("\\", "/")
        return row == _SEVERAL or bool(_ELSEWHERE.match(key)) or fold(_as_path(key)).endswith(f"/{path}")

    @cached_property
    def _folded(self) -> tuple[dict[str, int], Sequence[int]]:
        folded = _unless_several((fold(key), row) for key, row in self._exact.items())
        return folded, _depths(folded)

    @cached_property
    def _by_name(self) -> dict[str, int]:
        """The rows of paths and addresses by the file's name alone."""
        paths = ((key, row) for key, row in self._exact.items() if _is_path(self._keys[row]))
        return _unless_several((posixpath.basename(fold(key)), row) for key, row in paths)


def fold(path: str) -> str:
    """Give what all spellings of a path have in common: one form and case of letters, no escapes, plain numbers."""
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


def _is_path(key: str) -> bool:
    return "/" in key or "\\" in key


def _as_path(key: str) -> str:
    """Give a key as a path with slashes; of a URL what comes after its host, without query."""
    key = key.strip().replace("\\", "/")
    scheme, separator, rest = key.partition("://")
    if separator and scheme.isalnum():
        key = re.split("[?#]", rest, maxsplit=1)[0].partition("/")[2]
    return key.removeprefix("./").lstrip("/")


def _names(name: str) -> Iterable[str]:
    """Give a file's name, and the name without its ending."""
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


def _unless_several(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Map keys to rows; a key that several rows have belongs to none of them."""
    found: dict[str, int] = {}
    for key, row in rows:
        found[key] = _SEVERAL if key in found else row
    return found
