"""Asks a server so many times a second, whether it has answered or not, as strangers do (open loop)."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

PATIENCE = 120.0
"""Seconds that an answer may take."""
SHED = 503
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Outcome:
    """What came of requests.

    Attributes:
        seconds: from when a request was due to the end of its answer, of those that were answered.
        statuses: how many of each status came; 0 = none came.
        clear: how many of those that were shed said when to come back.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    clear: int = 0

    @property
    def shed(self) -> int:
        """How many were turned away."""
        return self.statuses[SHED]

    @property
    def failed(self) -> int:
        """How many were neither answered nor told when to come back."""
        return sum(self.statuses.values()) - self.statuses[200] - self.clear

    def within(self, share: float) -> float:
        """Return the milliseconds within which a share of the answers came."""
        return 1000 * float(np.quantile(self.seconds, share)) if self.seconds else 0.0


class Lines:
    """Connections to one server, each used again when it is free."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._free: list[Line] = []

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request; returns the status and the head of the answer."""
        while self._free:
            line = self._free.pop()
            try:
                return await self._over(line, request)
            except (ConnectionError, asyncio.IncompleteReadError):  # it was idle for so long that the server closed it
                line[1].close()
        return await self._over(await asyncio.open_connection(self._host, self._port), request)

    async def _over(self, line: Line, request: bytes) -> tuple[int, bytes]:
        reader, writer = line
        writer.write(request)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = next(part for part in head.split(b"\r\n") if part.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        if b"connection: close" in head:
            writer.close()
        else:
            self._free.append(line)
        return int(head.split(b" ", 2)[1]), head

    def close(self) -> None:
        """Close all that are free."""
        for _, writer in self._free:
            writer.close()


async def arrive(url: str, requests: Iterable[bytes], rate: float, ending: asyncio.Event | None = None) -> Outcome:
    """Send requests, so many a second, until there are no more or the end has come; wait for what comes of them."""
    host, port = url.removeprefix("http://").split(":")
    lines, outcome, began = Lines(host, int(port)), Outcome(), time.perf_counter()

    async def one(number: int, request: bytes) -> None:
        due = began + number / rate
        try:
            async with asyncio.timeout(PATIENCE):
                status, head = await lines.ask(request)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            outcome.statuses[0] += 1
            return
        outcome.statuses[status] += 1
        if status == SHED:
            outcome.clear += b"\r\nretry-after: " in head
        else:
            outcome.seconds.append(time.perf_counter() - due)

    async with asyncio.TaskGroup() as group:
        for number, request in enumerate(requests):
            if ending and ending.is_set():
                break
            if (left := began + number / rate - time.perf_counter()) > 0:
                await asyncio.sleep(left)
            group.create_task(one(number, request))
    lines.close()
    return outcome


def all_at_once(url: str, requests: Sequence[bytes]) -> Outcome:
    """Send requests at the same moment, each again whenever the server says when; seconds count from the first time.

    Runs an event loop of its own, for a process of its own: large requests would hold up whoever is measured beside.
    """

    async def everybody() -> Outcome:
        outcome = Outcome()
        await asyncio.gather(*(_patiently(url, request, outcome) for request in requests))
        return outcome

    return asyncio.run(everybody())


async def _patiently(url: str, request: bytes, outcome: Outcome) -> None:
    host, port = url.removeprefix("http://").split(":")
    lines, began, status = Lines(host, int(port)), time.perf_counter(), SHED
    while status == SHED:
        status, head = await lines.ask(request)
        outcome.statuses[status] += 1
        if status == SHED:
            wait = next(line for line in head.split(b"\r\n") if line.startswith(b"retry-after:"))
            outcome.clear += 1
            await asyncio.sleep(float(wait.partition(b":")[2]))
    outcome.seconds.append(time.perf_counter() - began)
    lines.close()
