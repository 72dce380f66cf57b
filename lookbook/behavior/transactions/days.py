"""The list of the days of purchases that are kept: which row group of which file each is."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import NamedTuple, Self

FORMAT = 1
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, kw_only=True)
class Day:
    """Where the purchases of a day are.

    Attributes:
        file: the Parquet file.
        group: the row group in it.
        rows: how many rows it has.
        sha256: the hash of their content.
    """

    file: str
    group: int
    rows: int
    sha256: str


class Listed(NamedTuple):
    """What the list says.

    Attributes:
        days: the days, since 1970, in order.
        customers, items: how many ids of each count, as an import that was stopped may have added some; None in lists
            of older versions, where all do.
    """

    days: Mapping[int, Day]
    customers: int | None = None
    items: int | None = None

    @classmethod
    def read(cls, data: bytes | None) -> Self:
        """Read the file's bytes; None = there is no file, as nothing is kept.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: they are damaged.
        """
        if data is None:
            return cls({})
        content = json.loads(data)
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']}")
        days = {number(name): Day(**day) for name, day in content["days"].items()}
        counts = (None if content.get(kind) is None else int(content[kind]) for kind in ("customers", "items"))
        return cls(dict(sorted(days.items())), *counts)

    def as_json(self) -> bytes:
        """Return the file's bytes."""
        days = {name(day): asdict(kept) for day, kept in sorted(self.days.items())}
        return json.dumps(
            {"format": FORMAT, "customers": self.customers, "items": self.items, "days": days}, indent=1
        ).encode()


def name(day: int) -> str:
    """Write a day since 1970 as YYYY-MM-DD."""
    return date.fromordinal(day + EPOCH).isoformat()


def number(text: str) -> int:
    """Read YYYY-MM-DD as a day since 1970. Raises ValueError."""
    return date.fromisoformat(text).toordinal() - EPOCH
