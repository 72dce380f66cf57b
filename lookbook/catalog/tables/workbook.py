"""Tables in workbooks of Excel and OpenOffice: the first sheet that has rows, from its header on."""

import io
import logging
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any

_OLD = b"\xd0\xcf\x11\xe0"
_BOOK = "Workbook".encode("utf-16-le")
"""What Excel's own file of before 2007 has in its directory, and Word's has not."""
_PARTS = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})
_LARGEST = 2**30
"""Bytes that a workbook may unfold to."""
_LOOKED_AT = 20
"""Rows among which the header is."""


def is_workbook(data: bytes) -> bool:
    """Return whether a file is a workbook."""
    if data.startswith(_OLD):
        return _BOOK in data
    try:
        return data.startswith(b"PK") and not _PARTS.isdisjoint(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def workbook(data: bytes, name: str) -> Iterator[Mapping[str, str]]:
    """Read a workbook's table; every value is text as a person would type it.

    Raises:
        ValueError: it is damaged, locked by a password, or unfolds to more than a gigabyte.
    """
    import python_calamine

    if not data.startswith(_OLD):
        size = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist())
        if size > _LARGEST:
            raise ValueError(f"it unfolds to {size / 2**30:.1f} GB")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        filled = [sheet for sheet in book.sheet_names if book.get_sheet_by_name(sheet).height > 1]
        rows = book.get_sheet_by_name(filled[0]).to_python() if filled else []
    except python_calamine.CalamineError as error:
        raise ValueError(str(error)) from error
    if filled[1:]:
        logging.getLogger(__name__).warning("%s: the sheet %s is read, not %s", name, filled[0], ", ".join(filled[1:]))
    header, *rest = _from_header(rows) or [[]]
    columns = [_text(cell).strip() for cell in header]
    for row in rest:
        if any(cell != "" for cell in row):
            yield {column: _text(cell) for column, cell in zip(columns, row, strict=False) if column}


def _from_header(rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    """Leave out a title above the header, which is the first row that is at least half as full as the fullest."""
    filled = [sum(cell != "" for cell in row) for row in rows[:_LOOKED_AT]]
    return rows[next((at for at, count in enumerate(filled) if 2 * count >= max(filled)), 0) :]


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)
