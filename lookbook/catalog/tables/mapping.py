"""Which of a table's columns is which of ours: a small TOML file tells it; some tables are known by their header."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeGuard

from lookbook.catalog.tables.columns import ID, PICTURE, Columns, Part, no_id
from lookbook.catalog.tables.table import Table, TableError

BUILT_IN = (
    "shopify",
    "shopify_2025",
    "woocommerce",
    "magento",
    "prestashop",
    "google_merchant",
    "schema_org",
    "kaggle",
    "hm",
    "deepfashion_category",
    "deepfashion_attributes",
    "deepfashion_items",
    "deepfashion_boxes",
)
"""The files of known tables, in the order in which they are tried."""
_PLACE = re.compile(r"\(at ([^()]+)\)$")
"""Where tomllib found the fault."""
_PICTURES = re.compile(
    r"(additional|main|front|product)?[ _-]?(image|img|photo|picture)s?[ _-]?(url|link|src)s?[ _-]?\d*", re.IGNORECASE
)
"""What columns of addresses are called where nothing tells a table's columns."""


def read_columns(data: bytes, name: str) -> Columns:
    """Read what tells a table's columns.

    Args:
        data: TOML in UTF-8: in [columns] lines `ours = "theirs"`, and in [more] such that the table may lack; in
            [values.OURS] lines `"their value" = "ours"`; in [parts.OURS] `column`, `separator` and `part`; in [rows]
            `filled`, `pictures` and `changed`, all as in `Columns`.
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
    columns = _columns(content, name)
    if columns is None:
        raise TableError(
            f'{name} may only have [columns] and [more] with lines ours = "theirs", [values.OURS] with lines '
            '"their value" = "our value", [parts.OURS] with column, separator and part, and [rows] with filled, '
            "pictures and changed; correct it."
        )
    return columns


def known(table: Table, name: str) -> Columns:
    """Recognise a table by its header.

    Raises:
        TableError: no known table has these columns.
    """
    there, pictures = set(table.columns), tuple(filter(_PICTURES.fullmatch, table.columns))
    for built_in in BUILT_IN:
        path = Path(__file__).with_name(f"{built_in}.toml")
        columns = read_columns(path.read_bytes(), path.name)
        if set(columns.theirs.values()) <= there:
            return columns if columns.key == PICTURE else replace(columns, pictures=(*columns.pictures, *pictures))
    if spelled := next((column for column in table.columns if column.casefold() == ID), None):
        return Columns(theirs={ID: spelled}, name=name, pictures=pictures)
    raise no_id(table, name, "a columns.toml beside")


def _columns(content: dict[str, Any], name: str) -> Columns | None:
    """Return what a file tells, None where it has anything else."""
    theirs, more = content.pop("columns", {}), content.pop("more", {})
    values, parts, rows = content.pop("values", {}), content.pop("parts", {}), content.pop("rows", {})
    if content or not (_are_texts(theirs) and _are_texts(more) and _is_table(values) and _is_table(parts)):
        return None
    if not all(map(_are_texts, values.values())) or not all(map(_is_part, parts.values())) or not _is_table(rows):
        return None
    filled, pictures, changed = rows.pop("filled", False), rows.pop("pictures", []), rows.pop("changed", "")
    if rows or not isinstance(filled, bool) or not _is_list(pictures) or not isinstance(changed, str):
        return None
    cut = {ours: Part(**part) for ours, part in parts.items()}
    return Columns(
        theirs=theirs,
        name=name,
        values=values,
        more=more,
        parts=cut,
        pictures=tuple(pictures),
        filled=filled,
        changed=changed,
    )


def _is_table(content: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(content, dict)


def _are_texts(content: Any) -> TypeGuard[dict[str, str]]:
    return isinstance(content, dict) and all(isinstance(value, str) for value in content.values())


def _is_list(content: Any) -> TypeGuard[Sequence[str]]:
    return isinstance(content, list) and all(isinstance(value, str) for value in content)


def _is_part(content: Any) -> bool:
    if not isinstance(content, dict) or content.keys() != {"column", "separator", "part"}:
        return False
    texts = isinstance(content["column"], str) and isinstance(content["separator"], str) and content["separator"]
    return bool(texts) and type(content["part"]) is int
