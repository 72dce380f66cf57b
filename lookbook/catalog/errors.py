"""What can be wrong with a catalogue."""

from lookbook.errors import LookbookError


class CatalogError(LookbookError):
    """A catalogue that can't be used; the message is one sentence that says what to do."""
