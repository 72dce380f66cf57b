"""What every request passes through: counted, logged, limited, and never answered by a traceback."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lookbook.api.limits import Limits, Refused
from lookbook.api.problems import UNFORESEEN, refusal
from lookbook.api.watching import Figures, Trace, log

OPEN = frozenset({"/health", "/ready"})
"""What anybody may ask at any time."""
DISCARDED = 10
"""So many times the longest body is received in vain at most."""
SAFE: Mapping[str, str] = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


class Gate:
    """The outermost part of a server.

    Args:
        app: answers what is let through.
        limits: what is let through.
        figures: counts it.
        seconds: how long a body may take to arrive.
    """

    def __init__(self, app: ASGIApp, limits: Limits, figures: Figures, seconds: float) -> None:
        self._app, self._limits, self._figures, self._seconds = app, limits, figures, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["trace"] = trace = Trace()
        status = 499  # as nginx says it of who hung up

        async def answering(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update({**SAFE, "X-Request-Id": trace.number})
            await send(message)

        try:
            await self._let_in(scope, receive, answering, trace)
        except Exception:
            logging.getLogger(__name__).exception("request %s", trace.number)
            if status == 499:
                await refusal(500, UNFORESEEN, "Unforeseen")(scope, receive, answering)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            self._figures.count(trace, method, route, status)
            if scope["path"] not in OPEN:
                log(trace, method, route, status)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, trace: Trace) -> None:
        if scope["path"] in OPEN:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            if scope["method"] != "OPTIONS":  # a browser asks so before it sends a key
                self._limits.check(headers, (scope.get("client") or ("",))[0])
            with self._limits.place(headers), self._figures.at_once.track_inprogress():
                body = await self._body(receive)
                trace.stages["receive"] = trace.milliseconds
                await self._app(scope, _again(body, receive), send)
        except Refused as refused:
            self._figures.shed.labels(refused.reason).inc()
            headers_out = {"Retry-After": str(refused.wait)} if refused.wait else {}
            if refused.status == HTTPStatus.UNAUTHORIZED:
                headers_out["WWW-Authenticate"] = "Bearer"
            if refused.reason == "time":
                headers_out["Connection"] = "close"  # what is still to come is not read
            if refused.reason == "size":
                await self._discard(receive)
            await refusal(refused.status, refused.sentence, refused.reason, headers_out)(scope, receive, send)

    async def _body(self, receive: Receive) -> bytes:
        """Receive a body, no longer than it may be or take. Raises Refused."""
        parts, length = [], 0
        try:
            async with asyncio.timeout(self._seconds):
                while True:
                    message = await receive()
                    parts.append(message.get("body", b""))
                    length += len(parts[-1])
                    if length > self._limits.most_bytes:
                        raise self._limits.too_long()
                    if not message.get("more_body", False):
                        return b"".join(parts)
        except TimeoutError as error:
            sentence = f"The request did not arrive within {self._seconds:g} seconds; send it again."
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, "time", sentence) from error

    async def _discard(self, receive: Receive) -> None:
        """Receive the rest of a body that is too long: many clients read no answer before they have sent it all."""
        length = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(self._seconds):
                while length < DISCARDED * self._limits.most_bytes:
                    message = await receive()
                    length += len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _again(body: bytes, receive: Receive) -> Receive:
    """Hand out a body that was received already, and afterwards whatever comes."""
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving
