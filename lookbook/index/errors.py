"""The one error of an index."""


class BadIndexError(ValueError):
    """An index that can't be used; the message is one sentence that says what to do."""
