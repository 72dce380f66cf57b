"""What is kept below `.lookbook` of an index and its catalogue: the artefacts, the fingerprints, the purchases."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from lookbook.behavior.errors import BehaviorError
from lookbook.behavior.shop import MODEL, Shop
from lookbook.behavior.transactions.checking import check
from lookbook.behavior.transactions.ledger import Ledger
from lookbook.building.artefacts import ARTEFACTS
from lookbook.catalog import Catalog
from lookbook.disk import artefact
from lookbook.disk.artefact import Artefact
from lookbook.doctor.finding import Finding
from lookbook.index import Index
from lookbook.index.fingerprints import FINGERPRINTS, noted


def artefacts(folder: Path, index: Index, catalog: Catalog) -> Iterator[Finding]:
    """Find what is missing, stale or damaged of all that is made from an index and its catalogue."""
    for kept, source in ARTEFACTS:
        yield from _artefact(folder, kept, source(index, catalog))


def purchases(folder: Path, index: Index, catalog: Catalog) -> Iterator[Finding]:
    """Find what is wrong with the purchases that were brought, and with what was learned from them."""
    ledger = Ledger(folder)
    counted: set[str] = set()
    if ledger:
        try:
            counted = {day.file for day in ledger.days().values()}
            check(ledger)
        except BehaviorError as error:
            yield Finding.of(ledger.folder, error)
            return
        if MODEL.files(folder):
            yield from _artefact(folder, MODEL, Shop(folder, catalog, index.fetch, index.fingerprint))
    for path in sorted(ledger.folder.glob("purchases-*.parquet")):
        if path.name not in counted:
            says = f"{path} was left by an import that was stopped, and counts for nothing; --repair removes it."
            yield Finding(file=path, says=says, harm=False, mend=partial(path.unlink, missing_ok=True))


def fingerprints(folder: Path, index: Index) -> Iterator[Finding]:
    """Find what keeps the next build from knowing which pictures have changed."""
    path = folder / FINGERPRINTS
    costs = "so the next lookbook build embeds {} again, and is all that is needed."
    try:
        content = json.loads(noted(folder))
        created, names = str(content["created"]), set(content["pictures"])
    except FileNotFoundError:
        if index.created:
            yield Finding(file=path, says=f"{path} is not here, {costs.format('every picture')}", harm=False)
        return
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield Finding(file=path, says=f"{path} is damaged, {costs.format('every picture')}")
        return
    if created != index.created:
        yield Finding(file=path, says=f"{path} is of another index, {costs.format('every picture')}")
    elif lacking := set(index.filenames) - names:
        yield Finding(file=path, says=f"{path} lacks {len(lacking):,} pictures, {costs.format('these')}")


def _artefact(folder: Path, kept: Artefact[Any, Any], source: Any) -> Iterator[Finding]:
    path, others = kept.file(folder, source), kept.files(folder)
    mend = partial(_make, kept, folder, source)
    if path in others:
        if artefact.read(kept, folder, source) is None:
            says = f"{path} is damaged, so every start makes it again; --repair makes it now."
            yield Finding(file=path, says=says, mend=mend)
    elif others:
        says = (
            f"{others[0]} is of another state of the catalogue, so the next start makes it again; "
            "--repair makes it now."
        )
        yield Finding(file=others[0], says=says, harm=False, mend=mend)
    elif kept.needed(source):
        says = f"{path} is not here yet, so the next start makes it; --repair makes it now."
        yield Finding(file=path, says=says, harm=False, mend=mend)


def _make(kept: Artefact[Any, Any], folder: Path, source: Any) -> None:
    artefact.keep(kept, folder, source)
    artefact.sweep(kept, folder, source)
