"""Which of a table's columns is which of ours: a small TOML file tells it; some tables are known by their header."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from lookbook.catalog.tables.table import Table, TableError

BUILT_IN = (
    "kaggle",
    "hm",
    "deepfashion_category",
    "deepfashion_attributes",
    "deepfashion_items",
    "deepfashion_boxes",
)
"""The files of known tables, in the order in which they are tried."""
ID, PICTURE = "id", "picture"
"""Our columns that join a row with its picture: by the file's stem, or by the file that `picture` names."""


@dataclass(frozen=True)
class Columns:
    """How the columns and values of a table are said in ours.

    Attributes:
        theirs: our column -> the table's.
        values: our column -> the table's value -> ours.
        name: what to call this in a message.
    """

    theirs: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    name: str

    @property
    def key(self) -> str:
        """Our column by which a picture's row is found."""
        return PICTURE if PICTURE in self.theirs else ID

    def translated(self, table: Table, name: str) -> Table:
        """Give a table with our columns and values, in the table's order; blanks around a value are left out.

        What is not named stays as it is; a column of theirs that is called like one of ours but is not it is left out.

        Raises:
            TableError: a column that is named is not there, or there is neither `id` nor `picture`.
        """
        places = self._places(table, name)
        said = [(at, self.values[ours]) for at, ours in enumerate(places) if ours in self.values]
        taken = list(places.values())
        number = list(places).index(ID) if ID in places else None

        def row(values: Sequence[str]) -> list[str]:
            own = [_meant(values[place]) for place in taken]
            if number is not None and (found := _FLOAT.fullmatch(own[number])):
                own[number] = found[1]
            for at, names in said:
                own[at] = names.get(own[at], own[at])
            return own

        return Table(list(places), map(row, table.rows))

    def _places(self, table: Table, name: str) -> dict[str, int]:
        """Give where each of our columns stands in the table."""
        first = {column: at for at, column in reversed(list(enumerate(table.columns)))}
        named = {*self.theirs, *self.theirs.values()}
        wanted = {**self.theirs, **{column: column for column in first if column not in named}}
        missing = [f"the column {theirs}" for theirs in self.theirs.values() if theirs not in first]
        missing += [f"values of {ours}" for ours in self.values if ours not in wanted]
        if missing:
            raise TableError(
                f"{self.name} names {missing[0]}, but {name} has no such column, only {table.header()}; "
                f"correct {self.name}.",
                f"{self.name} names a column or values that {name} does not have; correct {self.name}.",
            )
        if self.key not in wanted:
            raise _no_id(table, name, self.name)
        return dict(sorted(((ours, first[theirs]) for ours, theirs in wanted.items()), key=lambda pair: pair[1]))


_FLOAT = re.compile(r"([0-9]+)\.0+")
"""An id that pandas made a number, as it does where another one is missing."""
_TEXT = re.compile('="([^"]*)"')
_PLACE = re.compile(r"\(at ([^()]+)\)$")
"""Where tomllib found the fault."""


def _no_id(table: Table, name: str, columns: str) -> TableError:
    remedy = f'name it in {columns}: id = "THEIR COLUMN" below [columns].'
    return TableError(f"{name} has no id column, only {table.header()}; {remedy}", f"{name} has no id column; {remedy}")


def read_columns(data: bytes, name: str) -> Columns:
    """Read what tells a table's columns.

    Args:
        data: TOML in UTF-8: in [columns] lines `ours = "theirs"`, in [values.OURS] lines `"their value" = "ours"`.
        name: what to call the file in a message.

    Raises:
        TableError: this is no TOML, or there is something else in it.
    """
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:  # of the encoding, or of TOML
        place = found[1] if (found := _PLACE.search(str(error))) else "it is not in UTF-8"
        raise TableError(
            f"{name} can't be read as TOML: {error}; correct it.", f"{name} can't be read as TOML: {place}; correct it."
        ) from error
    theirs, values = content.pop("columns", {}), content.pop("values", {})
    if content or not _are_texts(theirs) or not isinstance(values, dict) or not all(map(_are_texts, values.values())):
        raise TableError(
            f'{name} may only have [columns] with lines ours = "theirs", and [values.OURS] with lines '
            '"their value" = "our value"; correct it.'
        )
    return Columns(theirs, values, name)


def known(table: Table, name: str) -> Columns:
    """Recognise a table by its header.

    Raises:
        TableError: no known table has these columns.
    """
    for built_in in BUILT_IN:
        path = Path(__file__).with_name(f"{built_in}.toml")
        columns = read_columns(path.read_bytes(), path.name)
        if set(columns.theirs.values()) <= set(table.columns):
            return columns
    raise _no_id(table, name, "a columns.toml beside")


def _meant(value: str) -> str:
    """Give a cell as it is meant: without the blanks around it, or the ="07" by which a spreadsheet keeps a text."""
    value = value.strip()
    return (found[1].strip() if (found := _TEXT.fullmatch(value)) else value) if value[:1] == "=" else value


def _are_texts(content: Any) -> TypeGuard[dict[str, str]]:
    return isinstance(content, dict) and all(isinstance(value, str) for value in content.values())
