"""The command `python -m lookbook mcp`; what is heavy is imported when it runs."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from lookbook.commands.output import Debug
from lookbook.errors import MissingLibraryError
from lookbook.live import Live
from lookbook.settings import Settings


def mcp(
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    debug: Debug = False,
) -> None:
    """Offer search and recommendations as tools of the Model Context Protocol, over standard input and output."""
    if find_spec("mcp") is None:
        raise MissingLibraryError.of("mcp", "mcp")
    from lookbook.api.tools import tool_server

    settings = Settings.load()
    tool_server(Live(index or settings.index, settings)).run()
