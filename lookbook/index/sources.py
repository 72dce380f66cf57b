"""The catalogue of an index: opened freely where it was built, else within bounds."""

from collections.abc import Sequence
from pathlib import Path

from lookbook.catalog import Catalog
from lookbook.catalog.bounds import Bounds
from lookbook.index.built import is_remembered
from lookbook.index.index import Index


def open_catalog(index: Index, folder: Path, sources: Sequence[str] = ()) -> Catalog:
    """Open the pictures and the product table that an index names.

    An index says where they are, and may come from elsewhere. So what lies outside of its folder is opened only where
    this person built this very index here, or agreed to the place.

    Args:
        index: what was loaded from the folder.
        folder: the index folder.
        sources: folders, files and addresses that the owner's settings agree to.

    Raises:
        CatalogError: a place is gone, out of bounds, or a product table can't be read.
    """
    bounds = None if is_remembered(folder, index.manifest_sha256) else Bounds.of(folder, sources)
    return Catalog.at(index.images_root, index.filenames, index.styles, folder, index.columns, bounds)
