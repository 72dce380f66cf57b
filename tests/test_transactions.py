"""Purchases from tables of all kinds, and what is kept of them."""

import csv
import gzip
import sqlite3
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from lookbook.behavior.errors import TransactionsError
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.transactions.days import Listed, number
from lookbook.behavior.transactions.importing import keep
from lookbook.behavior.transactions.layout import Layout
from lookbook.behavior.transactions.ledger import Ledger
from lookbook.behavior.transactions.sources import Source
from lookbook.behavior.transactions.spool import Spool
from lookbook.behavior.transactions.vocabulary import Vocabulary
from lookbook.disk.atomic import DiskError
from tests.test_disk import full_disk

HM = """t_dat,customer_id,article_id,price,sales_channel_id
2020-09-16,ann,0108775015,0.02,2
2020-09-16,ann,0108775015,0.04,2
2020-09-16,bob,0108775044,0.05,1
2020-09-18,ann,0108775044,,2
"""
HEADER = HM.splitlines()[0]


def source(path: Path, content: str) -> Source:
    path.write_text(content)
    return Source(place=str(path))


def told(purchases: Purchases) -> list[tuple[str, str, int, int]]:
    """Return customer, item, day and quantity of every row."""
    return [
        (purchases.customer_ids[customer], purchases.item_ids[item], int(day), int(quantity))
        for customer, item, day, quantity in zip(
            purchases.customers, purchases.items, purchases.days, purchases.quantities, strict=True
        )
    ]


def test_ids_keep_their_zeros_and_repeated_rows_become_quantities(tmp_path: Path) -> None:
    report = keep(source(tmp_path / "a.csv", HM), tmp_path)

    purchases = Ledger(tmp_path).purchases()
    sixteenth = number("2020-09-16")
    assert told(purchases) == [
        ("ann", "0108775015", sixteenth, 2),
        ("bob", "0108775044", sixteenth, 1),
        ("ann", "0108775044", sixteenth + 2, 1),
    ]
    np.testing.assert_allclose(purchases.prices, [0.03, 0.05, np.nan], rtol=1e-6)
    assert purchases.today == sixteenth + 3
    assert (report.rows, report.kept, report.customers, report.items) == (4, 3, 2, 2)


def test_a_new_day_is_added_and_a_day_that_comes_again_is_replaced(tmp_path: Path) -> None:
    keep(source(tmp_path / "a.csv", HM), tmp_path)
    first = set(Ledger(tmp_path).folder.glob("purchases-*"))

    same = keep(source(tmp_path / "a.csv", HM), tmp_path)
    more = keep(source(tmp_path / "b.csv", HEADER + "\n2020-09-17,eve,7,1,1\n2020-09-18,ann,7,1,1\n"), tmp_path)

    assert (same.days["unchanged"], same.days["new"], same.days["replaced"]) == (2, 0, 0)
    assert (more.days["unchanged"], more.days["new"], more.days["replaced"]) == (0, 1, 1)
    assert [(row[0], row[1]) for row in told(Ledger(tmp_path).purchases())] == [
        ("ann", "0108775015"),
        ("bob", "0108775044"),
        ("eve", "7"),
        ("ann", "7"),
    ]
    assert first < set(Ledger(tmp_path).folder.glob("purchases-*"))  # the first import's file was left as it was


def test_bad_rows_are_skipped_counted_and_listed_with_their_reasons(tmp_path: Path) -> None:
    bad = "2020-09-16,,1,1,1\n2020-09-16,ann,,1,1\nyesterday,ann,1,1,1\n2020-09-16,ann,1\n2020-09-16,ann,1,cheap,1\n"

    report = keep(source(tmp_path / "a.csv", HM + bad), tmp_path)

    assert report.rows == 9
    assert dict(report.bad) == {
        "no customer": 1,
        "no item": 1,
        "the time can't be read": 1,
        "too many or too few fields": 1,
    }
    with (Ledger(tmp_path).folder / "skipped.csv").open() as file:
        lines = list(csv.DictReader(file))
    assert {(line["row"], line["reason"]) for line in lines} >= {("6", "no item"), ("7", "the time can't be read")}
    assert ("ann", "1", number("2020-09-16"), 1) in told(Ledger(tmp_path).purchases())  # its price alone is unknown


def test_the_same_purchases_come_from_csv_gzip_parquet_zip_and_sql(tmp_path: Path) -> None:
    rows = list(csv.DictReader(HM.splitlines()))
    (tmp_path / "a.csv").write_text(HM)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(HM.replace(",", ";").encode("utf-8-sig")))
    table = {name: [row[name] for row in rows] for name in rows[0]}
    table["price"] = [float(price) if price else None for price in table["price"]]
    parquet.write_table(pa.table(table), tmp_path / "a.parquet")
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("create table sold (t_dat date, customer_id text, article_id text, price numeric)")
        database.executemany("insert into sold values (:t_dat, :customer_id, :article_id, nullif(:price, ''))", rows)
    database.close()
    places = [Source(place=str(tmp_path / name)) for name in ("a.csv", "a.csv.gz", "a.parquet")]
    places += [Source(place=f"sqlite:///{tmp_path / 'a.db'}", table="sold")]

    found = []
    for place, name in zip(places, "abcd", strict=True):
        keep(place, tmp_path / name)
        found.append(told(Ledger(tmp_path / name).purchases()))

    assert found == [found[0]] * 4


def test_columns_of_any_name_are_read_by_a_layout_and_returns_are_no_purchases(tmp_path: Path) -> None:
    table = {
        "who": [17850.0, 17850.0, None],
        "what": ["a", "b", "c"],
        "at": pa.array([0, 86_400_000, 0], pa.timestamp("ms")),
        "n": [3, -3, 1],
    }
    parquet.write_table(pa.table(table), tmp_path / "a.parquet")
    layout = Layout.named("customer=who, item=what, time=at, quantity=n")

    report = keep(Source(place=str(tmp_path / "a.parquet"), layout=layout), tmp_path)

    assert told(Ledger(tmp_path).purchases()) == [("17850", "a", 0, 3)]
    assert sorted(report.bad) == ["no customer", "the quantity is not a number above 0 (a return?)"]


def test_seconds_since_1970_are_times(tmp_path: Path) -> None:
    keep(source(tmp_path / "a.csv", "userId,movieId,timestamp\n1,31,1260759144\n"), tmp_path)

    assert told(Ledger(tmp_path).purchases()) == [("1", "31", number("2009-12-14"), 1)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b\n1,2\n", "none of the known layouts"),
        ("", "is empty"),
        ("t_dat,customer_id,article_id,price\n", "no purchase that can be used"),
        ("t_dat,customer_id,article_id,price\nx,x,x,x\n", "no purchase that can be used"),
        ("t_dat,customer_id,article_id,price\n2020-01-01,\udcff,1,1\n", "can't be read to its end"),
    ],
)
def test_a_table_that_cannot_be_used_changes_nothing(tmp_path: Path, content: str, sentence: str) -> None:
    keep(source(tmp_path / "a.csv", HM), tmp_path)
    before = told(Ledger(tmp_path).purchases())
    (tmp_path / "b.csv").write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(TransactionsError, match=sentence):
        keep(Source(place=str(tmp_path / "b.csv")), tmp_path)

    assert told(Ledger(tmp_path).purchases()) == before


def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(TransactionsError, match="does not exist"):
        keep(Source(place=str(tmp_path / "none.csv")), tmp_path)
    with pytest.raises(TransactionsError, match="name the table with --table"):
        keep(Source(place="sqlite:///x.db"), tmp_path)
    with pytest.raises(TransactionsError, match="customer=COLUMN"):
        Layout.named("customer=a,item=b")


def test_damaged_files_are_refused_with_a_sentence(tmp_path: Path) -> None:
    keep(source(tmp_path / "a.csv", HM), tmp_path)
    for path in Ledger(tmp_path).folder.glob("purchases-*"):
        path.write_bytes(b"PAR1")
    with pytest.raises(TransactionsError, match="damaged"):
        Ledger(tmp_path).purchases()
    Ledger(tmp_path).path.write_text("{")
    with pytest.raises(TransactionsError, match="damaged"):
        Ledger(tmp_path).days()


LATER = f"{HEADER}\n2020-09-16,cid,0108775044,0.05,1\n2020-09-19,ann,0222,0.05,1\n"


def test_an_import_that_is_stopped_between_its_files_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(source(tmp_path / "a.csv", HM), tmp_path)
    before = Ledger(tmp_path).purchases()

    def stopped(_: Listed) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(Listed, "as_json", stopped)
    with pytest.raises(KeyboardInterrupt):
        keep(source(tmp_path / "b.csv", LATER), tmp_path)
    monkeypatch.undo()

    after = Ledger(tmp_path).purchases()
    assert told(after) == told(before)
    assert (after.customer_ids, after.item_ids) == (before.customer_ids, before.item_ids), "nobody knows cid yet"
    keep(source(tmp_path / "b.csv", LATER), tmp_path)
    assert Ledger(tmp_path).purchases().customer_ids == ["ann", "bob", "cid"]


def test_what_a_killed_import_had_sorted_is_removed_by_the_next(tmp_path: Path) -> None:
    left = Ledger(tmp_path).folder / f".import.{'0' * 32}.part" / "days" / "18521"
    left.parent.mkdir(parents=True)
    left.write_bytes(bytes(1000))

    keep(source(tmp_path / "a.csv", HM), tmp_path)

    assert sorted(path.name.partition("-")[0] for path in Ledger(tmp_path).folder.iterdir()) == [
        "customers.parquet",
        "days.json",
        "items.parquet",
        "purchases",
    ]


def test_a_reader_that_an_import_overtakes_reads_what_is_there_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(source(tmp_path / "a.csv", HM), tmp_path)
    ledger, real, imports = Ledger(tmp_path), Vocabulary.read, [source(tmp_path / "b.csv", LATER)]

    def overtaken(path: Path, most: int | None = None) -> Vocabulary:
        if imports:
            keep(imports.pop(), tmp_path, fresh=True)
        return real(path, most)

    monkeypatch.setattr(Vocabulary, "read", overtaken)
    kept = ledger.kept()

    assert [row[0] for row in told(kept.purchases)] == ["cid", "ann"]
    assert kept.fingerprint == Ledger(tmp_path).kept().fingerprint


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(source(tmp_path / "a.csv", HM), tmp_path)
    before = sorted(path.name for path in Ledger(tmp_path).folder.iterdir())
    monkeypatch.setattr(Spool, "add", full_disk)

    with pytest.raises(DiskError, match=r"No space left on device\); make room on the disk"):
        keep(source(tmp_path / "b.csv", LATER), tmp_path)

    assert sorted(path.name for path in Ledger(tmp_path).folder.iterdir()) == before


def test_unknown_items_are_counted(tmp_path: Path) -> None:
    report = keep(source(tmp_path / "a.csv", HM), tmp_path, {"0108775015", "another"})

    assert report.unknown == 1
    assert "1 items not in the catalogue" in str(report)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=60))
def test_whatever_order_rows_come_in_every_piece_is_kept(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    lines = [f"2020-01-0{day + 1},c{customer},i{item}" for customer, item, day in rows]
    keep(source(folder / "a.csv", "\n".join(["time,customer,item", *lines])), folder)

    kept = told(Ledger(folder).purchases())

    expected = {(f"c{row[0]}", f"i{row[1]}", number(f"2020-01-0{row[2] + 1}")): rows.count(row) for row in rows}
    assert {row[:3]: row[3] for row in kept} == expected
    assert [row[2] for row in kept] == sorted(row[2] for row in kept)
