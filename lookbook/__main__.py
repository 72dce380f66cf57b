"""python -m lookbook COMMAND."""

from lookbook.cli import run

run()
