"""From a request to a question: as JSON, as a form with a file, or in the address."""

import base64
import binascii
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from lookbook import conditions
from lookbook.api.shapes import Asked, Body, Form, Parameters
from lookbook.errors import BadArgument, BadCondition
from lookbook.photos import web
from lookbook.query import Query
from lookbook.settings import Settings

FORM, JSON, MOST_FIELDS = "multipart/form-data", "application/json", 80
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": {"$ref": "#/components/schemas/Body"}},
            FORM: {"schema": {"$ref": "#/components/schemas/Form"}},
        },
    }
}
"""How a description tells of a question's body."""
NAMELESS = "photo"
"""What a photo is called where nobody says."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question as it came.

    Attributes:
        asked: all of it but a photo that came as a file.
        file: that photo; None where there is none.
        name: what a record calls the question.
    """

    asked: Asked
    file: bytes | None = None
    name: str = NAMELESS


class UnsupportedBody(BadArgument):
    """A body in a form that is not read here."""


async def question(request: Request) -> Question:
    """Read the question in a request's body.

    Raises:
        RequestValidationError: it is not what the description says.
        UnsupportedBody: it is neither JSON nor a form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == FORM:
        return await _form(request)
    if kind == JSON:
        try:
            body = Body.model_validate_json(await request.body())
        except ValidationError as error:
            raise RequestValidationError(error.errors()) from error
        return Question(asked=body, name=body.photo_url or (NAMELESS if body.photo else body.text or body.like or ""))
    raise UnsupportedBody(f"the body is {kind[:60] or 'of no type'!r}; send {JSON} or {FORM}.")


def as_query(given: Question, settings: Settings) -> Query:
    """Return what is asked; fetches a photo of the web.

    Raises:
        PhotoError: the photo can't be fetched.
        QueryError: it can't be asked so.
    """
    asked = given.asked
    return Query(
        photo=_photo(given, settings),
        k=asked.k,
        where=_where(asked),
        text=asked.text,
        like=asked.like,
        mode=asked.mode,
        distinct=asked.distinct,
        diversity=asked.diversity,
        customer=asked.customer,
        sort=asked.sort,
    )


def photo_alone(query: Query) -> Query:
    """Return the shortest question that a photo can be asked with."""
    return Query(photo=query.photo, k=1, mode="visual")


def _photo(given: Question, settings: Settings) -> bytes | None:
    asked = given.asked
    if not isinstance(asked, Body):
        return given.file
    if asked.photo is not None and asked.photo_url is not None:
        raise BadArgument("both photo and photo_url were given; give one of them.")
    if asked.photo_url is not None:
        return web.fetch(asked.photo_url, settings.max_photo_bytes)
    return None if asked.photo is None else _decoded(asked.photo)


def _decoded(text: str) -> bytes:
    """Read base64, with or without the head of a data: address."""
    try:
        return base64.b64decode(text.partition(",")[2] if text.startswith("data:") else text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadArgument("photo is not base64; encode the file's bytes by it, or send the file in a form.") from error


def _where(asked: Asked) -> Mapping[str, conditions.Condition]:
    if isinstance(asked, Body):
        return conditions.parse(pairs(asked.where))
    return where_of(asked.where if isinstance(asked, Parameters) else [])


def where_of(texts: list[str]) -> Mapping[str, conditions.Condition]:
    """Read conditions as an address has them, COLUMN=VALUE. Raises BadCondition."""
    pairs = [text.partition("=") for text in texts]
    wrong = [text for text, (column, equals, _) in zip(texts, pairs, strict=True) if not (column.strip() and equals)]
    if wrong:
        raise BadCondition(f"where={wrong[0]!r} is not COLUMN=VALUE, as in where=articleType=Shirts.")
    return conditions.parse((column.strip(), value.strip()) for column, _, value in pairs)


def pairs(where: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the column and the value of each condition that an object has."""
    for column, wanted in where.items():
        for value in wanted if isinstance(wanted, list) else [wanted]:
            yield column, value if isinstance(value, str) else f"{float(value):.15g}"


class InMemory(MultiPartParser):
    """Reads a form without ever writing a photo to disk."""

    spool_max_size = 2**62
    whole = False

    def on_end(self) -> None:
        """Note that the form has its end."""
        self.whole = True

    async def parse(self) -> FormData:
        """Read the form; one that is cut short is refused, as what is missing might be the photo."""
        fields = await super().parse()
        if not self.whole:
            for file in self._files_to_close_on_error:
                file.close()
            raise MultiPartException("it is cut short")
        return fields


async def _form(request: Request) -> Question:
    parser = InMemory(request.headers, _stream(request), max_files=1, max_fields=MOST_FIELDS)
    try:
        fields = await parser.parse()
    except MultiPartException as error:
        raise BadArgument(f"the form can't be read ({error.message.rstrip('.')}); send one photo as a file.") from error
    async with closing(fields):
        return await _of_fields(fields)


async def _of_fields(fields: FormData) -> Question:
    """Take a form's fields; one that was left empty asks nothing."""
    values: dict[str, Any] = {name: value for name, value in fields.multi_items() if name != "where" and value != ""}
    photo = values.pop("photo", None)
    try:
        asked = Form.model_validate({**values, "where": [text for text in fields.getlist("where") if text]})
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    if photo is None:
        return Question(asked=asked, name=asked.text or asked.like or "")
    if not isinstance(photo, UploadFile):
        raise BadArgument("photo is a field of text; send it as a file, with a name.")
    return Question(asked=asked, file=await photo.read(), name=(photo.filename or NAMELESS)[:100])


@asynccontextmanager
async def closing(fields: FormData) -> AsyncIterator[None]:
    """Let go of a form's files at the end of a block."""
    try:
        yield
    finally:
        await fields.close()


async def _stream(request: Request) -> AsyncGenerator[bytes, None]:
    yield await request.body()
