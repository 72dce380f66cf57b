"""A person on the page without a browser: Streamlit's own messages over a websocket, as browsers send them."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from typing import Self

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, UploadedFileInfo
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 300.0
"""Seconds that somebody waits at most."""
RESULT = "linked-result-"
"""What the keys of the results' titles begin with."""


class Person:
    """One session of the page.

    Args:
        url: where the page is.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = httpx.AsyncClient(base_url=url, timeout=PATIENCE, trust_env=False)
        self._cached: dict[str, ForwardMsg] = {}
        self._query = ""
        self._numbers = itertools.count()
        self.said: list[str] = []
        self._boxes: dict[str, str] = {}

    @property
    def results(self) -> int:
        """How many results stand on the page."""
        return sum(name.startswith(RESULT) for name in self._boxes)

    async def __aenter__(self) -> Self:
        """Open the page."""
        token = (await self._http.get("/_stcore/health")).cookies.get("_streamlit_xsrf") or ""
        self._headers = {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
        address = f"ws{self._url.removeprefix('http')}/_stcore/stream"
        self._line: ClientConnection = await connect(address, max_size=None, ping_interval=None)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave."""
        await self._line.close()
        await self._http.aclose()

    async def open(self, query: str = "") -> float:
        """Come by an address; returns the seconds until the page stands."""
        self._query = query
        return await self._run(None)

    async def say(self, words: str) -> float:
        """Write into the one box; returns the seconds until the answer stands."""
        state = WidgetState(id=self._boxes["chat_input"])
        state.chat_input_value.data = words
        return await self._run(state)

    async def press(self, key: str) -> float:
        """Press a button; returns the seconds until the answer stands."""
        return await self._run(WidgetState(id=self._boxes[key], trigger_value=True))

    async def upload(self, photo: bytes) -> float:
        """Give a photo; returns the seconds until the answer stands, the way of its bytes included."""
        started = time.perf_counter()
        asked = BackMsg()
        asked.file_urls_request.request_id = str(next(self._numbers))
        asked.file_urls_request.file_names.append("photo.jpg")
        await self._line.send(asked.SerializeToString())
        while (message := await self._next()).WhichOneof("type") != "file_urls_response":
            pass
        urls = message.file_urls_response.file_urls[0]
        sent = await self._http.put(urls.upload_url, files={"file": ("photo.jpg", photo)}, headers=self._headers)
        sent.raise_for_status()
        file = UploadedFileInfo(file_id=urls.file_id, name="photo.jpg", size=len(photo), file_urls=urls)
        state = FileUploaderState(uploaded_file_info=[file])
        await self._run(WidgetState(id=self._boxes["file_uploader"], file_uploader_state_value=state))
        return time.perf_counter() - started

    async def _run(self, state: WidgetState | None) -> float:
        """Let the page's script run; returns its seconds."""
        started = time.perf_counter()
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        asked.rerun_script.cached_message_hashes.extend(self._cached)
        if state:
            asked.rerun_script.widget_states.widgets.append(state)
        await self._line.send(asked.SerializeToString())
        self.said, self._boxes = [], {}
        async with asyncio.timeout(PATIENCE):
            while (message := await self._next()).WhichOneof("type") != "script_finished":
                self._take(message)
        return time.perf_counter() - started

    async def _next(self) -> ForwardMsg:
        message = ForwardMsg()
        message.ParseFromString(await self._line.recv(decode=False))
        if message.WhichOneof("type") == "ref_hash":
            return self._cached[message.ref_hash]
        if message.metadata.cacheable and message.hash:
            self._cached[message.hash] = message
        return message

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        if kind == "delta":
            for name, value in _seen(message.delta):
                if name == "said":
                    self.said.append(value)
                else:
                    self._boxes[name] = value


def _seen(delta: Delta) -> Iterator[tuple[str, str]]:
    """Yield what a person sees of an element: what it is called, and its widget or its text."""
    element = delta.new_element
    kind = element.WhichOneof("type")
    if kind in ("chat_input", "file_uploader"):
        yield kind, getattr(element, kind).id
    elif kind == "button":
        key = element.button.id.split("-", 2)[2]
        yield (element.button.label if key == "None" else key), element.button.id
    elif kind in ("alert", "markdown", "heading"):
        yield "said", getattr(element, kind).body
