"""The server and the page as processes of their own, as their owner starts them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.soak.catalogue import ROOT

START = 120
"""Seconds that a start may take."""
FAULTS = ("Traceback", "Exception", "something unforeseen")
"""What stands in a log where something went wrong."""


class Running(NamedTuple):
    """A process that answers over HTTP."""

    url: str
    process: int
    log: Path

    def faults(self) -> list[str]:
        """Return the lines of its log that tell of a fault."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if any(fault in line for fault in FAULTS)]


@contextmanager
def api(index: Path, log: Path, settings: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Run `lookbook serve` until the block ends."""
    port = _free_port()
    command = ["-m", "lookbook", "serve", "--index", str(index), "--port", str(port)]
    with _running(
        command, f"http://127.0.0.1:{port}", "/ready", log, {"LOOKBOOK_LOG": "off", **(settings or {})}
    ) as it:
        yield it


@contextmanager
def page(index: Path, log: Path, settings: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Run `streamlit run main.py` until the block ends."""
    port = _free_port()
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command = ["-m", "streamlit", "run", "main.py", *options]
    own = {"LOOKBOOK_LOG": "off", "LOOKBOOK_INDEX": str(index), **(settings or {})}
    with _running(command, f"http://127.0.0.1:{port}", "/_stcore/health", log, own) as running:
        yield running


@contextmanager
def _running(
    arguments: Sequence[str], url: str, health: str, log: Path, settings: Mapping[str, str]
) -> Iterator[Running]:
    with (
        log.open("wb") as target,
        subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=os.environ | settings, stdout=target, stderr=target
        ) as process,
    ):
        try:
            _wait(process, url + health)
            yield Running(url, process.pid, log)
        finally:
            process.terminate()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
