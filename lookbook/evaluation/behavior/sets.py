"""The public sets of purchases, each with the split on which its figures are quoted."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.errors import TransactionsError
from lookbook.behavior.goods import Goods
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.transactions.days import number
from lookbook.behavior.transactions.importing import keep
from lookbook.behavior.transactions.ledger import Ledger
from lookbook.behavior.transactions.sources import Source
from lookbook.evaluation.behavior.folds import Question, among, rolling

HM = "h-and-m-sample.zip"
RENTTHERUNWAY = "renttherunway.parquet"
ONLINE_RETAIL = "online_retail.parquet"
WEEK = "2020-09-16"
ATTRIBUTES = ("product_type_name", "department_name", "index_name", "colour_group_name", "garment_group_name")


def read(source: Source) -> Purchases:
    """Read a table of purchases the way the command does. Raises TransactionsError."""
    with tempfile.TemporaryDirectory() as folder:
        keep(source, Path(folder))
        return Ledger(Path(folder)).purchases()


def hm_week(folder: Path) -> Question:
    """H&M, the week of 16 to 22 September 2020: the last two days after the five before."""
    purchases = _hm(folder)
    week = purchases.between(number(WEEK), purchases.today)
    return Question(
        name="H&M week", folds=rolling(week, 2, 1), goods=_articles(folder, week.item_ids), horizon=2, weeks=2
    )


def hm_panel(folder: Path) -> Question:
    """H&M, all purchases of 1,364 customers: the last twelve weeks, each after the two years before."""
    purchases = _hm(folder)
    with zipfile.ZipFile(folder / HM) as archive:
        panel = set(archive.read("panel_customers.csv").decode().split()[1:])
    members = purchases.of(np.array([name in panel for name in purchases.customer_ids]))
    return Question(
        name="H&M panel", folds=rolling(members, 7, 12), goods=_articles(folder, members.item_ids), horizon=7, weeks=24
    )


def hm_pictured(folder: Path) -> Question:
    """H&M's week as if there were only the 8,000 articles that have pictures here.

    These are articles that were sold that week, so among all others a picture would tell that an article will be sold.
    """
    names = _pictured(folder)
    week = _hm(folder)
    week = among(week.between(number(WEEK), week.today), list(names))
    goods = replace(_articles(folder, week.item_ids), vectors=_looks(folder, [names[id_] for id_ in week.item_ids]))
    return Question(name="H&M, 8,000 pictures", folds=rolling(week, 2, 1), goods=goods, horizon=2, weeks=2)


def hm_new(folder: Path) -> Question:
    """H&M, the last two days after all that came before: what was never sold before, of all 105,542 articles."""
    purchases = _hm(folder)
    purchases = purchases.extended(_rows(folder))
    goods = _articles(folder, purchases.item_ids)
    return Question(name="H&M, all articles", folds=rolling(purchases, 2, 1), goods=goods, horizon=2, weeks=2).of_new()


def hm_new_pictured(folder: Path) -> Question:
    """H&M's week of articles with pictures: what was never sold before."""
    return hm_pictured(folder).of_new()


def renttherunway(folder: Path) -> Question:
    """RentTheRunway: the last 28 days."""
    purchases = read(Source(place=str(folder / RENTTHERUNWAY)))
    return Question(
        name="RentTheRunway",
        folds=rolling(purchases, 28, 1),
        goods=Goods.bare(purchases.item_ids),
        horizon=28,
        weeks=6,
    )


def online_retail(folder: Path) -> Question:
    """Online Retail, a gift shop: the last 7 days."""
    purchases = read(Source(place=str(folder / ONLINE_RETAIL)))
    goods = Goods.bare(purchases.item_ids)
    return Question(name="Online Retail", folds=rolling(purchases, 7, 1), goods=goods, horizon=7, weeks=8)


SETS: Mapping[str, Callable[[Path], Question]] = {
    "hm-week": hm_week,
    "hm-panel": hm_panel,
    "hm-pictured": hm_pictured,
    "hm-new": hm_new,
    "hm-new-pictured": hm_new_pictured,
    "renttherunway": renttherunway,
    "online-retail": online_retail,
}
"""The names of the sets."""
USUAL = ("hm-week", "hm-panel", "renttherunway", "online-retail")
"""Those that are measured where none is named."""


def question(name: str, folder: Path) -> Question:
    """Read a set.

    Args:
        name: a key of SETS.
        folder: where the sets lie.

    Raises:
        TransactionsError: there is no such set, or its file is not in the folder.
    """
    if name not in SETS:
        raise TransactionsError(f"there is no set {name!r}; choose among {', '.join(SETS)}.")
    try:
        return SETS[name](folder)
    except (FileNotFoundError, zipfile.BadZipFile, KeyError) as error:
        raise TransactionsError(f"the set {name} is not in {folder} ({error}); check the folder.") from error


def _hm(folder: Path) -> Purchases:
    return read(Source(place=f"zip://transactions_train.csv::{folder / HM}"))


def _rows(folder: Path) -> dict[str, dict[str, str]]:
    with zipfile.ZipFile(folder / HM) as archive, archive.open("articles.csv") as file:
        return {row["article_id"]: row for row in csv.DictReader(io.TextIOWrapper(file, "utf-8"))}


def _pictured(folder: Path) -> dict[str, str]:
    """Return the articles that have a picture, and its name within the archive."""
    with zipfile.ZipFile(folder / HM) as archive:
        return {Path(name).stem: name for name in archive.namelist() if name.endswith(".jpg")}


def _looks(folder: Path, names: Sequence[str]) -> NDArray[np.float32]:
    """Embed pictures by the embedded network: unit vectors (N, D)."""
    from lookbook.catalog import Catalog
    from lookbook.encoders.fashion import FashionEncoder
    from lookbook.evaluation.candidate import embed

    catalog = Catalog.open(folder / HM)
    inside = {Path(name).name: name for name in catalog.filenames}
    return embed(FashionEncoder(), "fashion", catalog, [inside[Path(name).name] for name in names])


def _articles(folder: Path, ids: Sequence[str]) -> Goods:
    """Return what H&M's table of articles tells of items."""
    rows = _rows(folder)

    def column(name: str) -> list[str]:
        return [rows.get(article, {}).get(name, "") for article in ids]

    titles, details = column("prod_name"), column("detail_desc")
    return Goods(
        ids=ids,
        columns={name: column(name) for name in ATTRIBUTES},
        texts=[f"{title} {detail}" for title, detail in zip(titles, details, strict=True)],
        product_codes=column("product_code"),
    )
