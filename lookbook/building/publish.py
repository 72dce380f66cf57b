"""Publishing: the vectors of an index, and what filters need of their products, are brought to a server."""

import hashlib
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lookbook.building.outgoing import Change, Outgoing
from lookbook.disk.lock import writing
from lookbook.index import Index, StorePart, last_published, name_store, open_catalog
from lookbook.neighbors import ExactNeighbors
from lookbook.settings import Settings, SettingsError
from lookbook.stores import SERVERS, StoreError, VectorStore
from lookbook.stores.base import UNCHANGED
from lookbook.stores.facts import table_mark
from lookbook.stores.published import require_dim

ASKED, FOUND = 50, 5
"""How many vectors are looked for in the end, and how many results of each count."""
ENOUGH = 0.9
"""The share of the true results that a search has to find."""
CLOSE = 1e-4
"""By how much a result may be farther than the last true one and still be as good."""


@dataclass(frozen=True)
class Published:
    """What publishing did, in vectors and seconds."""

    store: str
    collection: str
    new: int
    kept: int
    removed: int
    recall: float
    seconds: float

    def __str__(self) -> str:
        """Return the line that it ends with."""
        return (
            f"published {self.new + self.kept:,} (new {self.new:,}, kept {self.kept:,}, removed {self.removed:,}) to "
            f"{self.store}, collection {self.collection}, in {self.seconds:.1f} s, recall@{FOUND} {self.recall:.3f}"
        )


def publish(folder: Path, store: str, settings: Settings, collection: str = "", kind: str = "HNSW") -> Published:
    """Bring a server's collection up to date with an index, and let index.json name it.

    Only what is new or has changed is sent. Readers see the collection as it was until index.json names the new state;
    whoever is stopped before that has changed nothing for them, and the next call goes on there.

    Args:
        folder: the index folder.
        store: a name of `SERVERS`.
        settings: what the owner set, the server's address among it.
        collection: its name; "" = the one of before, else one that is made of the folder's path.
        kind: the type of index that a new collection gets.

    Raises:
        BadIndexError, CatalogError, SettingsError: one sentence that says what to do.
        StoreError: the server can't be used, or does not hold in the end what it was given.
        BusyError: somebody else is writing to the folder.
        DiskError: index.json can't be written.
    """
    if settings.store_uri is None:
        raise SettingsError("there is no server to publish to; give --uri, or set LOOKBOOK_STORE_URI.")
    started = time.perf_counter()
    with writing(folder):
        index = Index.load(folder)
        table = open_catalog(index, folder, settings.sources, settings.images).table
        before = next((one for one in (index.store, last_published(folder)) if one and one.name == store), None)
        name = collection or (before.collection if before else named_after(folder))
        there = SERVERS[store].server(settings.store_uri, name, kind)
        place = StorePart(name=store, collection=name, table=table_mark(table))
        if there.dim() is None:
            there.create(index.vectors.shape[1])
        require_dim(there, index.vectors.shape[1], place)
        outgoing = Outgoing(index, table)
        change = Change.of(there, outgoing)
        change.send(there, outgoing)
        opened = SERVERS[store](there, change.state, index.vectors.shape[1], table, index.filenames)
        recall = checked(opened, store, index)
        name_store(folder, place.model_copy(update={"state": change.state}))
        if before is not None and before.collection == name and before.state <= change.state:
            there.forget(before.state)
    new, gone = len(change.new), len(change.gone)
    return Published(store, name, new, len(index.filenames) - new, gone, recall, time.perf_counter() - started)


def named_after(folder: Path) -> str:
    """Return the name of an index folder's collection, the same every time."""
    path = os.path.realpath(folder)
    plain = re.sub("[^a-z0-9]+", "_", Path(path).name.lower()).strip("_")[:24]
    return f"lookbook_{plain}_{hashlib.sha256(os.fsencode(path)).hexdigest()[:8]}"


def checked(store: VectorStore, name: str, index: Index) -> float:
    """Return the share of true neighbours that a search of what was published finds.

    Raises:
        StoreError: the server holds another number of vectors, or finds too little.
    """
    count = len(store)
    if count != len(index.filenames):
        raise StoreError(f"{name} holds {count:,} of {len(index.filenames):,} vectors, {UNCHANGED}")
    rows = np.unique(np.linspace(0, count - 1, ASKED).astype(np.intp))
    k = min(FOUND, count)
    truth = ExactNeighbors().fit(index.vectors).search(index.vectors[rows], k).similarities[:, -1].tolist()
    found = store.search(index.vectors[rows], k)
    good = [sum(match.score >= least - CLOSE for match in near) for near, least in zip(found, truth, strict=True)]
    recall: float = sum(good) / (k * len(rows))
    if recall < ENOUGH:
        raise StoreError(f"{name} finds {recall:.0%} of what it should, {UNCHANGED}")
    return recall
