"""The errors of this room; the message of each is one sentence that says what to do."""

from lookbook.errors import LookbookError


class BehaviorError(LookbookError):
    """Purchases, or a model of them, that can't be used."""


class TransactionsError(BehaviorError):
    """A table of purchases that can't be read."""


class MissingExtraError(BehaviorError):
    """A library that only some need is not installed."""

    @classmethod
    def of(cls, library: str) -> "MissingExtraError":
        """Return the error for a library of the extra "behavior"."""
        return cls(f"this needs {library}, which is not installed; run pip install 'lookbook[behavior]'.")


class UnknownCustomerError(BehaviorError):
    """A customer that no purchase names."""
