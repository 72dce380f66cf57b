"""Whether the product table on disk is still the one that was read: prices change while a page is open."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from lookbook.catalog import finding
from lookbook.catalog.csv_table import COLUMNS
from lookbook.catalog.storage import Storage
from lookbook.catalog.watch import Stamp

_COARSE = 20_000_000
"""Nanoseconds by which the time of a file may lag behind the clock."""


class Watched:
    """The files that say what is known of the products, and their state when they were about to be read.

    Args:
        paths: the files, there or not.
        before: the time before they were read, in nanoseconds since 1970; one that was changed between then and now
            may have been read before or after, so it counts as changed. One that is of a later time does not: the clock
            was put back since, and a new change would have another time.
    """

    def __init__(self, paths: Sequence[Path], before: int) -> None:
        self._paths = paths
        now = self.now()
        meanwhile = range(before - _COARSE, clock() + _COARSE)
        self.stamp: Stamp = () if any(changed in meanwhile for changed in now[1::3]) else now

    @classmethod
    def of(
        cls,
        storage: Storage,
        folder: str,
        table: str,
        *,
        styles: str | Path | None,
        columns: str | Path | None,
        before: int,
    ) -> Self:
        """Watch a product table and what tells its columns; where there is no table, the places where one may come.

        Args:
            storage: where the pictures are; what lies in a zip or at an address is not watched.
            folder: the deepest that all pictures lie below.
            table: where the table was found, "" where there is none.
            styles, columns: the files on this machine that were named.
            before: as above.
        """
        if styles is not None:
            tables: list[Path | None] = [Path(styles)]
        else:
            tables = [storage.local(name) for name in ([table] if table else finding.candidates(folder))]
        files = [path for path in tables if path is not None]
        beside = [path.with_name(COLUMNS) for path in files] if columns is None and table else []
        return cls([*files, *beside, *([] if columns is None else [Path(columns)])], before)

    def now(self) -> Stamp:
        """Return a value that changes when one of the files does, comes or goes."""
        return tuple(number for path in self._paths for number in _stamp(path))

    @property
    def changed(self) -> bool:
        """Whether what was read may be another than what is there now."""
        return self.now() != self.stamp


def _stamp(path: Path) -> Stamp:
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0, 0
    return status.st_ino, status.st_mtime_ns, status.st_size


def clock() -> int:
    """Return the time by which files are stamped, in nanoseconds since 1970."""
    return time.time_ns()
