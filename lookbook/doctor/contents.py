"""What of an index can be wrong although its three files fit together."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lookbook import encoders
from lookbook.catalog import Catalog
from lookbook.catalog.kept_table import TABLE
from lookbook.doctor.finding import Finding
from lookbook.encoders.base import EncoderError
from lookbook.errors import LookbookError
from lookbook.index import FILENAMES, MANIFEST, Index
from lookbook.index.tutorial import TUTORIAL
from lookbook.settings import LOCAL, Settings
from lookbook.stores import Contents, open_store, store_named
from lookbook.stores.facts import table_mark

LOOKED_AT = 100
"""How many vectors of a server are compared with the index's."""
CLOSE = 1e-3
"""By how much they may differ: servers keep some numbers in fewer bits."""


def names(folder: Path, index: Index) -> Iterator[Finding]:
    """Find pictures that are listed more than once."""
    path = folder / FILENAMES
    for name, count in Counter(index.filenames).items():
        if count > 1:
            yield Finding(file=path, says=f"{path} lists {name} {count} times; build the index again.")


def encoder(folder: Path, index: Index, settings: Settings) -> Iterator[Finding]:
    """Find whether photos can be compared with the index at all; what another program made is not held to a network."""
    if index.encoder == TUTORIAL:
        return
    try:
        encoders.matching(index.encoder, settings, folder)
    except EncoderError as error:
        yield Finding.of(folder / MANIFEST, error)


def table(folder: Path, catalog: Catalog) -> Iterator[Finding]:
    """Find whether the product table is there, and joins with the pictures."""
    if not catalog.styles:
        if kept := TABLE.files(folder):
            says = (
                f"the product table that {kept[0].name} was made from is gone, so products have neither names nor "
                "filters; bring it back beside the pictures, or name it with lookbook build --styles."
            )
            yield Finding(file=kept[0], says=says)
        return
    if len(catalog.joins.lonely) == len(catalog.filenames):
        path = folder / catalog.styles
        says = (
            f"none of the pictures has a row in {path}, so nothing is known of products; bring back the table "
            "of these products, or name its columns in a columns.toml beside it."
        )
        yield Finding(file=path, says=says)


def store(folder: Path, index: Index, catalog: Catalog, settings: Settings) -> Iterator[Finding]:
    """Find whether a server holds what the index does; the store of this process is the index."""
    held = Contents(
        keys=index.filenames,
        vectors=index.vectors,
        table=catalog.table,
        fingerprint=index.fingerprint,
        folder=folder,
        settings=settings,
        published=index.store,
    )
    if (name := store_named(held)) == LOCAL:
        return
    try:
        opened = open_store(held)
        count = len(opened)
        rows = np.unique(np.linspace(0, len(index.filenames) - 1, LOOKED_AT).astype(np.intp))
        there = opened.fetch([index.filenames[row] for row in rows])
    except (LookbookError, KeyError) as error:
        says = f"the store {name} does not answer as it should: {error}"
        yield Finding(file=folder, says=says)
        return
    if index.store is not None and index.store.table != table_mark(catalog.table):
        says = f"filters of the store {name} go by the product table as it was published; run lookbook publish again."
        yield Finding(file=folder, says=says)
    if count != len(index.filenames) or not np.allclose(there, index.vectors[rows], atol=CLOSE):
        says = (
            f"the store {name} holds {count:,} vectors, which are not the {len(index.filenames):,} of the "
            f"index in {folder}; run lookbook publish again."
        )
        yield Finding(file=folder, says=says)
