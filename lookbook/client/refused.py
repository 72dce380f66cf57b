"""What a server refuses, as the errors that `Lookbook` itself raises."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lookbook import errors
from lookbook.errors import LookbookError
from lookbook.photos import PhotoError

if TYPE_CHECKING:
    import httpx

_RAISED: Mapping[str, type[LookbookError]] = {
    "PhotoError": PhotoError,
    **{
        kind.__name__: kind
        for kind in (
            errors.NothingAsked, errors.UnknownProduct, errors.UnknownColumn, errors.UnknownRetriever,
            errors.BadCondition, errors.BadArgument,
        )
    },
}  # fmt: skip


class RemoteError(LookbookError):
    """A server that can't be reached, or that refuses.

    Attributes:
        status: what it answered; None where it could not be reached.
        kind: what the server calls it.
    """

    def __init__(self, message: str, status: int | None = None, kind: str = "") -> None:
        super().__init__(message)
        self.status, self.kind = status, kind


def error_of(address: str, answer: "httpx.Response") -> LookbookError:
    """Return the error that a server tells, of its own type where it is one of a question."""
    try:
        sentence, kind = str(answer.json()["error"]), str(answer.json()["type"])
    except (ValueError, KeyError, TypeError):
        sentence, kind = f"{address} answers {answer.status_code}; check that it is a Lookbook.", ""
    raised = _RAISED.get(kind)
    return RemoteError(sentence, answer.status_code, kind) if raised is None else raised(sentence)
