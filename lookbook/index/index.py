"""The index: three files, read safely, written atomically, checked. Nothing else knows the pickle format."""

import hashlib
import json
import pickle
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookbook.disk import atomic
from lookbook.disk.swap import changing, current
from lookbook.encoders.base import Identity, Vectors
from lookbook.errors import LookbookError
from lookbook.index import unpickle
from lookbook.index.tutorial import TUTORIAL, local_names

FORMAT = 1
EMBEDDINGS, FILENAMES, MANIFEST = "embeddings.pkl", "filenames.pkl", "index.json"
TRIES = 5


class BadIndexError(LookbookError):
    """An index that can't be used; the message is one sentence that says what to do."""


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
    """

    vectors: Vectors
    filenames: Sequence[str]
    encoder: Identity
    images_root: str = "."
    styles: str | None = None
    comparison: Mapping[str, float] = field(default_factory=dict)
    created: str = ""
    columns: str | None = None

    @cached_property
    def fingerprint(self) -> str:
        """A text that changes when the vectors do."""
        return hashlib.sha256(pickle.dumps(np.ascontiguousarray(self.vectors, np.float32), protocol=4)).hexdigest()

    @classmethod
    def load(cls, folder: Path) -> "Index":
        """Read an index folder; one without manifest is taken as made by the well-known tutorial.

        Raises:
            BadIndexError: a file is missing, damaged, or not of this index.
        """
        for attempt in range(TRIES):
            try:
                return _load(folder)
            except _ChangedError as error:
                if attempt == TRIES - 1:
                    raise BadIndexError(str(error)) from error
                time.sleep(0.05 * attempt)  # somebody is putting a new index in place right now
        raise AssertionError("unreachable")

    def save(self, folder: Path) -> None:
        """Write the three files; whatever happens meanwhile, a reader sees the old index or the new one."""
        with changing(folder) as draft:
            atomic.write(draft / EMBEDDINGS, pickle.dumps(np.ascontiguousarray(self.vectors, np.float32), protocol=4))
            atomic.write(draft / FILENAMES, pickle.dumps(list(self.filenames), protocol=4))
            manifest = self._manifest(atomic.sha256(draft / EMBEDDINGS), atomic.sha256(draft / FILENAMES))
            atomic.write(draft / MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())

    def _manifest(self, embeddings: str, filenames: str) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "encoder": {
                "name": self.encoder.name,
                "version": self.encoder.version,
                "weights_sha256": self.encoder.weights_sha256,
                "options": dict(self.encoder.options),
            },
            "dim": int(self.vectors.shape[1]),
            "count": len(self.filenames),
            "created": self.created,
            "images_root": self.images_root,
            "styles": self.styles,
            "columns": self.columns,
            "comparison": dict(self.comparison),
            "sha256": {EMBEDDINGS: embeddings, FILENAMES: filenames},
        }


class _ChangedError(Exception):
    """The files do not belong together: a new index is being put in place, or one was changed by hand."""


def exists(folder: Path) -> bool:
    """Tell whether there is an index to read."""
    return current(folder, EMBEDDINGS).is_file() and current(folder, FILENAMES).is_file()


def stamp(folder: Path) -> tuple[int, ...]:
    """Give a value that changes when a new index is in place."""
    paths = (current(folder, name) for name in (EMBEDDINGS, FILENAMES, MANIFEST))
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in paths)


def _load(folder: Path) -> Index:
    if not exists(folder):
        raise BadIndexError(f"there is no index in {folder.absolute()}; build one with: python build_index.py IMAGES")
    manifest_path = current(folder, MANIFEST)
    manifest = _read_manifest(manifest_path) if manifest_path.exists() else None
    vectors, filenames = _read_vectors(current(folder, EMBEDDINGS)), _read_filenames(current(folder, FILENAMES))
    if len(vectors) != len(filenames):
        raise _ChangedError(
            f"{folder / EMBEDDINGS} holds {len(vectors)} vectors, but {FILENAMES} {len(filenames)} names; "
            "bring back the two that belong together, or build the index again."
        )
    if manifest is None:
        return Index(_unit(vectors), local_names(filenames, folder), TUTORIAL)
    for name, expected in manifest["sha256"].items():
        if atomic.sha256(current(folder, name)) != expected:
            raise _ChangedError(
                f"{folder / name} is not the one that {MANIFEST} describes; build the index again, or delete "
                f"{MANIFEST} if the pickles come from elsewhere."
            )
    encoder = Identity(**manifest["encoder"])
    keys = ("images_root", "styles", "comparison", "created", "columns")  # the last is missing in older manifests
    return Index(vectors, filenames, encoder, **{key: manifest[key] for key in keys if key in manifest})


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text("utf-8"))
        version = manifest["format"]
        complete = manifest.keys() >= {"encoder", "dim", "count", "images_root", "styles", "comparison", "sha256"}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadIndexError(f"{path} is damaged; build the index again.") from error
    if version != FORMAT or not complete:
        raise BadIndexError(f"{path} has format {version}, this program reads {FORMAT}; build the index again.")
    return dict(manifest)


def _read_vectors(path: Path) -> Vectors:
    try:
        vectors = np.asarray(_unpickled(path), np.float32)
    except (ValueError, TypeError) as error:
        raise BadIndexError(f"{path} does not hold vectors of one length ({error}); build the index again.") from error
    if vectors.ndim != 2 or not np.isfinite(vectors).all():
        raise BadIndexError(f"{path} does not hold N vectors of one length; build the index again.")
    return vectors


def _read_filenames(path: Path) -> list[str]:
    names = _unpickled(path)
    if not isinstance(names, list | np.ndarray) or not all(isinstance(name, str) for name in names):
        raise BadIndexError(f"{path} does not hold a list of names; build the index again.")
    return [str(name) for name in names]


def _unpickled(path: Path) -> Any:
    try:
        return unpickle.read(path)
    except unpickle.UnsafePickleError as error:
        raise BadIndexError(str(error)) from error
    except OSError as error:
        raise _ChangedError(f"{path} can't be opened ({error}); check the file.") from error


def _unit(vectors: NDArray[np.float32]) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)
