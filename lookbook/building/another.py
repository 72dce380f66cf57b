"""Whether an index folder holds another catalogue's index, which a build would put out of it."""

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path

from lookbook.catalog import Catalog
from lookbook.catalog.addresses import fetched_before
from lookbook.catalog.bounds import absolute_place, is_url
from lookbook.catalog.moved import size
from lookbook.catalog.storage import common_folder
from lookbook.errors import LookbookError
from lookbook.index import BadIndexError, manifest_of
from lookbook.index.fingerprints import read_fingerprints
from lookbook.photos import PhotoError

_COMPARED = 200
"""Pictures of one name whose sizes are compared."""


class OtherCatalogueError(LookbookError):
    """The index folder holds the index of another catalogue."""


def check_pictures(catalog: Catalog, folder: Path) -> None:
    """Compare a catalogue with the one that an index folder holds.

    They are the same where they lie in the same place, or a picture of the same name has the same size: folders are
    renamed, and archives come in new versions. The sample catalogue is nobody's, so it may always go.

    Raises:
        OtherCatalogueError: none of the pictures there is here.
    """
    try:
        manifest = manifest_of(folder)
    except BadIndexError:
        return
    before = read_fingerprints(folder, manifest.created) if manifest else {}
    if manifest is None or not before or _is_sample(folder):
        return
    place = _place(manifest.images_root, before, folder)
    if place == _place(catalog.images_root, catalog.filenames, folder) or _share(catalog, before):
        return
    raise OtherCatalogueError(_sentence(folder, f"the index of {len(before):,} pictures in {place}"))


def check_addresses(addresses: Iterable[str], folder: Path) -> None:
    """Compare addresses with those whose pictures lie beside an index. Raises OtherCatalogueError: none is the same."""
    before = fetched_before(folder)
    if before and before.isdisjoint(addresses):
        raise OtherCatalogueError(
            _sentence(folder, f"fetched pictures of {len(before):,} addresses, such as {min(before)}")
        )


def _sentence(folder: Path, held: str) -> str:
    return (
        f"{folder} holds {held}, none of which is in this catalogue; give --replace to put this one in its place, or "
        "--output for a folder of its own."
    )


def _place(images_root: str, filenames: Iterable[str], folder: Path) -> str:
    """Return the deepest folder that all pictures lie in, or the zip or address."""
    root = images_root if is_url(images_root) else absolute_place(images_root, folder).as_posix()
    return posixpath.join(root, common_folder(list(filenames)))


def _share(catalog: Catalog, before: Mapping[str, str]) -> bool:
    """Return whether a picture of the same name has the same size, on a sample of those that have the same name."""
    sizes = {posixpath.basename(name): size(fingerprint) for name, fingerprint in before.items()}
    common = [name for name in catalog.filenames if posixpath.basename(name) in sizes]
    for name in common[:: max(1, len(common) // _COMPARED)]:
        try:
            if size(catalog.fingerprint(name)) == sizes[posixpath.basename(name)]:
                return True
        except PhotoError:
            continue
    return False


def _is_sample(folder: Path) -> bool:
    from lookbook.sample.catalogue import HEADER, SHOP  # brings OpenCV

    try:
        with (folder / "styles.csv").open(encoding="utf-8", errors="replace") as table:
            return table.readline().strip() == ",".join(HEADER) and f",{SHOP}/" in table.readline()
    except OSError:
        return False
