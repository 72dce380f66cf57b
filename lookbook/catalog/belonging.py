"""Which row each of a catalogue's pictures has: by its own name, or by that of the folder or the series it is in."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lookbook.catalog.joining import Joining

_SEPARATOR = re.compile(r"[\s_.\-]+[^\s_.\-]*$")
"""The last separator of a stem, with what follows."""

Row = int | None
"""The place of a row, None where there is none."""


def rows_of(filenames: Sequence[str], named: Callable[[str], Row], ids: Joining) -> list[Row]:
    """Return the row of each picture (N,).

    A picture that no row names has the one that is called like its stem. Where a product has several, their folder is
    called like it (1001/2.jpg), or something is added to its name (1001_2.jpg, 1001-front.jpg): pictures without a row
    belong so where most of them do.

    Args:
        filenames: N pictures.
        named: returns the row that names a picture by its path.
        ids: the rows by what they are called.
    """
    own = [named(name) for name in filenames]
    stems = [ids.row(name) if row is None else None for name, row in zip(filenames, own, strict=True)]
    folders = _folders(filenames, ids)
    clashes = {
        place: stem
        for place, stem in enumerate(stems)
        if stem is not None and folders.get(posixpath.dirname(filenames[place]), stem) != stem
    }
    numbers = Counter(clashes.values())
    if 2 * sum(numbers[stem] > 1 for stem in clashes.values()) > len(clashes):
        for place in clashes:  # 1.jpg lies in 1001 and in 1002: a picture's number there, and no product's
            stems[place] = folders[posixpath.dirname(filenames[place])]
    rows = [stem if row is None else row for row, stem in zip(own, stems, strict=True)]
    return _with_series(filenames, rows, _without_others(filenames, rows, folders), ids)


def _folders(filenames: Sequence[str], ids: Joining) -> dict[str, int]:
    """Return the row that each folder, or else the nearest above it, is called like, where there is one."""
    found: dict[str, int] = {}
    for folder in {posixpath.dirname(name) for name in filenames}:
        row = _first(map(ids.row, reversed(folder.split("/"))))
        if row is not None:
            found[folder] = row
    return found


def _without_others(filenames: Sequence[str], rows: Sequence[Row], folders: Mapping[str, int]) -> dict[str, int]:
    """Leave out folders in which pictures of other products lie: 12/123.jpg is none of product 12."""
    pairs = [(posixpath.dirname(name), row) for name, row in zip(filenames, rows, strict=True)]
    others = Counter(folder for folder, row in pairs if row is not None and folders.get(folder, row) != row)
    times = Counter(folder for folder, _ in pairs)
    return {folder: row for folder, row in folders.items() if 2 * others[folder] < times[folder]}


def _with_series(filenames: Sequence[str], rows: Sequence[Row], folders: Mapping[str, int], ids: Joining) -> list[Row]:
    lonely = [place for place, row in enumerate(rows) if row is None]
    found = {place: _by_others(filenames[place], folders, ids) for place in lonely}
    if 2 * sum(row is not None for row in found.values()) <= len(lonely):
        return list(rows)
    return [found.get(place) if row is None else row for place, row in enumerate(rows)]


def _by_others(filename: str, folders: Mapping[str, int], ids: Joining) -> Row:
    """Return the row that a picture's folder is called like, else its stem up to a separator, the last that fits."""
    row = folders.get(posixpath.dirname(filename))
    return _first(map(ids.row, _shorter(posixpath.splitext(posixpath.basename(filename))[0]))) if row is None else row


def _shorter(stem: str) -> Iterator[str]:
    while (found := _SEPARATOR.search(stem)) and found.start():
        stem = stem[: found.start()]
        yield stem


def _first(rows: Iterable[Row]) -> Row:
    return next((row for row in rows if row is not None), None)
