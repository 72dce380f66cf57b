"""A server in this process, and calls to it as a client over HTTP makes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn

from lookbook.api.app import server
from lookbook.live import Live
from lookbook.settings import Settings


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
