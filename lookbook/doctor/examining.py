"""Looks at all of an index folder, and mends what can be mended."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from lookbook.catalog import Catalog, CatalogError
from lookbook.disk.lock import writing
from lookbook.doctor import contents, kept
from lookbook.doctor.finding import Finding
from lookbook.doctor.leftovers import leftovers
from lookbook.doctor.manifest import mending
from lookbook.doctor.pictures import pictures
from lookbook.index import EMBEDDINGS, FILENAMES, MANIFEST, BadIndexError, Index, open_catalog
from lookbook.index.fingerprints import read_fingerprints
from lookbook.settings import Settings

ROUNDS = 5
"""What is mended may bring more to light: first the manifest, then what is made from the index."""


PROVEN = "--repair brings back what is provably right."


class Treated(NamedTuple):
    """What was mended, and what is left."""

    mended: list[Finding]
    left: list[Finding]


def examine(folder: Path, settings: Settings, *, look_at_pictures: bool = True) -> list[Finding]:
    """Return all that is not as it should be in an index folder; nothing is written.

    Args:
        folder: the index folder.
        settings: what the owner set.
        look_at_pictures: whether to read every picture, which takes by far the longest.
    """
    with _quiet():
        return list(_examined(folder, settings, look_at_pictures))


def repair(folder: Path, settings: Settings) -> Treated:
    """Mend what can be mended without a picture being embedded again.

    Raises:
        BusyError: somebody else is writing to the folder.
        DiskError: the folder can't be written.
    """
    mended: dict[str, Finding] = {}
    found = examine(folder, settings, look_at_pictures=False)
    with writing(folder), _quiet():
        for _ in range(ROUNDS):
            todo = [finding for finding in found if finding.mend is not None and finding.says not in mended]
            for finding in todo:
                if finding.mend is not None:
                    finding.mend()
                mended[finding.says] = finding
            if not todo:
                break
            found = examine(folder, settings, look_at_pictures=False)
    return Treated(list(mended.values()), examine(folder, settings))


def _examined(folder: Path, settings: Settings, look_at_pictures: bool) -> Iterator[Finding]:
    try:
        index = Index.load(folder)
        index.check_maker(folder)
    except BadIndexError as error:
        yield from leftovers(folder, None)
        mend = mending(folder)
        says = f"{_sentence(folder, error)} {PROVEN}" if mend else _sentence(folder, error)
        yield Finding(file=folder / MANIFEST, says=says, mend=mend)
        return
    yield from leftovers(folder, index.encoder)
    yield from _date(folder)
    yield from contents.names(folder, index)
    yield from kept.fingerprints(folder, index)
    yield from contents.encoder(folder, index, settings)
    try:
        catalog = open_catalog(index, folder, settings.sources, settings.images, keep=False)
    except CatalogError as error:
        yield Finding.of(folder / MANIFEST, error)
        return
    yield from _around(folder, index, catalog, settings)
    if look_at_pictures:
        yield from pictures(folder, catalog, read_fingerprints(folder, index.created))


def _sentence(folder: Path, error: BadIndexError) -> str:
    """Say what is wrong with an index that can't be read; of two pickles, which is missing."""
    missing = [name for name in (EMBEDDINGS, FILENAMES) if not (folder / name).exists()]
    if len(missing) == 1:
        return f"{folder / missing[0]} is missing; bring it back, or build the index again."
    return f"{str(error).rstrip('.')}."


def _date(folder: Path) -> Iterator[Finding]:
    """Find a manifest that can be read and fits, and still is not the one that was written."""
    if (mend := mending(folder)) is not None:
        says = f"{folder / MANIFEST} is not as it was written here; --repair brings it back, which its hash proves."
        yield Finding(file=folder / MANIFEST, says=says, mend=mend)


def _around(folder: Path, index: Index, catalog: Catalog, settings: Settings) -> Iterator[Finding]:
    """Look at all that belongs to an index and its catalogue."""
    yield from contents.table(folder, catalog)
    yield from kept.artefacts(folder, index, catalog)
    yield from kept.purchases(folder, index, catalog)
    yield from contents.store(folder, index, catalog, settings)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what is found from being said twice: as a finding, and as a line of the log."""
    log = logging.getLogger("lookbook")
    before, log.disabled = log.disabled, True
    handlers, log.handlers, log.propagate = log.handlers, [logging.NullHandler()], False
    try:
        yield
    finally:
        log.disabled, log.handlers, log.propagate = before, handlers, True
