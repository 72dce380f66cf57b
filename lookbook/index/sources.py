"""The catalogue of an index: opened freely where it was built, else within bounds."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from lookbook.catalog import Catalog
from lookbook.catalog.bounds import Bounds, absolute_place, is_url
from lookbook.catalog.moved import fit
from lookbook.catalog.places import reopen
from lookbook.catalog.storage import StorageError
from lookbook.disk import atomic
from lookbook.index.built import is_remembered, is_remembered_elsewhere, remember
from lookbook.index.fingerprints import read_fingerprints
from lookbook.index.in_place import manifest_of
from lookbook.index.index import Index
from lookbook.index.manifest import MANIFEST


def open_catalog(
    index: Index, folder: Path, sources: Sequence[str] = (), images: str | None = None, *, keep: bool = True
) -> Catalog:
    """Open the pictures and the product table that an index names.

    An index says where they are, and may come from elsewhere. So what lies outside of its folder is opened only where
    this person built this very index on this machine, and finds its pictures there, or agreed to the place.

    Args:
        index: what was loaded from the folder.
        folder: the index folder.
        sources: folders, files and addresses that the owner's settings agree to.
        images: where the owner's settings say that the pictures lie now.
        keep: as `Catalog.at` takes it.

    Raises:
        CatalogError: a place is gone, out of bounds, or a product table can't be read.
    """
    here = is_remembered(folder, index.manifest_sha256)
    known = {} if here and images is None else read_fingerprints(folder, index.created)
    here = here or _moved_with_its_pictures(index, folder, known)
    agreed = [*sources, *([] if images is None else [images])]
    return Catalog.at(
        index.images_root,
        index.filenames,
        index.styles,
        folder,
        index.columns,
        None if here else Bounds.of(folder, agreed),
        images=images,
        known=known,
        keep=keep,
    )


def table_of_before(folder: Path) -> tuple[str | Path | None, Path | None]:
    """Return the product table, and what tells its columns, that an index names, if it was built here and both exist.

    What lies near the pictures is found without a name, so an index that names none returns none.
    """
    manifest = manifest_of(folder)
    if manifest is None or manifest.styles is None or not is_remembered(folder, atomic.sha256(folder / MANIFEST)):
        return None, None
    styles = manifest.styles if is_url(manifest.styles) else absolute_place(manifest.styles, folder)
    columns = None if manifest.columns is None else absolute_place(manifest.columns, folder)
    there = (isinstance(styles, str) or styles.is_file()) and (columns is None or columns.is_file())
    return (styles, columns) if there else (None, None)


def _moved_with_its_pictures(index: Index, folder: Path, known: Mapping[str, str]) -> bool:
    """Return whether an index was built on this machine, and moved or copied with its pictures; then that is noted.

    The manifest is this person's own, so nobody else chose what it names, and the pictures are as large as they were.
    """
    if not known or not is_remembered_elsewhere(index.manifest_sha256):
        return False
    try:
        fit(reopen(index.images_root, folder, None), "", index.filenames, known, str(folder))
    except StorageError:
        return False
    remember(folder, index.manifest_sha256)
    return True
