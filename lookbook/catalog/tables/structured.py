"""Tables that are no text with a header: Parquet, JSON and JSON lines, workbooks, and the XML of product feeds."""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

from lookbook.catalog.tables.table import Table, TableError
from lookbook.catalog.tables.workbook import is_workbook, workbook

Record = Mapping[str, str]
Read = Callable[[bytes], Iterable[Record]]
_HEAD = 4096
_FAULTS = (ValueError, OSError, LookupError, NotImplementedError, MemoryError, RecursionError, ET.ParseError)
"""What a damaged file may raise: an encoding that nobody knows, and pyarrow's errors, are among them."""
_ITEMS = frozenset({"item", "entry", "product"})
"""What a product is called in feeds: RSS, Atom, and what others write."""


def structured(data: bytes, name: str) -> Table | None:
    """Read a table that is none of text; None for one of text.

    Nested fields come as `brand.name`, several values with bars or, where they are addresses, blanks between them.

    Raises:
        TableError: the file is damaged, or holds something else.
    """
    read = next((read for pattern, read in _READERS if pattern.match(data[:_HEAD])), None)
    if is_workbook(data):
        read = partial(workbook, name=name)
    if read is None:
        return None
    try:
        records = list(read(data))
    except _FAULTS as error:
        raise TableError(
            f"{name} can't be read ({' '.join(str(error).split())[:200]}); write it anew.",
            f"{name} can't be read ({type(error).__name__}); write it anew.",
        ) from error
    columns = list(dict.fromkeys(column for record in records for column in record))
    if not columns:
        raise TableError(f"{name} holds no products; give a product table with an id column.")
    return Table(columns, ([record.get(column, "") for column in columns] for record in records))


def _parquet(data: bytes) -> Iterator[Record]:
    from pyarrow import parquet

    for batch in parquet.ParquetFile(io.BytesIO(data)).iter_batches():
        yield from map(_flat, batch.to_pylist())


def _json(data: bytes) -> Iterator[Record]:
    text = data.decode("utf-8-sig")
    try:
        content = json.loads(text)
    except ValueError:
        content = [json.loads(line) for line in text.splitlines() if line.strip()]
    yield from map(_flat, _products(content))


def _products(content: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the products of JSON: a list, one product, or those of schema.org's @graph and itemListElement."""
    if isinstance(content, list):
        for one in content:
            yield from _products(one)
    elif isinstance(content, dict):
        inner = next((content[key] for key in ("@graph", "itemListElement", "products") if key in content), None)
        if inner is not None:
            yield from _products(inner)
        elif isinstance(content.get("item"), dict):
            yield content["item"]
        else:
            yield content
    else:
        raise ValueError("it holds something that is no product")  # noqa: TRY004  of a file, not of an argument


def _xml(data: bytes) -> Iterator[Record]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("it declares entities, which could unfold without end")
    for _, element in ET.iterparse(io.BytesIO(data)):  # noqa: S314  no entity is declared
        if _local(element.tag) in _ITEMS:
            fields: dict[str, list[str]] = {}
            for child in element:
                fields.setdefault(_local(child.tag), []).append((child.text or child.get("href") or "").strip())
            yield {name: _joined(values) for name, values in fields.items()}
            element.clear()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _flat(record: Mapping[str, Any], before: str = "") -> Record:
    found: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, Mapping):
            url = value.get("url") or value.get("contentUrl") if str(key) == "image" else None
            found |= {f"{before}{key}": str(url)} if url else _flat(value, f"{before}{key}.")
        elif isinstance(value, list | tuple) and value and all(isinstance(one, Mapping) for one in value):
            urls = [str(one.get("url") or one.get("contentUrl") or "") for one in value]
            found |= {f"{before}{key}": _joined(urls)} if any(urls) else _flat(value[0], f"{before}{key}.")
        else:
            found[f"{before}{key}"] = _text(value)
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return _joined([_text(one) for one in value])
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _joined(values: Sequence[str]) -> str:
    there = [value for value in values if value]
    return (" " if any("://" in value for value in there) else " | ").join(there)


_READERS: Sequence[tuple[re.Pattern[bytes], Read]] = (
    (re.compile(rb"PAR1"), _parquet),
    (re.compile(rb"(\xef\xbb\xbf)?\s*(\{\s*\"|\[\s*\{)"), _json),
    (re.compile(rb"(\xef\xbb\xbf)?\s*<(?!!doctype html|html)[?a-z]", re.IGNORECASE), _xml),
)
"""How each begins -> what reads it."""
