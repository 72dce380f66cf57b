"""The errors of this room; the message of each is one sentence that says what to do."""

from typing import Self

from lookbook.errors import LookbookError, MissingLibraryError


class BehaviorError(LookbookError):
    """Purchases, or a model of them, that can't be used."""


class TransactionsError(BehaviorError):
    """A table of purchases that can't be read."""


class MissingExtraError(BehaviorError, MissingLibraryError):
    """A library that only recommendations need is not installed."""

    @classmethod
    def of(cls, library: str, extra: str = "behavior") -> Self:
        """Return the error for a library of the extra "behavior"."""
        return super().of(library, extra)


class UnknownCustomerError(BehaviorError):
    """A customer that no purchase names."""
