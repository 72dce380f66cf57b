"""What was done of one kind, and what came of it: a row of the table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

OLD, NEW = "old", "new"
HEADER = (
    "| what | done | answered as before | answered as after | refused in a sentence | findings |",
    "|---|---|---|---|---|---|",
)


@dataclass
class Tally:
    """A row.

    Attributes:
        what: what was done.
        done: how many times.
        old, new: how many times all answers were those of the old state, and of the new one.
        refused: how often an operation ended with a sentence.
        findings: what should not be, by what it is called; the first of each.
    """

    what: str
    done: int = 0
    old: int = 0
    new: int = 0
    refused: int = 0
    findings: dict[str, str] = field(default_factory=dict)

    def find(self, kind: str, said: str) -> None:
        """Note a finding."""
        self.findings.setdefault(kind, said[:2000])

    def __str__(self) -> str:
        """Return the row."""
        found = "; ".join(self.findings) or "none"
        return f"| {self.what} | {self.done:,} | {self.old:,} | {self.new:,} | {self.refused:,} | {found} |"


def table(tallies: Iterable[Tally]) -> str:
    """Return all rows as a table in Markdown."""
    return "\n".join([*HEADER, *map(str, tallies)])
