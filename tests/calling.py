"""A server in this process, and calls to it as a client over HTTP makes them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest
import uvicorn

from lookbook.api.app import server
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.client import Client, RemoteError
from lookbook.encoders import registry
from lookbook.live import Live
from lookbook.settings import Settings
from tests.fakes import MeanColour, paint_catalogue


@contextmanager
def plain_index(folder: Path) -> Iterator[Path]:
    """Build an index of seven plain pictures, whose encoder is known until the block ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
        build(Catalog.open(paint_catalogue(folder), relative_to=folder), MeanColour(), folder)
        yield folder


@contextmanager
def serving(folder: Path, settings: Settings) -> Iterator[str]:
    """Serve an index on a free port of loopback until the block ends; yields the address."""
    config = uvicorn.Config(
        server(Live(folder, settings), settings), port=0, log_level="error", access_log=False, lifespan="on"
    )
    running = uvicorn.Server(config)
    sockets = [config.bind_socket()]
    thread = Thread(target=running.run, kwargs={"sockets": sockets}, daemon=True)
    thread.start()
    while not running.started and thread.is_alive():
        pass
    try:
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join()
        sockets[0].close()


def ready(client: Client) -> None:
    """Wait until a server's index is open."""
    while True:
        with suppress(RemoteError):
            client.ready()
            return
