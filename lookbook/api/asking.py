"""What every answer needs of a request: the open Lookbook, the trace, and JSON as it is written."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from lookbook.api.opened import Opened
from lookbook.api.shapes import Problem
from lookbook.api.watching import Trace
from lookbook.book import Lookbook

PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": text}
    for code, text in {
        400: "The request can't be read.",
        401: "There is no key, or not the right one.",
        404: "There is no such product, picture or customer.",
        413: "The photo is too large.",
        415: "The file is no photo that can be read here.",
        422: "It can't be asked so; the sentence says why.",
        429: "Too many requests a minute.",
        503: "Not ready yet, or too many requests at once; Retry-After says when to ask again.",
    }.items()
}
"""What any answer may be instead."""


async def book(request: Request) -> Lookbook:
    """Return the Lookbook that answers. Raises NotReadyError, or why it can't be opened."""
    opened: Opened = request.app.state.opened
    return opened.current().book


async def trace(request: Request) -> Trace:
    """Return what becomes known of a request."""
    known: Trace = request.scope["trace"]
    return known


Book = Annotated[Lookbook, Depends(book)]
Tracing = Annotated[Trace, Depends(trace)]


@contextmanager
def stage(of: Trace, name: str) -> Iterator[None]:
    """Time a stage of a request."""
    started = time.perf_counter()
    try:
        yield
    finally:
        of.stages[name] = 1000 * (time.perf_counter() - started)


def answered(record: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Return a record as JSON; what is no text in an old table is written escaped."""
    text = json.dumps(record, ensure_ascii=False)
    return Response(text.encode("utf-8", "backslashreplace"), 200, headers, "application/json")


def cached(request: Request, content: bytes, kind: str, tag: str, seconds: int) -> Response:
    """Return what may be kept for some seconds, or 304 where the one who asks has it already.

    Args:
        request: says what they have.
        content: the answer.
        kind: its media type.
        tag: changes when the answer does.
        seconds: how long it need not be asked for again.
    """
    whose = "private" if request.app.state.settings.api_key else "public"
    headers = {"ETag": f'"{tag}"', "Cache-Control": f"{whose}, max-age={seconds}"}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if headers["ETag"] in known or known == ["*"]:
        return Response(status_code=304, headers=headers)
    return Response(content, 200, headers, kind)


def digest(*parts: object) -> str:
    """Return a short text that changes when one of the parts does."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()[:20]
