"""A manifest that disagrees with its pickles, and whether it is provably the manifest that is wrong."""

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from lookbook.disk import atomic
from lookbook.disk.snapshot import snapshot
from lookbook.index import EMBEDDINGS, FILENAMES, MANIFEST, BadIndexError, Manifest, pickled
from lookbook.index.built import is_remembered_elsewhere
from lookbook.index.fingerprints import noted
from lookbook.index.in_place import FILES

_SUMS = "sha256"


class _Facts(NamedTuple):
    """What index.json holds, and what the pickles say of themselves: `whole` is the one with the other's numbers."""

    data: bytes
    whole: Manifest
    meant: bool


def mending(folder: Path) -> "partial[None] | None":
    """Return what mends index.json, None where nothing proves what it must have been.

    Two things do. If both checksums in it are those of the pickles, these are the ones that were meant, and their
    numbers count. Else what was built on this machine is remembered by the hash of its manifest: where putting in the
    pickles' own checksums, numbers and date gives that very hash, every byte is as it was.
    """
    facts = _facts(folder)
    if facts is None:
        return None
    for created in _dates(folder, facts.whole.created):
        candidate = facts.whole.model_copy(update={"created": created}).as_json()
        if candidate != facts.data and is_remembered_elsewhere(hashlib.sha256(candidate).hexdigest()):
            return partial(atomic.write, folder / MANIFEST, candidate)
    return partial(atomic.write, folder / MANIFEST, facts.whole.as_json()) if facts.meant else None


def _facts(folder: Path) -> _Facts | None:
    try:
        with snapshot(folder, FILES) as held:
            if held.keys() < set(FILES):
                return None
            data = held[MANIFEST].read()
            vectors, names = pickled.read_vectors(held[EMBEDDINGS]), pickled.read_names(held[FILENAMES])
            sums = {name: held[name].sha256() for name in (EMBEDDINGS, FILENAMES)}
        said = json.loads(data)
        own = {"count": len(names), "dim": int(vectors.shape[1]), _SUMS: sums}
        whole = Manifest.model_validate({**said, **own})
    except (OSError, BadIndexError, ValueError, TypeError, RecursionError, ValidationError):
        return None
    if len(vectors) != len(names):
        return None
    wrong = any(said.get(key) != own[key] for key in ("count", "dim"))
    return _Facts(data, whole, said.get(_SUMS) == sums and wrong)


def _dates(folder: Path, said: str) -> Iterator[str]:
    """Yield when the index may have been built: as index.json says, and as what was noted beside it does."""
    yield said
    try:
        date = json.loads(noted(folder))["created"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    if isinstance(date, str) and date != said:
        yield date
