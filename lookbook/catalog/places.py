"""From what a person or an index calls a place to the storage there."""

import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from lookbook.catalog import finding
from lookbook.catalog.bounds import Bounds, absolute_place, is_url, relative_place
from lookbook.catalog.csv_table import COLUMNS
from lookbook.catalog.moved import Moved, fit
from lookbook.catalog.remote import Remote
from lookbook.catalog.storage import Closed, Folder, Storage, StorageError, common_folder
from lookbook.catalog.tables.lists import ATTRIBUTE_NAMES, CATEGORIES
from lookbook.catalog.zipped import Zip

ELSEWHERE = (
    "if its pictures were moved, say where they are now: set LOOKBOOK_IMAGES to that folder, zip or URL, or, for good, "
    "run lookbook build with --images and --output"
)
"""What to do about pictures that are not where an index says."""

_LOOKED_FOR = 20
"""How many pictures are looked for to see whether all are gone."""


P = TypeVar("P", str, Path)


def locate(images: str, index: Path) -> tuple[Storage, str, str]:
    """Find what a person names.

    Returns:
        The storage, what to call its root, and the folder of pictures below that root.

    Raises:
        StorageError: there is no such place, or it can't be opened.
    """
    if is_url(images):
        root, under = _split_url(images)
        return Remote(root), root, under
    path = Path(os.path.abspath(images))
    below = path.is_relative_to(index)
    if path.is_dir():
        root_path = index if below else path.parent
        images_root = "." if below else relative_place(root_path, index)
        return Folder(root_path), images_root, path.relative_to(root_path).as_posix()
    if path.is_file():
        return Zip(path), path.relative_to(index).as_posix() if below else relative_place(path, index), ""
    raise StorageError(f"{images} does not exist; give a folder, a zip or a URL of pictures.")


def _split_url(url: str) -> tuple[str, str]:
    scheme, path = url.rstrip("/").split("://", 1)
    folder, _, name = path.rpartition("/")
    return (f"{scheme}://{folder}", name) if folder.strip("/") else (url.rstrip("/"), "")


def reopen(images_root: str, index: Path, bounds: Bounds | None) -> Storage:
    """Open what an index names; a place out of bounds gives a storage that refuses every file.

    Raises:
        StorageError: the place is gone, or can't be opened.
    """
    place = images_root if is_url(images_root) else absolute_place(images_root, index)
    if bounds is not None and not bounds.hold(place):
        logging.getLogger(__name__).warning("no pictures are shown: %s", _refusal(place))
        return Closed(_refusal(place))
    if isinstance(place, str):
        return Remote(place)
    if place.is_dir():
        return Folder(place, bounds)
    if place.is_file():
        return Zip(place)
    raise StorageError(f"{place}, where the pictures were, is gone; {ELSEWHERE}.")


def reopen_moved(
    images_root: str,
    index: Path,
    bounds: Bounds | None,
    *,
    images: str,
    filenames: Sequence[str],
    known: Mapping[str, str],
) -> Storage:
    """Open the pictures of an index where its owner says that they lie now, and all else where the index says.

    Args:
        images_root, index, bounds: as `reopen` takes them; `bounds` hold what the owner says.
        images: the folder, zip or URL.
        filenames, known: the index's, as `fit` takes them.

    Raises:
        StorageError: there is no such place, or the pictures there are not those of the index.
    """
    place = images if is_url(images) else os.path.abspath(images)
    pictures = reopen(place, index, bounds)
    way = fit(pictures, "", filenames, known, images)
    return Moved(pictures, way, _with_table(images_root, index, bounds, place, common_folder(filenames)))


def _with_table(images_root: str, index: Path, bounds: Bounds | None, place: str, folder: str) -> Storage:
    """Open where the index says, if there is a product table, else where the pictures are, and what is beside them."""
    old = images_root if is_url(images_root) else absolute_place(images_root, index)
    if bounds is None or bounds.hold(old):
        with suppress(StorageError):
            storage = reopen(images_root, index, bounds)
            if next(finding.places(storage, folder), None) is not None:
                return storage
    return reopen(place if is_url(place) or bounds is not None else os.path.dirname(place), index, bounds)


def lost(storage: Storage, filenames: Sequence[str]) -> str:
    """Return a sentence where none of the pictures is there any more, "" where some are or nobody can tell at once."""
    sample = filenames[:: max(1, len(filenames) // _LOOKED_FOR)]
    places = [place for name in sample if (place := storage.local(name)) is not None]
    if not places or any(map(os.path.lexists, places)):
        return ""
    return f"none of the pictures is where the index says, such as {places[0]}; {ELSEWHERE}."


def table_place(file: str | Path | None, index: Path, bounds: Bounds | None) -> str | Path | None:
    """Return the path or the address of what an index names about its products. Raises StorageError out of bounds.

    What is read beside a file must be within bounds, too, wherever links lead.
    """
    if file is None:
        return None
    if is_url(str(file)):
        return _within(bounds, str(file))
    path = absolute_place(file, index)
    for beside in map(path.with_name, (COLUMNS, CATEGORIES, ATTRIBUTE_NAMES)):
        if os.path.lexists(beside):
            _within(bounds, beside)
    return _within(bounds, path)


def _within(bounds: Bounds | None, path: P) -> P:
    if bounds is not None and not bounds.hold(path):
        raise StorageError(f"the product table is not read: {_refusal(path)}, else build it again.")
    return path


def _refusal(place: str | Path) -> str:
    return (
        f"the index was not built here, and {place} is not in its folder; if you trust it, set LOOKBOOK_SOURCES={place}"
    )
