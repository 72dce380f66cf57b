"""Where an index was published: what index.json says of it, written and kept."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from lookbook.disk import atomic
from lookbook.disk.lock import OWN
from lookbook.disk.snapshot import content
from lookbook.disk.swap import changing
from lookbook.index.built import is_remembered, remember
from lookbook.index.errors import BadIndexError
from lookbook.index.in_place import manifest_of
from lookbook.index.manifest import MANIFEST, StorePart

LAST = OWN / "published.json"
"""Where an index of this folder was published last: a build forgets it, and the server still has its rows."""


def last_published(folder: Path) -> StorePart | None:
    """Return where an index of this folder was published last, the one in place or one before; None = not known."""
    try:
        return StorePart.model_validate_json(content(folder, LAST))
    except (OSError, ValueError):
        return None


def published_before(folder: Path, hashes: Mapping[str, str]) -> StorePart | None:
    """Return where the index in place was published, if it has the same two pickles; None where it was not."""
    try:
        before = manifest_of(folder)
    except BadIndexError:  # it is replaced
        return None
    return before.store if before is not None and before.sha256.model_dump() == dict(hashes) else None


def name_store(folder: Path, store: StorePart | None) -> None:
    """Write into index.json where the index was published; nothing else changes, and readers open it anew.

    Raises:
        BadIndexError: there is no index with a manifest.
        BusyError: somebody else is writing to the folder.
        DiskError: the folder can't be written.
    """
    with changing(folder) as draft:
        manifest = manifest_of(folder)
        if manifest is None:
            raise BadIndexError(f"{folder / MANIFEST} is missing, so it can't name a store; build the index again.")
        written = manifest.model_copy(update={"store": store}).as_json()
        before = atomic.sha256(folder / MANIFEST)
        atomic.write(draft / MANIFEST, written)
        if store is not None:
            atomic.write(draft / LAST, store.model_dump_json().encode())
        if is_remembered(folder, before):
            remember(folder, hashlib.sha256(written).hexdigest(), before)
