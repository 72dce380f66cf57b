"""From a catalogue to its index: pictures are read in threads ahead of the encoder, and nothing done is done again."""

import csv
import io
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from lookbook import photos
from lookbook.building.parallel import batched, in_order
from lookbook.building.parts import Journal, Known, Vector, read_fingerprints, write_fingerprints
from lookbook.catalog import Catalog
from lookbook.disk import atomic
from lookbook.encoders.base import Encoder, Vectors
from lookbook.index import BadIndexError, Index
from lookbook.neighbors import ENGINES
from lookbook.projection import cache
from lookbook.retrieval import terms_cache
from lookbook.retrieval.columns import Products

SKIPPED = "skipped.csv"
AHEAD = 4
"""How many batches are read ahead of the encoder."""


@dataclass(frozen=True)
class Options:
    """How to build.

    Attributes:
        batch_size: pictures that go through the encoder at once.
        workers: threads that read pictures.
        limit: only the first so many pictures; None = all.
        fresh: embed everything again.
        comparison: how the encoder's precision compared with float32, for the record.
        styles: the product table's file, if it was named.
        columns: the file that tells the table's columns, if it was named.
    """

    batch_size: int = 64
    workers: int = 2
    limit: int | None = None
    fresh: bool = False
    comparison: dict[str, float] = field(default_factory=dict)
    styles: Path | None = None
    columns: Path | None = None


@dataclass(frozen=True)
class Report:
    """What a build did, in pictures and seconds."""

    indexed: int
    new: int
    kept: int
    removed: int
    skipped: int
    seconds: float
    encoder: str

    def __str__(self) -> str:
        rate = self.new / self.seconds if self.seconds else 0.0
        return (
            f"indexed {self.indexed} (new {self.new}, kept {self.kept}, removed {self.removed}, skipped {self.skipped})"
            f" in {self.seconds:.1f} s, {rate:.1f} images/s, encoder {self.encoder}"
        )


class Batch(NamedTuple):
    """Pictures in the encoder's frame, (H, W, 3) each, and why others can't be read, by filename."""

    names: list[str]
    frames: list[NDArray[np.uint8]]
    skipped: dict[str, str]


def build(catalog: Catalog, encoder: Encoder, folder: Path, options: Options = Options()) -> Report:
    """Bring the index folder up to date with a catalogue.

    Stopped at any moment, the old index still serves, and the next call goes on where this one stopped. Pictures that
    can't be read are left out and listed with their reasons in skipped.csv.

    Raises:
        OSError: the folder can't be written.
        BadIndexError: there is no picture that can be read.
    """
    started = time.perf_counter()
    filenames = catalog.filenames[: options.limit]
    fingerprints = {name: _fingerprint(catalog, name) for name in filenames}
    earlier = _earlier(folder, encoder)
    skipped: dict[str, str] = {}
    with Journal(folder, encoder.identity) as journal:
        known = {} if options.fresh else earlier | journal.done()
        vectors = {name: known[name][1] for name in filenames if name in known and known[name][0] == fingerprints[name]}
        kept = len(vectors)
        missing = [name for name in filenames if name not in vectors]
        for names, made in _embed(catalog, encoder, missing, skipped, options, kept):
            journal.note(names, [fingerprints[name] for name in names], made)
            vectors.update(zip(names, made, strict=True))
    _write_skipped(folder / SKIPPED, {**catalog.unlisted, **skipped})
    index = _save(folder, catalog, encoder, vectors, options)
    write_fingerprints(folder, index.created, {name: fingerprints[name] for name in vectors})
    journal.forget()
    ENGINES["auto"](folder).fit(
        index.vectors
    )  # what a large catalogue's engine keeps is made now, not when it is asked
    terms_cache.update(folder, Products(index.filenames, catalog))
    cache.update(folder, index.vectors)
    removed = len(earlier.keys() - set(filenames))
    seconds = time.perf_counter() - started
    return Report(len(vectors), len(vectors) - kept, kept, removed, len(skipped), seconds, encoder.identity.name)


def _read(catalog: Catalog, encoder: Encoder, filenames: Sequence[str]) -> Batch:
    """Read pictures into the encoder's frame; those that can't be read come with the reason."""
    names, frames, skipped = [], [], {}
    for filename in filenames:
        try:
            photo = photos.read(catalog.read(filename), encoder.side, name=filename)
        except photos.PhotoError as error:
            skipped[filename] = str(error)
        else:
            names.append(filename)
            frames.append(encoder.prepare(photo))
    return Batch(names, frames, skipped)


def _embed(
    catalog: Catalog, encoder: Encoder, filenames: Sequence[str], skipped: dict[str, str], options: Options, kept: int
) -> Iterator[tuple[list[str], Vectors]]:
    """Embed pictures and give names and vectors a batch at a time; what can't be read goes to `skipped`."""
    size = options.batch_size
    # a thread reads a whole batch: to hand over each picture alone took longer than to read it
    reading = in_order(lambda names: _read(catalog, encoder, names), batched(filenames, size), options.workers, AHEAD)
    with tqdm(None, "embedding", kept + len(filenames), initial=kept, unit="picture", smoothing=0.05) as progress:
        for batch in reading:
            skipped.update(batch.skipped)
            if batch.names:
                yield batch.names, _encode(encoder, batch.frames, size)
            progress.update(len(batch.names) + len(batch.skipped))


def _encode(encoder: Encoder, frames: Sequence[NDArray[np.uint8]], size: int) -> Vectors:
    """Encode in batches of one size, so that a picture's vector does not depend on how many came with it."""
    full = [*frames, *[frames[-1]] * (size - len(frames))]
    return encoder.encode(np.stack(full))[: len(frames)]


def _fingerprint(catalog: Catalog, filename: str) -> str:
    """Give a picture's fingerprint, "" for one that has just vanished: reading it will tell."""
    try:
        return catalog.fingerprint(filename)
    except photos.PhotoError:
        return ""


def _earlier(folder: Path, encoder: Encoder) -> dict[str, Known]:
    """Give the vectors of the index that is there, if this encoder made them."""
    try:
        old = Index.load(folder)
    except BadIndexError:
        return {}
    if old.encoder != encoder.identity:
        return {}
    fingerprints = read_fingerprints(folder, old.created)
    return {name: (fingerprints.get(name, ""), vector) for name, vector in zip(old.filenames, old.vectors, strict=True)}


def _save(folder: Path, catalog: Catalog, encoder: Encoder, vectors: Mapping[str, Vector], options: Options) -> Index:
    """Put the new index in place."""
    if not vectors:
        raise BadIndexError(f"none of the pictures can be read; {folder / SKIPPED} tells why of each.")
    names = sorted(vectors)
    table, columns = (None if path is None else str(path.absolute()) for path in (options.styles, options.columns))
    stacked = np.stack([vectors[name] for name in names])
    created = datetime.now(UTC).isoformat()
    index = Index(stacked, names, encoder.identity, catalog.images_root, table, options.comparison, created, columns)
    index.save(folder)
    return index


def _write_skipped(path: Path, skipped: Mapping[str, str]) -> None:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerows([("filename", "reason"), *sorted(skipped.items())])
    atomic.write(path, table.getvalue().encode("utf-8", "surrogateescape"))
