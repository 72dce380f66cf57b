"""The files of an index put in place as one, with the fingerprints of its pictures and what is remembered of it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from lookbook.disk import atomic
from lookbook.disk.swap import changing
from lookbook.encoders.base import Vectors
from lookbook.index import pickled
from lookbook.index.built import remember
from lookbook.index.fingerprints import write_fingerprints
from lookbook.index.manifest import EMBEDDINGS, FILENAMES, MANIFEST, Hashes, Manifest, StorePart
from lookbook.index.published import published_before


class Put(NamedTuple):
    """What is now in place: the hashes of the vectors' file and of the manifest, and where these were published."""

    embeddings: str
    manifest: str
    store: StorePart | None


def put_in_place(
    folder: Path,
    vectors: Vectors,
    filenames: Sequence[str],
    manifest: Callable[[Hashes, StorePart | None], Manifest],
    fingerprints: Mapping[str, str] | None,
) -> Put:
    """Write an index; see `Index.save`.

    Args:
        folder: the index folder.
        vectors: (N, D).
        filenames: N pictures.
        manifest: makes the manifest of the hashes of both, and of where they were published.
        fingerprints: as `Index.save` takes them.
    """
    with changing(folder) as draft:
        with atomic.replacing(draft / EMBEDDINGS) as file:
            pickled.write_vectors(file, vectors)
        with atomic.replacing(draft / FILENAMES) as file:
            pickled.write_names(file, filenames)
        hashes = {name: atomic.sha256(draft / name) for name in (EMBEDDINGS, FILENAMES)}
        made = manifest(Hashes(**hashes), store := published_before(folder, hashes))
        atomic.write(draft / MANIFEST, content := made.as_json())
        manifest_sha256 = hashlib.sha256(content).hexdigest()
        if fingerprints is not None:
            write_fingerprints(draft, made.created, fingerprints)
            remember(folder, manifest_sha256, _in_place(folder))
    return Put(hashes[EMBEDDINGS], manifest_sha256, store)


def _in_place(folder: Path) -> str:
    """Return the hash of the manifest that is in place, "" where there is none."""
    path = folder / MANIFEST
    return atomic.sha256(path) if path.is_file() else ""
