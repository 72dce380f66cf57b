"""A table of purchases into the ledger: read as a stream, checked, kept by day, and reported on."""

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from lookbook.behavior.errors import TransactionsError
from lookbook.behavior.transactions import rows, segment, skipped, spool
from lookbook.behavior.transactions.ledger import Ledger
from lookbook.behavior.transactions.sources import Source, opened
from lookbook.behavior.transactions.spool import Spool
from lookbook.disk import atomic
from lookbook.disk.atomic import DiskError
from lookbook.disk.lock import writing


@dataclass(kw_only=True)
class Report:
    """What came of a table.

    Attributes:
        rows: how many it has.
        kept: how many rows after repeated ones were put together, in days that were there already too.
        bad: what was wrong -> how many rows.
        customers, items: how many are new to the ledger.
        unknown: how many of all items the catalogue lacks; None where there is none to ask.
        days: how many days were new, were replaced by other purchases, or were there already as they are.
    """

    rows: int = 0
    kept: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    customers: int = 0
    items: int = 0
    unknown: int | None = None
    days: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """Say it in one line."""
        skipped = sum(self.bad.values())
        unknown = "" if self.unknown is None else f", {self.unknown:,} items not in the catalogue"
        days = ", ".join(f"{change} {self.days[change]:,}" for change in ("new", "replaced", "unchanged"))
        return (
            f"kept {self.kept:,} purchases of {self.rows:,} rows (skipped {skipped:,}), {self.customers:,} new "
            f"customers, {self.items:,} new items{unknown}; days: {days}"
        )


def keep(source: Source, index: Path, catalogue: Collection[str] | None = None, *, fresh: bool = False) -> Report:
    """Keep a table of purchases below an index folder; a day that comes again takes the place of the one kept.

    Args:
        source: the table.
        index: the index folder.
        catalogue: the ids of all products; None = nobody asks which are unknown.
        fresh: whether the days kept before are forgotten.

    Raises:
        TransactionsError: it can't be read, or has no good row; nothing was changed.
        BusyError: somebody else is writing to the index folder.
        DiskError: the disk is full, or the folder can't be written; nothing was changed.
    """
    try:
        with writing(index):
            return _kept(source, index, catalogue, fresh)
    except DiskError:
        raise
    except OSError as error:
        raise DiskError.of(Ledger(index).folder, error) from error


def _kept(source: Source, index: Path, catalogue: Collection[str] | None, fresh: bool) -> Report:
    ledger, report = Ledger(index), Report()
    customers, items = ledger.vocabularies()
    known = len(customers), len(items)
    with (
        _draft(ledger.folder / "import") as folder,
        skipped.Skipped(folder / skipped.NAME) as bad,
        opened(source, bad.ragged) as (layout, batches),
    ):
        spooled = Spool(folder / "days")
        for batch in batches:
            good = rows.checked(batch, layout)
            bad.add(good.bad, report.rows, batch)
            report.rows += len(batch)
            records = np.empty(len(good.days), spool.RECORD)
            records["customer"], records["item"] = customers.codes(good.customers), items.codes(good.items)
            records["price"], records["quantity"] = good.prices, good.quantities
            spooled.add(good.days, records)
        report.bad = bad.reasons
        report.rows += report.bad[skipped.RAGGED]
        if sum(report.bad.values()) == report.rows:
            reasons = ", ".join(f"{count:,} times {reason}" for reason, count in report.bad.most_common())
            raise TransactionsError(
                f"{source.place} has no purchase that can be used ({reasons or 'no rows'}); check its columns."
            )
        days, report.days = segment.write(ledger.folder, {} if fresh else ledger.days(), spooled.days())
        report.kept = sum(days[day].rows for day in spooled.numbers())
        ledger.commit(days, customers, items)
        bad.keep(ledger.folder / skipped.NAME)
    report.customers, report.items = len(customers) - known[0], len(items) - known[1]
    report.unknown = None if catalogue is None else sum(name not in catalogue for name in items.ids)
    return report


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """Yield a folder that is gone in the end; where its writer is killed, the next one removes it."""
    folder = atomic.draft_of(path)
    try:
        (folder / "days").mkdir(parents=True)
        yield folder
    finally:
        atomic.drop(folder)
