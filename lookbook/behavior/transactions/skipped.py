"""The rows of a table that can't be used, in a file with the reasons."""

import csv
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "skipped.csv"
MOST_WRITTEN = 10_000
RAGGED = "too many or too few fields"


class Skipped:
    """Counts the rows that were skipped and writes the first ten thousand of them.

    Attributes:
        reasons: what was wrong -> how many rows.
    """

    def __init__(self, path: Path) -> None:
        self.reasons: Counter[str] = Counter()
        self._path = path
        self._written = 0

    def __enter__(self) -> Self:
        """Open the file."""
        self._file = self._path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(["row", "reason", "content"])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._file.close()

    def ragged(self, number: int | None, text: str) -> None:
        """Note a line with too many or too few fields; its number is None where it is not known."""
        self._note("" if number is None else str(number), RAGGED, text)

    def add(self, bad: dict[int, str], before: int, batch: "pa.RecordBatch") -> None:
        """Note the bad rows of a batch that comes after `before` others."""
        for row, reason in bad.items():
            if self._written < MOST_WRITTEN:
                values = batch.slice(row, 1).to_pylist()[0].values()
                self._note(str(before + row + 1), reason, ",".join(map(str, values)))
            else:
                self.reasons[reason] += 1

    def keep(self, path: Path) -> None:
        """Put the file where it stays; where nothing was skipped, none stays."""
        self._file.close()
        if self._written:
            self._path.replace(path)
        else:
            path.unlink(missing_ok=True)

    def _note(self, number: str, reason: str, text: str) -> None:
        self.reasons[reason] += 1
        if self._written < MOST_WRITTEN:
            self._writer.writerow([number, reason, text])
            self._written += 1
