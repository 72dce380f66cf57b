"""From a catalogue to its index: plan, embed the parts, commit; nothing done is done again."""

import csv
import io
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from lookbook.building import artefacts
from lookbook.building.embed import Workshop
from lookbook.building.options import Options
from lookbook.building.parts import Journal
from lookbook.building.plan import Plan, make_plan
from lookbook.building.progress import progress
from lookbook.building.runners import RUNNERS
from lookbook.catalog import Catalog
from lookbook.catalog.bounds import relative_place
from lookbook.catalog.summary import MISSING, Joined
from lookbook.disk import atomic
from lookbook.disk.lock import writing
from lookbook.encoders.base import Encoder, Identity
from lookbook.index import BadIndexError, Index

SKIPPED = "skipped.csv"


@dataclass(frozen=True, kw_only=True)
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
        """Return the line that a build ends with."""
        rate = self.new / self.seconds if self.seconds else 0.0
        return (
            f"indexed {self.indexed} (new {self.new}, kept {self.kept}, removed {self.removed}, skipped {self.skipped})"
            f" in {self.seconds:.1f} s, {rate:.1f} images/s, encoder {self.encoder}"
        )


def build(catalog: Catalog, encoder: Encoder, folder: Path, options: Options = Options()) -> Report:
    """Bring the index folder up to date with a catalogue.

    Stopped at any moment, the old index still serves, and the next call goes on where this one stopped. Pictures that
    can't be read are left out and listed with their reasons in skipped.csv; pictures without a row, and rows without a
    picture, in missing.csv.

    Raises:
        BusyError: another build writes to the folder.
        DiskError: the disk is full, or the folder can't be written.
        BadIndexError: there is no picture that can be read.
        WorkersError: other processes were to embed, and can't.
    """
    started = time.perf_counter()
    with writing(folder):
        size = options.batch_size
        with Journal(folder, encoder.identity, options.parts) as journal:
            plan = make_plan(
                catalog, encoder.identity, folder, journal, size=size, limit=options.limit, fresh=options.fresh
            )
            kept = len(plan.vectors)
            skipped = _embed(Workshop(catalog, encoder, size, folder, catalog.images_root), plan, journal, options)
        _write(folder / SKIPPED, ("filename", "reason"), sorted({**catalog.unlisted, **skipped}.items()))
        _write(folder / MISSING, ("what", "name"), _missing(catalog.joins))
        index = commit(catalog, encoder.identity, folder, plan, options)
        journal.forget()
    count = len(index.filenames)
    return Report(
        indexed=count,
        new=count - kept,
        kept=kept,
        removed=plan.removed,
        skipped=len(skipped),
        seconds=time.perf_counter() - started,
        encoder=encoder.identity.name,
    )


def commit(catalog: Catalog, encoder: Identity, folder: Path, plan: Plan, options: Options) -> Index:
    """Put the index of a plan's vectors in place, with all that is made from it made before.

    The vectors are taken out of the plan, so that no row is held twice any longer than to copy it.

    Raises:
        BadIndexError: there are no vectors.
        DiskError: the disk is full, or the folder can't be written.
    """
    if not plan.vectors:
        raise BadIndexError(f"none of the pictures can be read; {folder / SKIPPED} tells why of each.")
    names = sorted(plan.vectors)
    table, columns = (
        None if path is None else relative_place(path, folder) for path in (options.styles, options.columns)
    )
    index = Index(
        vectors=np.stack([plan.vectors.pop(name) for name in names]),
        filenames=names,
        encoder=encoder,
        images_root=catalog.images_root,
        styles=table,
        comparison=options.comparison,
        created=datetime.now(UTC).isoformat(),
        columns=columns,
        vectorizer=options.vectorizer,
    )
    return artefacts.put_in_place(folder, index, catalog.only(names), {name: plan.fingerprints[name] for name in names})


def _embed(workshop: Workshop, plan: Plan, journal: Journal, options: Options) -> dict[str, str]:
    """Embed a plan's parts into its vectors; returns why pictures were left out, by filename."""
    skipped: dict[str, str] = {}
    kept, count = len(plan.vectors), len(plan.fingerprints)
    with progress("embedding", count, kept) as step:
        for made in RUNNERS[options.runner](workshop, plan.parts, options):
            if made.filenames and not made.kept:
                journal.note(made.filenames, made.fingerprints, made.vectors)
            plan.vectors.update(zip(made.filenames, made.vectors, strict=True))
            skipped.update(made.skipped)
            step(len(made.filenames) + len(made.skipped))
    return skipped


def _missing(joins: Joined) -> Iterable[Sequence[str]]:
    """Return the pictures that have no row and the rows that have no picture; none where there is no table."""
    pictures = joins.lonely if joins.table else ()
    return [("picture", name) for name in pictures] + [("row", name) for name in joins.unseen]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([header, *rows])
    atomic.write(path, table.getvalue().encode("utf-8", "surrogateescape"))
