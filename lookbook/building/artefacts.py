"""All that is kept below `.lookbook` and can be made again from an index and its catalogue."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lookbook.catalog import Catalog
from lookbook.catalog.kept_table import TABLE
from lookbook.disk import artefact
from lookbook.disk.artefact import Artefact
from lookbook.index import Index
from lookbook.neighbors.ivf import IVF, Fitted
from lookbook.projection import MAP
from lookbook.retrieval.products import Products
from lookbook.retrieval.terms_kept import TERMS


class Kept(NamedTuple):
    """An artefact, and what of an index and its catalogue it is made from."""

    artefact: Artefact[Any, Any]
    source: Callable[[Index, Catalog], Any]


ARTEFACTS: Sequence[Kept] = (
    Kept(TABLE, lambda index, catalog: catalog),
    Kept(TERMS, lambda index, catalog: Products(catalog, index.vectorizer)),
    Kept(IVF, lambda index, catalog: Fitted(index.vectors, index.fingerprint)),
    Kept(MAP, lambda index, catalog: index),
)
"""In the order in which they are made."""


def make(folder: Path, index: Index, catalog: Catalog) -> None:
    """Make what an index needs and is not kept yet, before that index is put in place.

    Args:
        folder: the index folder.
        index: the one that will be put in place.
        catalog: with the pictures of that index alone.
    """
    for kept, source in _sources(index, catalog):
        if kept.needed(source) and not kept.file(folder, source).exists():
            artefact.keep(kept, folder, source)


def put_in_place(folder: Path, index: Index, catalog: Catalog, fingerprints: Mapping[str, str]) -> Index:
    """Put an index in place, with all that is made from it made before, and what was made for others removed after.

    That it was built here is remembered; see `Index.save`.

    Args:
        folder: the index folder.
        index: the new one.
        catalog: with the pictures of that index alone.
        fingerprints: of its pictures.

    Returns:
        The index as it is now on disk.

    Raises:
        DiskError: the disk is full, or the folder can't be written.
    """
    make(folder, index, catalog)
    saved = index.save(folder, fingerprints)
    for kept, source in _sources(saved, catalog):
        artefact.sweep(kept, folder, source)
    return saved


def _sources(index: Index, catalog: Catalog) -> list[tuple[Artefact[Any, Any], Any]]:
    return [(kept, source(index, catalog)) for kept, source in ARTEFACTS]
