"""The command `python -m lookbook serve`; what is heavy is imported when it runs."""

import logging
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from lookbook import querylog
from lookbook.commands.output import Debug
from lookbook.errors import MissingLibraryError
from lookbook.live import Live
from lookbook.settings import Settings

IDLE_SECONDS = 15
"""How long a connection that nothing comes over is kept."""


def serve(
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    host: Annotated[str, typer.Option(help="The address it listens on; 0.0.0.0 = all of them.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port it listens on; 0 = any that is free.")] = 8000,
    debug: Debug = False,
) -> None:
    """Answer questions over HTTP."""
    for library in ("fastapi", "uvicorn", "prometheus_client"):
        if find_spec(library) is None:
            raise MissingLibraryError.of(library, "api")
    import uvicorn
    from threadpoolctl import threadpool_limits

    from lookbook.api.app import server
    from lookbook.photos.room import give_back_at_once

    threadpool_limits(1, "blas")  # its second thread waits busily after each product, and takes a core from the rest
    give_back_at_once()
    settings = Settings.load()
    _warn_on_stderr()
    querylog.send_to(settings.log)
    app = server(Live(index or settings.index, settings), settings)
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning" if not debug else "info",
        access_log=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
    )


def _warn_on_stderr() -> None:
    """Write what is to be said besides the lines on requests, which go where the owner says."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.addFilter(lambda record: record.name != querylog.LOG.name)
    logger = logging.getLogger("lookbook")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
