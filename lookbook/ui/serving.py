"""How the page travels: packed once and kept, with something to read before the first script has come."""

import gzip
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lookbook.ui.style import SPLASH, STYLE

SCRIPT = Path(__file__).with_name("main.py")
TEXT = ("text/", "application/javascript", "application/json", "image/svg")
KEPT = 512
"""How many packed files are kept; Streamlit has some 300, of which a visitor needs a hundred."""
IN_PLACE = {
    '<div id="root">': f'<div id="root">{SPLASH}',
    "</body>": f"{STYLE}</body>",
    "<title>Streamlit</title>": "<title>Lookbook</title>",
}
"""What stands in Streamlit's empty document -> what is sent."""
UNUSED_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')


class Packed:
    """Sends Streamlit's own files with gzip, each packed once; Streamlit 1.67 sends them as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and pack what is answered where that pays."""
        if scope["type"] == "http" and scope["method"] == "GET" and _static(scope["path"]):
            send = _Answer(scope, send).take
        await self.app(scope, receive, send)


def _static(path: str) -> bool:
    return path.endswith("/") or "/static/" in path


class _Answer:
    """One answer, held back until it is whole."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._unpacks = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def take(self, message: Message) -> None:
        """Take a part of the answer; send all of it with the last one."""
        if message["type"] == "http.response.start" and _text(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        headers, body = MutableHeaders(raw=start["headers"]), self._body
        if headers["content-type"].startswith("text/html"):
            body = _with_splash(body)
            del headers["ETag"], headers["Last-Modified"]  # they are of the file, which is not what is sent
        headers.add_vary_header("Accept-Encoding")
        if self._unpacks:
            body = _packed(body)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _text(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.startswith(TEXT)


@lru_cache(KEPT)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def _with_splash(document: bytes) -> bytes:
    text = UNUSED_FONT.sub("", document.decode())
    for place, put in IN_PLACE.items():
        text = text.replace(place, put)
    return text.encode()


MIDDLEWARE = [Middleware(Packed)]


def said(_: Exception) -> bool:
    """Say in one sentence that a click went wrong, as what is shown says it; return that Streamlit need not."""
    from lookbook.ui import messages

    messages.unforeseen()
    return True
