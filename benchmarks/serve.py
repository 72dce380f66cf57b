"""How many photos a second are searched for over HTTP, in batches and one by one: python -m benchmarks.serve."""

import asyncio
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Annotated, NamedTuple

import numpy as np
import typer

from benchmarks.large import SAMPLE, load, write_index

PHOTOS = sorted((SAMPLE / "images").iterdir())[:40]
CLIENTS = (1, 16, 64)
WAYS: Mapping[str, str] = {"in batches": "64", "one by one": "1"}
"""Name -> LOOKBOOK_BATCH."""
HEADER = (
    "| clients | photos a second, in batches | one by one | times more (lowest..highest) | half within | 95 % within "
    "|\n|---|---|---|---|---|---|"
)


class Load(NamedTuple):
    """What some clients saw: requests a second, and each one's milliseconds."""

    rate: float
    times: list[float]


@contextmanager
def served(index: Path, batch: str) -> Iterator[int]:
    """Serve an index in a process of its own until the block ends; yields the port once it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "lookbook", "serve", "--index", str(index), "--port", str(port)]
    environment = {**os.environ, "LOOKBOOK_BATCH": batch}
    with subprocess.Popen(command, cwd=SAMPLE, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            while not _ready(port):
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()


def asked(port: int, clients: int, seconds: float) -> Load:
    """Let clients ask one photo after the other, each on a connection that stays open."""
    requests = [_request(path.read_bytes()) for path in PHOTOS]

    async def everybody() -> list[list[float]]:
        end = time.perf_counter() + seconds
        return await asyncio.gather(*(_client(port, requests[each % 40 :] + requests, end) for each in range(clients)))

    times = [taken for client in asyncio.run(everybody()) for taken in client]
    return Load(len(times) / seconds, times)


async def _client(port: int, requests: list[bytes], end: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times = []
    for request in itertools.cycle(requests):
        started = time.perf_counter()
        if started > end:
            break
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        times.append(1000 * (time.perf_counter() - started))
    writer.close()
    return times


def _request(photo: bytes) -> bytes:
    """Write a search by a photo as a browser sends it, once, so that sending it costs those who ask little."""
    body = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\n' + photo + b"\r\n--b--\r\n"
    head = "POST /v1/search HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _large(folder: Path) -> Path:
    return write_index(folder, load("fashion", folder))


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready") as answer:
            return bool(json.load(answer)["ready"])
    except (urllib.error.URLError, ConnectionError):
        return False


def main(
    index: Annotated[Path | None, typer.Option(help="The index that is searched; else one of 44,000 pictures.")] = None,
    rounds: Annotated[int, typer.Option(help="How often each is measured, in turns.")] = 5,
    seconds: Annotated[float, typer.Option(help="How long each time.")] = 4,
) -> None:
    """Print a table: both servers run all the time, and are asked in turns."""
    print(HEADER)
    with ExitStack() as stack:
        place = index or _large(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        together, alone = (stack.enter_context(served(place, batch)) for batch in WAYS.values())
        for clients in CLIENTS:
            pairs = [(asked(together, clients, seconds), asked(alone, clients, seconds)) for _ in range(rounds)]
            ratios = sorted(ours.rate / theirs.rate for ours, theirs in pairs)
            half, late = np.percentile([taken for ours, _ in pairs for taken in ours.times], [50, 95])
            half_alone, late_alone = np.percentile([taken for _, theirs in pairs for taken in theirs.times], [50, 95])
            print(
                f"| {clients} | {median(ours.rate for ours, _ in pairs):.0f} "
                f"| {median(theirs.rate for _, theirs in pairs):.0f} "
                f"| {median(ratios):.2f} ({ratios[0]:.2f}..{ratios[-1]:.2f}) "
                f"| {half:.1f} ms ({half_alone:.1f}) | {late:.1f} ms ({late_alone:.1f}) |",
                flush=True,
            )


if __name__ == "__main__":
    typer.run(main)
