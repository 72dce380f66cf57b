"""The pictures of an index: whether each is there, is the one that was indexed, and can be read."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from lookbook import photos
from lookbook.building.progress import tracked
from lookbook.catalog import Catalog
from lookbook.catalog.moved import size
from lookbook.doctor.finding import Finding
from lookbook.photos.parallel import in_order

AHEAD = 64
SIDE = 64
"""Pictures are decoded as small as their format allows: what is damaged shows all the same."""


def pictures(folder: Path, catalog: Catalog, known: Mapping[str, str]) -> Iterator[Finding]:
    """Find the pictures that are gone, were changed, or can't be read.

    Args:
        folder: the index folder.
        catalog: gives them.
        known: their fingerprints when they were indexed, as far as they are known.
    """
    if catalog.lost:
        yield Finding(file=folder, says=catalog.lost)
        return
    names = catalog.filenames
    looked = in_order(lambda name: _look(folder, catalog, name, known.get(name, "")), names, catalog.readers, AHEAD)
    yield from (found for found in tracked(looked, "looking at pictures", len(names)) if found is not None)


def _look(folder: Path, catalog: Catalog, name: str, known: str) -> Finding | None:
    file = folder / name
    try:
        now = catalog.fingerprint(name)
        photos.read(catalog.read(name), SIDE, name=name)
    except photos.PhotoError as error:
        return Finding(file=file, says=f"{name}, a picture of the index: {error}")
    if known and size(known) != size(now):
        says = f"{name} was changed since it was indexed; run the same lookbook build again, which embeds it alone."
        return Finding(file=file, says=says)
    return None
