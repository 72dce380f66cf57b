"""The index: three files, read safely, written as one, checked."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import KW_ONLY, asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from lookbook.disk.snapshot import Held, snapshot
from lookbook.encoders.base import Identity, Vectors
from lookbook.index import pickled
from lookbook.index.checks import check, check_hash, in_order
from lookbook.index.errors import BadIndexError
from lookbook.index.in_place import FILES, unreadable
from lookbook.index.likely import likely
from lookbook.index.manifest import (
    EMBEDDINGS,
    FILENAMES,
    MANIFEST,
    EncoderPart,
    Hashes,
    Manifest,
    StorePart,
    read_manifest,
)
from lookbook.index.putting import put_in_place
from lookbook.index.tutorial import DIM, TUTORIAL, local_names, of_length_one
from lookbook.settings import AUTO, LOCAL


@dataclass(frozen=True)
class Index:
    """The vectors of a catalogue and what made them.

    Attributes:
        vectors: float32 (N, D), rows of length 1; (0, D) where they are searched elsewhere and were not read.
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
        store: where these vectors were published; None = nowhere.
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
    store: StorePart | None = None

    @cached_property
    def fingerprint(self) -> str:
        """A text that changes when the vectors do; it is not worked out where the file was hashed already."""
        return self.embeddings_sha256 or pickled.sha256(self.vectors)

    def fetch(self, filenames: Sequence[str]) -> Vectors:
        """Return the vectors of some pictures (M, D)."""
        rows = {name: row for row, name in enumerate(self.filenames)}
        return self.vectors[[rows[name] for name in filenames]]

    @classmethod
    def load(cls, folder: Path, store: str = LOCAL) -> "Index":
        """Read an index folder; one without manifest is taken as made by the well-known tutorial.

        Args:
            folder: the index folder.
            store: where the vectors will be searched, a name or `AUTO` for what the index says; where they were
                published to it, the file that holds them is not opened.

        Raises:
            BadIndexError: a file is missing, damaged, or not of this index.
        """
        try:
            if store != LOCAL and (published := _published(folder, store)) is not None:
                return published
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

    def save(self, folder: Path, fingerprints: Mapping[str, str] | None = None) -> "Index":
        """Write the index; whatever happens meanwhile, a reader sees the old one or the new one.

        Args:
            folder: the index folder.
            fingerprints: of the pictures, where a person builds this index here and now: they are put in place together
                with it, and that it was built here is remembered. None = it is not known what the pictures were like.

        Returns:
            The index as it is now on disk.

        Raises:
            BusyError: somebody else is writing to the folder.
            DiskError: the disk is full, or the folder can't be written.
        """
        put = put_in_place(folder, self.vectors, self.filenames, self._manifest, fingerprints)
        return replace(self, embeddings_sha256=put.embeddings, manifest_sha256=put.manifest, store=put.store)

    def _manifest(self, hashes: Hashes, store: StorePart | None) -> Manifest:
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
            store=store,
        )


def _published(folder: Path, store: str) -> Index | None:
    """Read an index whose vectors were published to a store, without them; None where they were not."""
    with snapshot(folder, (FILENAMES, MANIFEST)) as held:
        manifest = read_manifest(held[MANIFEST]) if held.keys() == {FILENAMES, MANIFEST} else None
        if manifest is None or manifest.store is None or store not in (AUTO, manifest.store.name):
            return None
        filenames = pickled.read_names(held[FILENAMES])
        check_hash(folder, FILENAMES, held[FILENAMES].sha256(), manifest.sha256.filenames)
        vectors = np.empty((0, manifest.dim), np.float32)
        return _index(vectors, sorted(filenames), manifest, held[MANIFEST].sha256())


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
        return Index(*in_order(*of_length_one(vectors, local_names(filenames, folder), folder)), TUTORIAL)
    check(folder, hashes, manifest, vectors)
    return _index(*in_order(vectors, filenames), manifest, held[MANIFEST].sha256())


def _index(vectors: Vectors, filenames: Sequence[str], manifest: Manifest, manifest_sha256: str) -> Index:
    return Index(
        vectors,
        filenames,
        manifest.identity,
        images_root=manifest.images_root,
        styles=manifest.styles,
        comparison=manifest.comparison,
        created=manifest.created,
        columns=manifest.columns,
        vectorizer=manifest.vectorizer,
        embeddings_sha256=manifest.sha256.embeddings,
        manifest_sha256=manifest_sha256,
        store=manifest.store,
    )
