"""Where an index was published: what index.json says of it, written and kept."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from lookbook.disk import atomic
from lookbook.disk.swap import changing
from lookbook.index.built import is_remembered, remember
from lookbook.index.errors import BadIndexError
from lookbook.index.in_place import manifest_of
from lookbook.index.manifest import MANIFEST, StorePart


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
        content = manifest.model_copy(update={"store": store}).as_json()
        before = atomic.sha256(folder / MANIFEST)
        atomic.write(draft / MANIFEST, content)
        if is_remembered(folder, before):
            remember(folder, hashlib.sha256(content).hexdigest(), before)
