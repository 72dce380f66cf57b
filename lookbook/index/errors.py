"""The one error of an index."""

from lookbook.errors import LookbookError


class BadIndexError(LookbookError):
    """An index that can't be used; the message is one sentence that says what to do."""
