"""The errors that a person can mend: the message of each is one sentence for them, shown as it is.

Whatever else is raised is a fault of the program, and never shown as advice.
"""

from typing import Self


class LookbookError(ValueError):
    """Something that a person can mend; the message says what was wrong, with what, and what to do."""


class MissingLibraryError(LookbookError):
    """A library that only some need is not installed."""

    @classmethod
    def of(cls, library: str, extra: str) -> Self:
        """Return the error for a library of an extra, such as "api"."""
        return cls(f"this needs {library}, which is not installed; run pip install 'lookbook[{extra}]'.")


class QueryError(LookbookError):
    """A question that can't be answered as it was asked."""


class NothingAsked(QueryError):
    """A query without a photo, a text or a product."""


class UnknownProduct(QueryError):
    """An id that no product of the index has."""


class UnknownColumn(QueryError):
    """A column that the product table does not have."""


class UnknownRetriever(QueryError):
    """A way of searching that does not exist, or can't use what was given."""


class BadCondition(QueryError):
    """A condition on a column that can't be understood."""


class BadArgument(QueryError):
    """An argument of the wrong type or out of its range."""
