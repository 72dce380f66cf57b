"""python -m lookbook COMMAND."""

from lookbook.commands.app import run

run()
