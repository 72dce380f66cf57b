"""What all commands have in common: their output is UTF-8, an error is a sentence, and --debug shows where."""

import io
import sys
from typing import Annotated, NoReturn

import typer

from lookbook.disk.names import escaped

Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


def use_utf8() -> None:
    """Print UTF-8 from here on, whatever the terminal's code page; what even that can't carry is printed escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def fail(sentence: str) -> NoReturn:
    """Say what went wrong, and end with exit code 1."""
    print(f"lookbook: {escaped(sentence)}", file=sys.stderr)
    raise SystemExit(1)
