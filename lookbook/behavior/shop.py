"""An index's catalogue and the purchases kept beside it, on the same items."""

import hashlib
import logging
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.errors import BehaviorError, TransactionsError
from lookbook.behavior.goods import Goods
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.ranking.mixture import Mixture
from lookbook.behavior.taste import Fetch
from lookbook.behavior.transactions.importing import keep
from lookbook.behavior.transactions.ledger import Kept, Ledger
from lookbook.behavior.transactions.sources import Source
from lookbook.catalog import Catalog
from lookbook.disk.artefact import Artefact
from lookbook.disk.atomic import DiskError
from lookbook.disk.lock import BusyError, writing

FORMAT = 2
"""To be raised whenever the same purchases would give another order."""
BESIDE = "transactions.csv"
"""Purchases beside an index are taken without being asked for, as its product table is."""
COLUMNS = ("gender", "masterCategory", "subCategory", "articleType", "baseColour", "season", "usage")
"""The columns by which a customer's purchases may resemble a product."""
TITLE, PRODUCT = "productDisplayName", "product_code"


@dataclass(frozen=True)
class Shop:
    """What recommendations are made from.

    Attributes:
        folder: the index folder.
        catalog: its pictures and product table.
        fetch: filenames of pictures -> their unit vectors (N, D).
        looks: a text that changes when those vectors do.
    """

    folder: Path
    catalog: Catalog
    fetch: Fetch
    looks: str

    @classmethod
    def open(cls, folder: Path | None, catalog: Catalog, fetch: Fetch, looks: str) -> "Shop | None":
        """Open the purchases beside an index; None where there are none.

        Raises:
            TransactionsError: purchases lie there that can't be read.
        """
        if folder is None:
            return None
        if not Ledger(folder) and (folder / BESIDE).is_file():
            _keep(folder)
        return cls(folder, catalog, fetch, looks) if Ledger(folder) else None

    @staticmethod
    def has_purchases(folder: Path) -> bool:
        """Return whether purchases lie beside an index, kept already or not."""
        return bool(Ledger(folder)) or (folder / BESIDE).is_file()

    @property
    def key(self) -> str:
        """A text that changes when recommendations would."""
        ids = hashlib.sha256("\0".join(self.catalog.table.ids).encode("utf-8", "surrogatepass")).hexdigest()
        return f"{FORMAT} {self._kept.fingerprint} {self.looks} {self.catalog.styles_sha256} {ids}"

    @cached_property
    def purchases(self) -> Purchases:
        """All purchases, over every item that was bought or is in the catalogue."""
        return self._kept.purchases.extended(list(self.catalog.fronts))

    @cached_property
    def pictures(self) -> list[str | None]:
        """The first picture of each item; None for what the catalogue lacks."""
        return [self.catalog.fronts.get(name) for name in self.purchases.item_ids]

    @cached_property
    def goods(self) -> Goods:
        """What the product table and the pictures say of each item."""
        rows = self.catalog.table.rows([name or "" for name in self.pictures])
        there = [name for name in COLUMNS if name in self.catalog.columns]
        return Goods(
            ids=self.purchases.item_ids,
            columns={name: [row.get(name, "") for row in rows] for name in there},
            texts=[row.get(TITLE, "") for row in rows],
            vectors=self._vectors(),
            product_codes=[row.get(PRODUCT, "") for row in rows] if PRODUCT in self.catalog.columns else (),
        )

    @cached_property
    def _kept(self) -> Kept:
        """The purchases as they are when they are first asked for, so that what is learned is kept as of these."""
        return Ledger(self.folder).kept()

    def _vectors(self) -> NDArray[np.float32]:
        """Return the vectors of the items' first pictures (I, D), 0 where there is none."""
        there = np.array([name is not None for name in self.pictures], bool)
        fetched = self.fetch([name for name in self.pictures if name is not None])
        vectors = np.zeros((len(there), fetched.shape[1]), np.float32)
        vectors[there] = fetched
        return vectors


def _keep(folder: Path) -> None:
    """Keep the purchases that lie beside an index, unless somebody else has just done so."""
    try:
        with writing(folder):
            if not Ledger(folder):
                report = keep(Source(place=str(folder / BESIDE)), folder)
                logging.getLogger(__name__).info("%s: %s", folder / BESIDE, report)
    except (BusyError, DiskError) as error:
        raise TransactionsError(f"the purchases in {folder / BESIDE} can't be kept: {error}") from error


def trained(shop: Shop) -> Mixture:
    """Learn the order of recommendations."""
    if len(np.unique(shop.purchases.days)) < 2:
        raise BehaviorError(
            f"the purchases in {Ledger(shop.folder).folder} are of one day; bring more days with lookbook transactions."
        )
    return Mixture().fit(shop.purchases, shop.goods)


def _pack(model: Mixture, file: BinaryIO) -> None:
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder) / "model")
        file.write((Path(folder) / "model").read_bytes())


MODEL: Artefact[Shop, Mixture] = Artefact(
    path=Path("recommendations.npz"),
    key=lambda shop: shop.key,
    make=trained,
    pack=_pack,
    unpack=lambda path, _: Mixture.load(path),
)
"""The learned order, kept below `.lookbook`."""
