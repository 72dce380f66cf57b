"""What commands print is UTF-8, whatever the terminal's code page: programs read it, and titles have all letters."""

import io
import sys


def use_utf8() -> None:
    """Print UTF-8 from here on; what even that can't carry is printed escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
