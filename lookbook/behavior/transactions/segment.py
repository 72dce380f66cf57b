"""The file that an import writes: a row group for each day whose purchases are not kept already."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from lookbook.behavior.transactions.days import Day
from lookbook.behavior.transactions.ledger import COLUMNS
from lookbook.behavior.transactions.spool import Records
from lookbook.disk import atomic


def write(
    folder: Path, before: Mapping[int, Day], days: Iterable[tuple[int, Records]]
) -> tuple[dict[int, Day], Counter[str]]:
    """Write the days that differ from what is kept.

    Args:
        folder: the ledger's.
        before: the days that are kept.
        days: day -> its records.

    Returns:
        The days that now count, and how many of those given are "new", "replaced" or "unchanged".
    """
    import pyarrow as pa
    from pyarrow import parquet

    after, changes = dict(before), Counter[str]()
    schema = pa.schema({column: pa.from_numpy_dtype(dtype) for column, dtype in COLUMNS.items()})
    name, group = f"purchases-{uuid4().hex}.parquet", 0
    with atomic.replacing(folder / name) as draft, parquet.ParquetWriter(draft, schema) as writer:
        for day, records in days:
            digest = hashlib.sha256(records.tobytes()).hexdigest()
            kept = before.get(day)
            changes["new" if kept is None else "unchanged" if kept.sha256 == digest else "replaced"] += 1
            if kept is None or kept.sha256 != digest:
                writer.write_table(_table(records, schema), row_group_size=len(records))
                after[day] = Day(file=name, group=group, rows=len(records), sha256=digest)
                group += 1
    return after, changes


def _table(records: Records, schema: Any) -> Any:
    import pyarrow as pa

    return pa.table({column: np.ascontiguousarray(records[column]) for column in COLUMNS}, schema)
