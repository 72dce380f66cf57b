"""The command `lookbook page`."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

SCRIPT = Path(__file__).parents[1] / "ui" / "app.py"


def page(
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="By default 8501, or the next free one.")] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Open no browser.")] = False,
) -> None:
    """Open the page, until Ctrl-C."""
    command = [sys.executable, "-m", "streamlit", "run", str(SCRIPT)]
    command += ["--server.headless", "true"] if headless else []
    command += [] if port is None else ["--server.port", str(port)]
    chosen = {} if index is None else {"LOOKBOOK_INDEX": str(index.absolute())}
    try:
        code = subprocess.call(command, env={**os.environ, **chosen})  # noqa: S603  our own Python and script
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)
