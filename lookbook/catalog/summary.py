"""How a catalogue's pictures and its table's rows join, in one sentence: what does not join is said, never hidden."""

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lookbook.catalog.styles import Styles
from lookbook.photos.formats import has_ending

MISSING = "missing.csv"
"""Where a build lists what does not join."""
_EXAMPLES = 3


@dataclass(frozen=True, kw_only=True)
class Joined:
    """What joins, and what does not.

    Attributes:
        table: where the product table lies, "" where there is none.
        pictures: all of them.
        products: how many products with a row have pictures.
        lonely: the pictures that have no row.
        unseen: the ids of rows that have no picture, each once.
        repeated: how many rows have an id that an earlier one has, where only the first counts.
        nameless: how many rows have neither id nor picture.
    """

    table: str
    pictures: Sequence[str]
    products: int
    lonely: Sequence[str]
    unseen: Sequence[str]
    repeated: int
    nameless: int

    @classmethod
    def of(cls, table: str, pictures: Sequence[str], rows: Sequence[int | None], styles: Styles) -> "Joined":
        """Count what joins; `rows` has the row of each picture."""
        seen = {styles.name(row) for row in {*rows} if row is not None}
        ids = [styles.id(row) for row in rows if row is not None]
        names = [styles.name(row) for row in range(len(styles.rows))]
        times = Counter(filter(None, names))
        return cls(
            table=table,
            pictures=pictures,
            products=len({*ids} - {""}) + ids.count(""),  # without an id, a picture is a product
            lonely=[name for name, row in zip(pictures, rows, strict=True) if row is None],
            unseen=[name for name in times if name not in seen],
            repeated=0 if styles.several else times.total() - len(times),
            nameless=len(names) - times.total(),
        )

    def __str__(self) -> str:
        """Say how many pictures are how many products', and what is missing, with examples."""
        if not self.table:
            return f"{_count(len(self.lonely), 'picture has', 'pictures have')} no row, as there is no product table"
        pictures = _count(len(self.pictures), "picture", "pictures")
        parts = [
            f"{pictures} of {_count(self.products, 'product', 'products')} in {self.table}",
            self._missing(),
            self.repeated and f"{_count(self.repeated, 'row repeats', 'rows repeat')} an id, of which the first counts",
            self.nameless and f"{_count(self.nameless, 'row has', 'rows have')} no id",
        ]
        return "; ".join(str(part) for part in parts if part)

    def _missing(self) -> str:
        """Return "12 pictures have no row, 340 rows no picture (missing.csv: images/x.jpg ...; 17, 18, 19 ...)"."""
        none = " no picture" if self.lonely else f" {'has' if len(self.unseen) == 1 else 'have'} no picture"
        said = [
            f"{_count(len(self.lonely), 'picture has', 'pictures have')} no row" if self.lonely else "",
            f"{_count(len(self.unseen), 'row', 'rows')}{none}" if self.unseen else "",
        ]
        examples = "; ".join(_some(names) for names in (self.lonely, self.unseen) if names)
        return f"{', '.join(filter(None, said))} ({MISSING}: {examples})" if examples else ""


def notices(joined: Joined, others: Sequence[str], unlisted: Mapping[str, str], copies: Sequence[str]) -> Iterator[str]:
    """Say what a person would not expect of a catalogue, a line each.

    Args:
        joined: what joins.
        others: files near the pictures that look like tables, where none is known.
        unlisted: folders that can't be listed, with the reason.
        copies: pictures that are left out as another size of one that stays.
    """
    for reason in unlisted.values():
        yield f"{reason}; its pictures are left out"
    if spoiled := [name for name in joined.pictures if not has_ending(name)]:
        yield (
            f"{_count(len(spoiled), 'file is a picture', 'files are pictures')} by content, not by name, and taken: "
            f"{_some(spoiled)}"
        )
    if copies:
        yield (
            f"{_count(len(copies), 'picture is a copy', 'pictures are copies')} in another size and left out: "
            f"{_some(copies)}"
        )
    if others:
        lie = f"{_some(others)} {'lies' if len(others) == 1 else 'lie'}"
        yield (
            f"there is no product table that is known; {lie} near the pictures: name one with --styles, "
            "and its columns in a columns.toml beside it"
        )
    if joined.table and len(joined.lonely) == len(joined.pictures):
        stem = posixpath.splitext(posixpath.basename(joined.pictures[0]))[0]
        yield (
            f"none of the pictures has a row in {joined.table}; its ids should be their names without ending, such as "
            f"{stem}, or columns.toml should name the column of their files"
        )


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_EXAMPLES]) + (" ..." if len(names) > _EXAMPLES else "")
