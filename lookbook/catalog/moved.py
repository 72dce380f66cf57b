"""Pictures that lie elsewhere than where they were indexed: found there, and compared by how large they are."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lookbook.catalog.storage import Storage, StorageError, common_folder
from lookbook.photos import PhotoError
from lookbook.photos.formats import may_be

SAMPLE = 100
"""How many pictures are looked for."""
MOST = 0.5
"""Which share of them has to be there, and to be as large as it was: some may have been changed or taken out since."""


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How the names of an index lead to pictures in a new place.

    Attributes:
        under: the folder there.
        drop: how many folders at the beginning of each name are left out.
        asked: how many pictures were looked for.
        found: how many of them are there.
        compared: of how many the size was known.
        same: how many of those have it still.
    """

    under: str
    drop: int
    asked: int
    found: int = 0
    compared: int = 0
    same: int = 0

    def name(self, filename: str) -> str:
        """Return what a picture of the index is called in the new place."""
        return posixpath.join(self.under, *filename.lstrip("/").split("/")[self.drop :])

    def __str__(self) -> str:
        """Return it as half a sentence."""
        checked = f"{self.same} of {self.compared} as large as when they were indexed"
        return f"{self.found} of {self.asked} pictures looked for are there, " + (
            checked if self.compared else "of which no size is known"
        )


def fit(storage: Storage, under: str, filenames: Sequence[str], known: Mapping[str, str], place: str) -> Fit:
    """Find how the names of an index lead to the same pictures in a new place.

    Args:
        storage: where the new place is.
        under: the folder in it that was named.
        filenames: the index's, sorted.
        known: their fingerprints when they were indexed, as far as they are known, which begin with the size in bytes.
        place: what to call it.

    Raises:
        StorageError: most pictures are not there, or are others.
    """
    if any(".." in name.split("/") for name in filenames):
        raise StorageError(f"names in the index lead out of their folder; {place} is not looked into.")
    sample = (
        [filenames[len(filenames) * at // SAMPLE] for at in range(SAMPLE)] if len(filenames) > SAMPLE else filenames
    )
    fits = (_compared(storage, one, sample, known) for one in _ways(storage, under, filenames, len(sample)))
    best = None
    for one in fits:
        if best is None or one.found > best.found:
            best = one
        if one.found >= MOST * one.asked:
            break
    if best is None or best.found < MOST * best.asked:
        found = best.found if best else 0
        raise StorageError(
            f"{place} does not hold the pictures of the index: of {len(sample)} looked for, such as {sample[0]}, "
            f"{found} {'is' if found == 1 else 'are'} there; give the folder, zip or URL in which they lie now."
        )
    if best.same < MOST * best.compared:
        raise StorageError(
            f"{place} holds other pictures of the same names: only {best}; build the index again from there."
        )
    return best


def _ways(storage: Storage, under: str, filenames: Sequence[str], asked: int) -> Iterator[Fit]:
    """Yield how names may lead to pictures: their own folders left out one by one, below the folder or deeper in it."""
    common = common_folder(filenames)
    depth = len(common.split("/")) if common else 0
    for drop in range(depth, -1, -1):
        yield Fit(under=under, drop=drop, asked=asked)
    deeper = common_folder(storage.pictures(under))
    for drop in range(depth, -1, -1):
        yield Fit(under=deeper, drop=drop, asked=asked)


def _compared(storage: Storage, way: Fit, sample: Sequence[str], known: Mapping[str, str]) -> Fit:
    found = compared = same = 0
    for name in sample:
        try:
            now = storage.fingerprint(way.name(name))
        except PhotoError:
            continue
        found += 1
        compared += bool(known.get(name))
        same += bool(known.get(name)) and size(now) == size(known[name])
    return Fit(under=way.under, drop=way.drop, asked=way.asked, found=found, compared=compared, same=same)


def size(fingerprint: str) -> str:
    """Return the size in bytes that every fingerprint begins with; a copy of a file has another time, but this."""
    return fingerprint.partition("-")[0]


class Moved:
    """Pictures in their new place by their old names, and all other files where they were."""

    def __init__(self, pictures: Storage, way: Fit, others: Storage) -> None:
        self._pictures = pictures
        self._way = way
        self._others = others
        self.unlisted: dict[str, str] = {}
        self.readers = pictures.readers

    def pictures(self, under: str) -> list[str]:
        return self._others.pictures(under)

    def has(self, filename: str) -> bool:
        return self._others.has(filename)

    def files(self, folder: str) -> list[str]:
        return self._others.files(folder)

    def read(self, filename: str, max_bytes: int) -> bytes:
        storage, name = self._at(filename)
        return storage.read(name, max_bytes)

    def fingerprint(self, filename: str) -> str:
        storage, name = self._at(filename)
        return storage.fingerprint(name)

    def local(self, filename: str) -> Path | None:
        storage, name = self._at(filename)
        return storage.local(name)

    def _at(self, filename: str) -> tuple[Storage, str]:
        if may_be(filename):
            return self._pictures, self._way.name(filename)
        return self._others, filename
