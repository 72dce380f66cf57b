"""The index: three files, read safely, written as one, checked."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import KW_ONLY, asdict, dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np

from lookbook.disk import atomic
from lookbook.disk.snapshot import Held, snapshot
from lookbook.disk.swap import changing
from lookbook.encoders.base import Identity, Vectors
from lookbook.index import pickled
from lookbook.index.errors import BadIndexError
from lookbook.index.in_place import FILES, unreadable
from lookbook.index.likely import likely
from lookbook.index.manifest import EMBEDDINGS, FILENAMES, MANIFEST, EncoderPart, Hashes, Manifest, read_manifest
from lookbook.index.tutorial import DIM, TUTORIAL, local_names, of_length_one

ROUNDING = 1e-3
"""How far from 1 the length of a vector may be: encoders in lower precisions round."""


@dataclass(frozen=True)
class Index:
    """The vectors of a catalogue and what made them.

    Attributes:
        vectors: float32 (N, D), rows of length 1.
        filenames: N POSIX paths, relative to images_root.
        encoder: what made the vectors.
        images_root: where the pictures are, as `Catalog` understands it.
        styles: the product table, when it is not where a catalogue's table usually lies.
        comparison: how a lower precision compared with float32; empty where float32 was used.
        created: when, ISO 8601 in UTC; empty for an index without manifest.
        columns: what tells the product table's columns, when it is not where that usually lies.
        vectorizer: how the words of titles are weighed, a key of `VECTORIZERS`.
        embeddings_sha256: of the file of the vectors; empty for an index that is not on disk, or has no manifest.
        manifest_sha256: of the manifest; empty where `embeddings_sha256` is.
    """

    vectors: Vectors
    filenames: Sequence[str]
    encoder: Identity
    _: KW_ONLY
    images_root: str = "."
    styles: str | None = None
    comparison: Mapping[str, float] = field(default_factory=dict)
    created: str = ""
    columns: str | None = None
    vectorizer: str = "tfidf"
    embeddings_sha256: str = ""
    manifest_sha256: str = ""

    @cached_property
    def fingerprint(self) -> str:
        """A text that changes when the vectors do; it is not worked out where the file was hashed already."""
        return self.embeddings_sha256 or pickled.sha256(self.vectors)

    @classmethod
    def load(cls, folder: Path) -> "Index":
        """Read an index folder; one without manifest is taken as made by the well-known tutorial.

        Raises:
            BadIndexError: a file is missing, damaged, or not of this index.
        """
        try:
            with snapshot(folder, FILES) as held:
                return _load(folder, held)
        except OSError as error:
            raise unreadable(folder, error) from error

    def check_maker(self, folder: Path) -> None:
        """Refuse what was taken for the tutorial's, before ResNet50 is loaded for it, but can't be: a manifest is lost.

        Raises:
            BadIndexError: there is no manifest, and the vectors are not as long as ResNet50's.
        """
        if self.encoder == TUTORIAL and self.vectors.shape[1] != DIM:
            dim = self.vectors.shape[1]
            raise BadIndexError(
                f"{folder / MANIFEST} is missing, and vectors of {dim:,} numbers can't be ResNet50's, which have "
                f"{DIM:,}{likely(dim)}; bring the file back, or build the index again."
            )

    def save(self, folder: Path) -> "Index":
        """Write the three files; whatever happens meanwhile, a reader sees the old index or the new one.

        Returns:
            The index as it is now on disk.

        Raises:
            BusyError: somebody else is writing to the folder.
            DiskError: the disk is full, or the folder can't be written.
        """
        with changing(folder) as draft:
            with atomic.replacing(draft / EMBEDDINGS) as file:
                pickled.write_vectors(file, self.vectors)
            with atomic.replacing(draft / FILENAMES) as file:
                pickled.write_names(file, self.filenames)
            hashes = {name: atomic.sha256(draft / name) for name in (EMBEDDINGS, FILENAMES)}
            manifest = self._manifest(Hashes(**hashes)).as_json()
            atomic.write(draft / MANIFEST, manifest)
        return replace(self, embeddings_sha256=hashes[EMBEDDINGS], manifest_sha256=hashlib.sha256(manifest).hexdigest())

    def _manifest(self, hashes: Hashes) -> Manifest:
        return Manifest(
            encoder=EncoderPart(**asdict(self.encoder)),
            dim=int(self.vectors.shape[1]),
            count=len(self.filenames),
            created=self.created,
            images_root=self.images_root,
            styles=self.styles,
            columns=self.columns,
            vectorizer=self.vectorizer,
            comparison=dict(self.comparison),
            sha256=hashes,
        )


def _load(folder: Path, held: Mapping[str, Held]) -> Index:
    if not held.keys() >= {EMBEDDINGS, FILENAMES}:
        raise BadIndexError(f"there is no index in {folder.absolute()}; build one with: python build_index.py IMAGES")
    manifest = read_manifest(held[MANIFEST]) if MANIFEST in held else None
    vectors = pickled.read_vectors(held[EMBEDDINGS])
    with ThreadPoolExecutor(1) as aside:  # a hash takes as long as the names do, and leaves the interpreter to them
        hashing = aside.submit(held[EMBEDDINGS].sha256)
        filenames = pickled.read_names(held[FILENAMES])
    hashes = {EMBEDDINGS: hashing.result(), FILENAMES: held[FILENAMES].sha256()}
    if len(vectors) != len(filenames):
        raise BadIndexError(
            f"{folder / EMBEDDINGS} holds {len(vectors)} vectors, but {FILENAMES} {len(filenames)} names; "
            "bring back the two that belong together, or build the index again."
        )
    if manifest is None:
        return Index(*_in_order(*of_length_one(vectors, local_names(filenames, folder), folder)), TUTORIAL)
    _check(folder, hashes, manifest, vectors)
    return Index(
        *_in_order(vectors, filenames),
        manifest.identity,
        images_root=manifest.images_root,
        styles=manifest.styles,
        comparison=manifest.comparison,
        created=manifest.created,
        columns=manifest.columns,
        vectorizer=manifest.vectorizer,
        embeddings_sha256=manifest.sha256.embeddings,
        manifest_sha256=held[MANIFEST].sha256(),
    )


def _in_order(vectors: Vectors, filenames: Sequence[str]) -> tuple[Vectors, Sequence[str]]:
    """Bring rows into the order of their names, as ours are; the tutorial's come in the order of a folder."""
    if all(first <= second for first, second in pairwise(filenames)):
        return vectors, filenames
    order = sorted(range(len(filenames)), key=filenames.__getitem__)
    return vectors[order], [filenames[row] for row in order]


def _check(folder: Path, hashes: Mapping[str, str], manifest: Manifest, vectors: Vectors) -> None:
    """Compare the pickles with what the manifest says of them."""
    for name, expected in ((EMBEDDINGS, manifest.sha256.embeddings), (FILENAMES, manifest.sha256.filenames)):
        if hashes[name] != expected:
            raise BadIndexError(
                f"{folder / name} is not the one that {MANIFEST} describes; build the index again, or delete "
                f"{MANIFEST} if the pickles come from elsewhere."
            )
    if vectors.shape != (manifest.count, manifest.dim):
        raise BadIndexError(
            f"{folder / MANIFEST} tells of {manifest.count} vectors of {manifest.dim} numbers, but {EMBEDDINGS} holds "
            f"{vectors.shape[0]} of {vectors.shape[1]}; build the index again."
        )
    if np.abs(pickled.lengths(vectors) - 1).max() > ROUNDING:
        raise BadIndexError(f"{folder / EMBEDDINGS} holds vectors that are not of length 1; build the index again.")
