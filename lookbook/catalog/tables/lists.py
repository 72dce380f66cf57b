"""DeepFashion's lists (Liu et al., 2016): the number of rows, the columns' names, then rows of words.

Runs of spaces separate the words. Labels are numbers, and a second list beside tells what they mean.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from lookbook.catalog.tables.table import Table, TableError

Row = tuple[str, list[str]]
"""Where a row stands, as file and line, and its words."""

CATEGORY, CATEGORIES = "category_label", "list_category_cloth.txt"
ATTRIBUTES, ATTRIBUTE_NAMES = "attribute_labels", "list_attr_cloth.txt"


def is_list(text: str) -> bool:
    """Return by its first line, a number alone, whether a table is such a list."""
    return text.partition("\n")[0].strip().isdecimal()


def read_list(text: str, name: str, beside: Callable[[str], str]) -> Table:
    """Read a list as a product table; a category comes by its name, attributes by the names of those that are there.

    Args:
        text: the whole file.
        name: what to call it in a message.
        beside: gives the text of another file of the same folder.

    Raises:
        TableError: the columns have no names, or, while the rows are read, a line is not what it should be.
    """
    columns = next(islice(io.StringIO(text), 1, None), "").split()
    if not columns:
        raise TableError(f"{name}, line 2: the names of the columns should stand here.")
    if columns[-1] == CATEGORY:
        categories = names(beside(CATEGORIES).splitlines(), CATEGORIES)
        read = rows(io.StringIO(text), name, len(columns))
        return Table(columns, ([*words[:-1], category(place, words[-1], categories)] for place, words in read))
    if columns[-1] == ATTRIBUTES:
        attributes = names(beside(ATTRIBUTE_NAMES).splitlines(), ATTRIBUTE_NAMES)
        read = rows(io.StringIO(text), name, len(columns) - 1 + len(attributes))
        return Table(columns, (_with_attributes(words, attributes) for _, words in read))
    return Table(columns, (_filled(words, len(columns) - 1) for _, words in rows(io.StringIO(text), name)))


def rows(lines: Iterable[str], name: str, width: int | None = None) -> Iterator[Row]:
    """Read the rows below the two lines of heading; with `width`, each must have so many words. Raises TableError."""
    lines = iter(lines)
    if not next(lines, "").strip().isdecimal():
        raise TableError(f"{name}, line 1: the number of rows should stand here.")
    next(lines, "")
    for number_, line in enumerate(lines, 3):
        words = line.split()
        if words and width is not None and len(words) != width:
            raise TableError(f"{name}, line {number_}: {len(words)} words stand here, not {width}.")
        if words:
            yield f"{name}, line {number_}", words


def names(lines: Sequence[str], name: str) -> list[str]:
    """Read the names of categories or attributes: of several words maybe, their kind the last. Raises TableError."""
    found = []
    for number_, line in enumerate(lines[2:], 3):
        words, _, kind = line.strip().rpartition(" ")
        if line.strip() and not (words and kind.isdecimal()):
            raise TableError(f"{name}, line {number_}: a name and the number of its kind should stand here.")
        if words:
            found.append(words.strip())
    return found


def category(place: str, word: str, categories: Sequence[str]) -> str:
    """Return the name of a category by its number, 1 for the first. Raises TableError."""
    label = number(place, word)
    if not 1 <= label <= len(categories):
        raise TableError(f"{place}: there is no such category, only 1 to {len(categories)}.")
    return categories[label - 1]


def number(place: str, word: str) -> int:
    """Read a word that should be a number. Raises TableError."""
    try:
        return int(word)
    except ValueError as error:
        raise TableError(f"{place}: a word stands where a number should.") from error


def _with_attributes(words: Sequence[str], attributes: Sequence[str]) -> list[str]:
    start = len(words) - len(attributes)
    there = (name for name, word in zip(attributes, words[start:], strict=True) if word == "1")
    return [*words[:start], ", ".join(there)]


def _filled(words: list[str], last: int) -> list[str]:
    return [*words[:last], " ".join(words[last:])] + [""] * (last - len(words))
