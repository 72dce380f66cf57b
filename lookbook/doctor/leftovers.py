"""What writers that were stopped have left in an index folder."""

import contextlib
import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from lookbook.building.chunks import DAMAGE, read_chunk
from lookbook.building.parts import JOURNAL
from lookbook.catalog.addresses.kept import PICTURES, Kept, Line
from lookbook.disk import atomic, lock, swap
from lookbook.doctor.finding import Finding
from lookbook.encoders.base import Identity

NOBODY = Identity("", "", "")


def leftovers(folder: Path, encoder: Identity | None) -> Iterator[Finding]:
    """Find what lies in a folder that nobody writes to now; one that somebody writes to is said to be so, and left.

    Args:
        folder: the index folder.
        encoder: what made its vectors; None where nobody knows.
    """
    own, taken = folder / lock.OWN, folder / lock.LOCK
    if own.exists() and not own.is_dir():
        says = f"{own} is a file where a folder is needed, so nothing can be kept; remove it and build the index again."
        yield Finding(file=own, says=says)
        return
    if who := lock.holder(folder):
        says = f"{folder} is being written by {who}; wait for it, and ask again."
        yield Finding(file=taken, says=says, harm=False)
        return
    if lock.abandoned(folder):
        says = f"{taken} was left by a writer that was stopped, and locks nobody out; --repair removes it."
        yield Finding(file=taken, says=says, harm=False, mend=_nothing)
    for draft in lock.left(folder):
        says = f"{draft} is half a file that a stopped writer left, which nobody reads; --repair removes it."
        yield Finding(file=draft, says=says, harm=False, mend=partial(atomic.drop, draft))
    staged = folder / swap.STAGED
    if staged.is_dir():
        says = (
            f"{staged} holds a complete index whose writer was stopped before it moved home, and which counts; "
            "--repair moves it."
        )
        yield Finding(file=staged, says=says, harm=False, mend=partial(swap.settle, folder))
    yield from _journal(folder, encoder or NOBODY)
    yield from _addresses(folder)


def _journal(folder: Path, encoder: Identity) -> Iterable[Finding]:
    """Find what a stopped build noted: good chunks are its work, which the next build takes up."""
    for path in sorted((folder / JOURNAL).glob("*.npz")):
        try:
            with path.open("rb") as file:
                read_chunk(file, encoder)
        except DAMAGE:
            says = (
                f"{path}, a part of a build that was stopped, is damaged, so its pictures are embedded again; "
                "--repair removes it."
            )
            yield Finding(file=path, says=says, mend=partial(path.unlink, missing_ok=True))
        else:
            says = f"{path} is a part of a build that was stopped; run the same lookbook build again to go on from it."
            yield Finding(file=path, says=says, harm=False)


def _addresses(folder: Path) -> Iterable[Finding]:
    notes = folder / PICTURES / "addresses.jsonl"
    try:
        lines = notes.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    bad = sum(not _is_line(line) for line in lines)
    if bad:
        says = (
            f"{notes} has {bad} of {len(lines)} lines that are damaged, whose pictures are fetched again; "
            "--repair removes those lines."
        )
        yield Finding(file=notes, says=says, harm=False, mend=lambda: _rewrite(folder))


def _nothing() -> None:
    """Do nothing more: whoever mends is a writer, and the lock goes with it."""


def _rewrite(folder: Path) -> None:
    kept = Kept(folder)
    kept.keep_only(kept.lines)


def _is_line(text: str) -> bool:
    with contextlib.suppress(ValueError, TypeError):
        Line(**json.loads(text))
        return True
    return False
