"""An index whose pictures were moved is pointed at their new place: its vectors stay as they are."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lookbook.building import artefacts
from lookbook.catalog import Catalog, CatalogError, finding
from lookbook.catalog.bounds import relative_place
from lookbook.catalog.moved import Fit, fit, size
from lookbook.catalog.places import locate, reopen
from lookbook.catalog.storage import Storage, StorageError, common_folder
from lookbook.disk.lock import writing
from lookbook.index import MANIFEST, BadIndexError, Index
from lookbook.index.fingerprints import read_fingerprints
from lookbook.photos import PhotoError


def point(
    folder: Path,
    images: str,
    styles: str | Path | None = None,
    columns: Path | None = None,
    *,
    say: Callable[[str], None],
) -> Index:
    """Point an index at the place where its pictures lie now, which is held to a sample of their fingerprints.

    Args:
        folder: the index folder.
        images: the folder, zip or URL.
        styles: the product table; None = where it was, else the nearest to the pictures.
        columns: what tells its columns; None = where that was, else beside the table.
        say: takes a line on what was found there.

    Raises:
        BadIndexError: there is no index that was built here.
        CatalogError: the pictures there are not those of the index.
        BusyError: somebody else is writing to the folder.
        DiskError: the folder can't be written.
    """
    with writing(folder):
        index = Index.load(folder)
        if not index.created:
            raise BadIndexError(
                f"{folder / MANIFEST} is missing, so there is nothing to point elsewhere; set LOOKBOOK_IMAGES, or "
                "build the index again."
            )
        known = read_fingerprints(folder, index.created)
        try:
            storage, images_root, under = locate(images, Path(os.path.abspath(folder)))
            way = fit(storage, under, index.filenames, known, images)
        except StorageError as error:
            raise CatalogError(str(error)) from error
        say(f"{way}; nothing is embedded")
        pointed = replace(
            index,
            images_root=images_root,
            filenames=[way.name(name) for name in index.filenames],
            created=datetime.now(UTC).isoformat(),
            styles=_relative(styles, folder) or index.styles,
            columns=_relative(columns, folder) or index.columns,
        )
        pointed = _with_table(index, pointed, folder)
        now = _fingerprints(storage, way, index, known)
        artefacts.put_in_place(folder, pointed, _catalog(pointed, folder), now)
        return pointed


def _relative(path: str | Path | None, folder: Path) -> str | None:
    return None if path is None else relative_place(path, folder)


def _with_table(before: Index, pointed: Index, folder: Path) -> Index:
    """Name the product table of before where there is none near the pictures any more."""
    if pointed.styles or _catalog(pointed, folder).styles:
        return pointed
    with suppress(StorageError):
        storage = reopen(before.images_root, Path(os.path.abspath(folder)), None)
        place = next(finding.places(storage, common_folder(before.filenames)), None)
        if place is not None and (path := storage.local(place.path)) is not None:
            return replace(pointed, styles=relative_place(path, folder))
    return pointed


def _catalog(index: Index, folder: Path) -> Catalog:
    return Catalog.at(index.images_root, index.filenames, index.styles, folder, index.columns)


def _fingerprints(storage: Storage, way: Fit, index: Index, known: dict[str, str]) -> dict[str, str]:
    """Return the pictures' fingerprints in their new place; another picture's stays, so that it is embedded."""
    found = {}
    for name in index.filenames:
        before = known.get(name, "")
        try:
            now = storage.fingerprint(way.name(name))
        except PhotoError:
            continue
        found[way.name(name)] = now if size(now) == size(before) else before
    return found
