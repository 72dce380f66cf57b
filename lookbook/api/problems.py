"""What is answered when something can't be done: one sentence, and the status that programs go by."""

from collections.abc import Mapping

from fastapi.responses import JSONResponse

from lookbook.behavior.errors import BehaviorError, MissingExtraError, TransactionsError, UnknownCustomerError
from lookbook.catalog import CatalogError
from lookbook.catalog.storage import StorageError
from lookbook.catalog.tables import TableError
from lookbook.disk.atomic import DiskError
from lookbook.disk.lock import BusyError
from lookbook.disk.names import escaped
from lookbook.encoders.base import EncoderError
from lookbook.errors import LookbookError, QueryError, UnknownProduct
from lookbook.index import BadIndexError
from lookbook.photos import Kind, PhotoError
from lookbook.settings import SettingsError

AGAIN = 2
"""After how many seconds it may be asked again where that may help."""


class NotReadyError(LookbookError):
    """The index is not open yet."""


STATUS: Mapping[type[LookbookError], int] = {
    LookbookError: 422,
    QueryError: 422,
    UnknownProduct: 404,
    PhotoError: 422,
    BehaviorError: 404,
    UnknownCustomerError: 404,
    MissingExtraError: 501,
    TransactionsError: 503,
    NotReadyError: 503,
    BadIndexError: 503,
    CatalogError: 503,
    StorageError: 503,
    TableError: 503,
    EncoderError: 503,
    SettingsError: 503,
    BusyError: 503,
    DiskError: 503,
}
"""Type of an error -> its status; a type that is not here has that of the nearest one above it."""
PHOTO_STATUS: Mapping[Kind, int] = {
    "too many bytes": 413,
    "too many pixels": 413,
    "not a picture": 415,
    "unsupported": 415,
    "missing": 404,
}
"""What is wrong with a photo -> its status, where that is not the one of `STATUS`."""
UNFORESEEN = "Something went wrong here; it is noted in the log under the number of this request."


def status(error: LookbookError) -> int:
    """Return the status of an error."""
    if isinstance(error, PhotoError):
        return PHOTO_STATUS.get(error.kind, STATUS[PhotoError])
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def response(error: LookbookError) -> JSONResponse:
    """Return the answer that tells an error."""
    return refusal(status(error), escaped(str(error)), type(error).__name__)


def refusal(code: int, sentence: str, kind: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return an answer that says why there is none."""
    again = {"Retry-After": str(AGAIN)} if code == 503 else {}
    return JSONResponse({"error": sentence, "type": kind}, code, {**again, **(headers or {})})
