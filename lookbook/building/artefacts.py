"""All that is kept below `.lookbook` and can be made again from an index and its catalogue."""

from collections.abc import Callable, Sequence
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


def sweep(folder: Path, index: Index, catalog: Catalog) -> None:
    """Remove what was made for other indexes, once this one is in place."""
    for kept, source in _sources(index, catalog):
        artefact.sweep(kept, folder, source)


def _sources(index: Index, catalog: Catalog) -> list[tuple[Artefact[Any, Any], Any]]:
    return [(kept, source(index, catalog)) for kept, source in ARTEFACTS]
