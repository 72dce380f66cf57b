"""The server as a target: called in this process, and over a line."""

import asyncio
import json
import socket
from collections.abc import MutableMapping
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
from starlette.types import ASGIApp, Message

from lookbook.api.app import application
from lookbook.api.gate import Gate
from lookbook.api.limits import Limits
from lookbook.api.opened import Opened
from lookbook.api.watching import Figures
from lookbook.errors import LookbookError
from lookbook.live import Live
from lookbook.settings import Settings
from tests.calling import serving
from tests.fuzz import seeds
from tests.fuzz.target import ROOT, Target, UnclearError

MEANT = (501, 503)
"""What a server may say of itself."""


def api(_: Path) -> Target:
    """A request, put together from its bytes and answered in this process."""
    settings = Settings(index=ROOT)
    opened, figures = Opened(Live(ROOT, settings)), Figures()
    opened._look()
    server = Gate(application(opened, settings, figures), Limits(settings), figures, settings.api_seconds)
    runner = asyncio.Runner()

    def take(data: bytes) -> None:
        scope, body = _scope(data)
        status, kind, content = runner.run(_ask(server, scope, body))
        check(status, kind, content)

    return Target(seeds.requests(), take, runner.close)


def http(_: Path) -> Target:
    """Bytes over a line to a server, until it has said what it has to say."""
    settings = Settings(index=ROOT, api_seconds=1)
    running = ExitStack()
    address = running.enter_context(serving(ROOT, settings))
    host, port = address.removeprefix("http://").split(":")
    while httpx.get(f"{address}/ready").status_code != HTTPStatus.OK:
        pass

    def take(data: bytes) -> None:
        said = _said(host, int(port), data)
        head, _, content = said.partition(b"\r\n\r\n")
        parts = head.split(b" ", 2)
        if said and (len(parts) < 2 or not parts[1].isdigit()):
            raise UnclearError(f"no answer of HTTP: {said[:100]!r}")
        if said and int(parts[1]) >= 500 and int(parts[1]) not in MEANT:
            raise UnclearError(f"{said[:300]!r}")
        if not said or int(parts[1]) >= 400:
            raise LookbookError(content[:300].decode("utf-8", "replace") or "hung up")

    return Target(seeds.requests(), take, running.close)


def check(status: int, kind: str, content: bytes) -> None:
    """Raise UnclearError for a fault of the server and for an error that is not one sentence, else what it refused."""
    said = content[:300].decode("utf-8", "replace")
    if status >= 500 and status not in MEANT:
        raise UnclearError(f"{status}: {said}")
    if status >= 400 and content:
        known = json.loads(content) if kind == "application/json" else {}
        if set(known) != {"error", "type"} or "Traceback" in said:
            raise UnclearError(f"{status}: {said}")
        raise LookbookError(known["error"])


def _scope(data: bytes) -> tuple[MutableMapping[str, Any], bytes]:
    """Read a request as far as it is one, as servers hand it on."""
    head, _, body = data.partition(b"\r\n\r\n")
    line, *lines = head.split(b"\r\n")
    method, _, rest = line.partition(b" ")
    raw, _, query = (rest.rpartition(b" ")[0] or rest).partition(b"?")
    path = "/" + unquote(raw.decode("ascii", "replace")).lstrip("/")
    headers = [(name.strip().lower(), value.strip()) for name, _, value in (each.partition(b":") for each in lines)]
    told = {"method": method.decode("latin-1").upper() or "GET", "path": path, "raw_path": raw, "query_string": query}
    fixed = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": ""}
    return {**fixed, **told, "headers": headers, "client": ("127.0.0.1", 1), "server": ("h", 80)}, body


async def _ask(server: ASGIApp, scope: MutableMapping[str, Any], body: bytes) -> tuple[int, str, bytes]:
    parts: list[Message] = []
    coming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        parts.append(message)

    await server(scope, receive, send)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in parts[0]["headers"]}
    content = b"".join(part.get("body", b"") for part in parts[1:])
    return parts[0]["status"], headers.get("content-type", ""), content


def _said(host: str, port: int, data: bytes) -> bytes:
    with socket.create_connection((host, port), timeout=60) as line:
        parts = []
        try:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65536):
                parts.append(part)
        except ConnectionError:  # it hung up, as it may
            pass
        return b"".join(parts)
