"""What a build has to do: which vectors stay, and which pictures are to be embedded, in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lookbook import photos
from lookbook.building.chunks import Vector
from lookbook.building.parts import Journal, earlier_vectors
from lookbook.catalog import Catalog
from lookbook.encoders.base import Identity
from lookbook.photos.parallel import batched


@dataclass(frozen=True, kw_only=True)
class Part:
    """Pictures that are embedded together: the unit of work, which can be pickled and sent to another process.

    Attributes:
        filenames: the pictures, as the catalogue calls them.
        fingerprints: theirs, when the work was planned.
    """

    filenames: Sequence[str]
    fingerprints: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be done.

    Attributes:
        fingerprints: of every picture that will be indexed if it can be read, by filename.
        vectors: those that were made already, by filename.
        parts: what is to be embedded.
        removed: how many pictures of the earlier index are gone.
    """

    fingerprints: dict[str, str]
    vectors: dict[str, Vector]
    parts: Sequence[Part]
    removed: int


def make_plan(
    catalog: Catalog, encoder: Identity, folder: Path, journal: Journal, *, size: int, limit: int | None, fresh: bool
) -> Plan:
    """Compare a catalogue with the index that is there and with what a stopped build noted.

    Args:
        catalog: what is to be indexed.
        encoder: what embeds it; vectors that another made don't count.
        folder: the index folder.
        journal: what a stopped build noted.
        size: pictures in a part.
        limit: only the first so many pictures; None = all.
        fresh: embed everything again.
    """
    filenames = catalog.filenames[:limit]
    fingerprints = {name: _fingerprint(catalog, name) for name in filenames}
    earlier = earlier_vectors(folder, encoder)
    known = {} if fresh else earlier | journal.done()
    vectors = {name: known[name][1] for name in filenames if name in known and known[name][0] == fingerprints[name]}
    missing = batched((name for name in filenames if name not in vectors), size)
    parts = [Part(filenames=names, fingerprints=[fingerprints[name] for name in names]) for names in missing]
    return Plan(fingerprints=fingerprints, vectors=vectors, parts=parts, removed=len(earlier.keys() - set(filenames)))


def _fingerprint(catalog: Catalog, filename: str) -> str:
    """Return a picture's fingerprint, "" for one that has just vanished: reading it will tell."""
    try:
        return catalog.fingerprint(filename)
    except photos.PhotoError:
        return ""
