"""What `lookbook` says without a command: what there is, and what to do next."""

import typer

from lookbook.index import exists
from lookbook.settings import Settings

FIRST = """\
There is no index in {} yet. First build one of your pictures, a folder or a zip, then open the page, or search:

  lookbook build PICTURES
  lookbook page
  lookbook search PHOTO

LOOKBOOK_INDEX or --index name another folder. To try it without pictures of your own: lookbook sample
"""
NEXT = """\
There is an index here: open its page with lookbook page, or search with lookbook search PHOTO.
"""


def start(context: typer.Context) -> None:
    """Visual search for fashion."""
    if context.invoked_subcommand is None:
        print(context.get_help())
        folder = Settings.load().index.absolute()
        print(NEXT if exists(folder) else FIRST.format(folder))
