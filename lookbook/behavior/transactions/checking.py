"""Whether the purchases on disk are those that were kept: every day has the hash that was noted of it."""

import hashlib
from pathlib import Path

import numpy as np

from lookbook.behavior.errors import TransactionsError
from lookbook.behavior.transactions.days import Day, name
from lookbook.behavior.transactions.ledger import COLUMNS, Ledger
from lookbook.behavior.transactions.spool import RECORD


def check(ledger: Ledger) -> None:
    """Read every day, and the ids. Raises TransactionsError where one is gone or another one than was noted."""
    for number, day in ledger.days().items():
        if _hash(ledger.folder, day) != day.sha256:
            raise TransactionsError(
                f"the purchases of {name(number)} in {ledger.folder / day.file} are damaged; bring that day again with "
                "lookbook transactions."
            )
    ledger.purchases()


def _hash(folder: Path, day: Day) -> str:
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(folder / day.file) as content:
            table = content.read_row_group(day.group, columns=list(COLUMNS))
        records = np.empty(len(table), RECORD)
        for column in COLUMNS:
            records[column] = table.column(column).to_numpy()
    except (OSError, ValueError, KeyError, IndexError):
        return ""
    return hashlib.sha256(records.tobytes()).hexdigest()
