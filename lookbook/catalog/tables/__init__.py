"""Product tables: the ways they are written, and which of their columns is which of ours."""

from lookbook.catalog.tables.columns import ID, PICTURE, Columns
from lookbook.catalog.tables.delimited import read_delimited
from lookbook.catalog.tables.lists import is_list, read_list
from lookbook.catalog.tables.mapping import known, read_columns
from lookbook.catalog.tables.structured import structured
from lookbook.catalog.tables.table import Table, TableError

__all__ = [
    "ID",
    "PICTURE",
    "Columns",
    "Table",
    "TableError",
    "is_list",
    "known",
    "read_columns",
    "read_delimited",
    "read_list",
    "structured",
]
