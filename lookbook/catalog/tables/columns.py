"""How the columns and values of any table are said in ours."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lookbook.catalog.tables.table import Table, TableError

ID, PICTURE = "id", "picture"
"""Our columns that join a row with its picture: by the file's stem, or by the file that `picture` names."""
_FLOAT = re.compile(r"([0-9]+)\.0+")
"""An id that pandas made a number, as it does where another one is missing."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a cell that is a column of ours, such as the last of Clothing > Tops > Shirts.

    Attributes:
        column: theirs.
        separator: what stands between the parts; of several paths with commas between them, the longest counts.
        part: which, 0 for the first, -1 for the last.
    """

    column: str
    separator: str
    part: int

    def of(self, cell: str) -> str:
        """Return the part of a cell, "" where it has none."""
        longest = max(cell.split(","), key=lambda path: path.count(self.separator))
        parts = [part.strip() for part in longest.split(self.separator)]
        return parts[self.part] if -len(parts) <= self.part < len(parts) else ""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """How the columns and values of a table are said in ours.

    Attributes:
        theirs: our column -> the table's.
        name: what to call this in a message.
        values: our column -> the table's value -> ours.
        more: our column -> the table's, where the table has it.
        parts: our column -> the part of the table's column that it is.
        pictures: the table's further columns of pictures, where it has them.
        filled: whether an empty cell is that of the first row with the same id, as where a product has several rows.
        changed: the column of a database's table that tells when a row was changed, "" where none does.
    """

    theirs: Mapping[str, str]
    name: str
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    pictures: Sequence[str] = ()
    filled: bool = False
    changed: str = ""

    @property
    def key(self) -> str:
        """Our column by which a picture's row is found."""
        return PICTURE if PICTURE in self.theirs else ID

    def translated(self, table: Table, name: str) -> Table:
        """Return a table with our columns and values, in the table's order; blanks around a value are left out.

        What is not named stays as it is; a column of theirs that is called like one of ours but is not it is left out.

        Raises:
            TableError: a column that is named is not there, or there is neither `id` nor `picture`.
        """
        places, cut = self.places(table, name), self._parts(table)
        columns, taken = [*places, *cut], list(places.values())
        parts = [(part, table.columns.index(part.column)) for part in cut.values()]
        said = [(columns.index(ours), values) for ours, values in self.values.items() if ours in columns]
        number = columns.index(ID) if ID in columns else None

        def row(values: Sequence[str]) -> list[str]:
            own = [values[place].strip() for place in taken]
            own += [part.of(values[place]) for part, place in parts]
            for at, names in said:
                own[at] = names.get(own[at], own[at])
            if number is not None and own[number].endswith("0") and (found := _FLOAT.fullmatch(own[number])):
                own[number] = found[1]
            return own

        rows: Iterator[list[str]] = map(row, table.rows)
        if self.filled and number is not None:
            rows = map(_filling(number, columns.index(PICTURE) if PICTURE in columns else None), rows)
        return Table(columns, rows)

    def _parts(self, table: Table) -> Mapping[str, Part]:
        there = set(table.columns)
        return {ours: part for ours, part in self.parts.items() if part.column in there}

    def places(self, table: Table, name: str) -> dict[str, int]:
        """Return where each of our columns stands in the table; raises what `translated` does."""
        first = {column: at for at, column in reversed(list(enumerate(table.columns)))}
        named = {**self.theirs, **{ours: theirs for ours, theirs in self.more.items() if theirs in first}}
        taken = {*named, *named.values(), *self._parts(table)}
        wanted = {**named, **{column: column for column in first if column and column not in taken}}
        missing = [f"the column {theirs}" for theirs in self.theirs.values() if theirs not in first]
        known = {*wanted, *self.more, *self.parts}
        missing += [f"values of {ours}" for ours in self.values if ours not in known]
        if missing:
            raise TableError(
                f"{self.name} names {missing[0]}, but {name} has no such column, only {table.header()}; "
                f"correct {self.name}.",
                f"{self.name} names a column or values that {name} does not have; correct {self.name}.",
            )
        if self.key not in wanted:
            raise no_id(table, name, self.name)
        return dict(sorted(((ours, first[theirs]) for ours, theirs in wanted.items()), key=lambda pair: pair[1]))


def no_id(table: Table, name: str, columns: str) -> TableError:
    """Make the error of a table whose rows can't be joined; `columns` is the file in which to name its id."""
    remedy = f'name it in {columns}: id = "THEIR COLUMN" below [columns].'
    return TableError(f"{name} has no id column, only {table.header()}; {remedy}", f"{name} has no id column; {remedy}")


def _filling(at: int, picture: int | None) -> Callable[[list[str]], list[str]]:
    """Fill the empty cells of a row, but not its picture, from the first row with its id."""
    first: dict[str, list[str]] = {}

    def fill(own: list[str]) -> list[str]:
        model = first.setdefault(own[at], own)
        if model is own or not own[at]:
            return own
        return [value or ("" if place == picture else model[place]) for place, value in enumerate(own)]

    return fill
