"""How a catalogue's pictures and its table's rows join, in one sentence: what does not join is said, never hidden."""

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lookbook.catalog.csv_table import Styles

_EXAMPLES = 3


def summary(filenames: Sequence[str], table: str, styles: Styles) -> str:
    """Say how many pictures have no row and how many rows no picture, with examples.

    Args:
        filenames: the pictures.
        table: where the product table lies, "" where there is none.
        styles: the table.
    """
    rows = {name: styles.row(name) for name in filenames}
    lonely = [name for name, row in rows.items() if row is None]
    if not table:
        return f"{_count(len(lonely), 'picture has', 'pictures have')} no row, as there is no product table"
    seen = {styles.name(row) for row in rows.values() if row is not None}
    names = [styles.name(row) for row in range(len(styles.rows))]
    times = Counter(filter(None, names))
    unseen = [name for name in times if name not in seen]
    joined = len(filenames) - len(lonely)
    repeated, nameless = 0 if styles.several else times.total() - len(times), len(names) - times.total()
    parts = [
        f"{joined:,} of {len(filenames):,} pictures {'has' if joined == 1 else 'have'} a row in {table}",
        lonely and f"{_count(len(lonely), 'picture has', 'pictures have')} no row ({_some(lonely)})",
        unseen and f"{_count(len(unseen), 'row has', 'rows have')} no picture ({_some(unseen)})",
        repeated and f"{_count(repeated, 'row repeats', 'rows repeat')} an id, of which the first counts",
        nameless and f"{_count(nameless, 'row has', 'rows have')} no id",
    ]
    return "; ".join(str(part) for part in parts if part)


def notices(
    filenames: Sequence[str], table: str, styles: Styles, others: Sequence[str], unlisted: Mapping[str, str]
) -> Iterator[str]:
    """Say what a person would not expect of a catalogue, a line each.

    Args:
        filenames: the pictures.
        table: where the product table lies, "" where there is none.
        styles: the table.
        others: files near the pictures that look like tables, where none is known.
        unlisted: folders that can't be listed, with the reason.
    """
    for reason in unlisted.values():
        yield f"{reason}; its pictures are left out"
    if others:
        lie = f"{_some(others)} {'lies' if len(others) == 1 else 'lie'}"
        yield (
            f"there is no product table that is known; {lie} near the pictures: name one with --styles (CSV or TSV), "
            "and its columns in a columns.toml beside it"
        )
    if table and all(styles.row(name) is None for name in filenames):
        stem = posixpath.splitext(posixpath.basename(filenames[0]))[0]
        yield (
            f"none of the pictures has a row in {table}; its ids should be their names without ending, such as {stem}, "
            "or columns.toml should name the column of their files"
        )


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_EXAMPLES]) + (" ..." if len(names) > _EXAMPLES else "")
