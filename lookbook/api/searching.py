"""Searching by photo, words, a product, or several of them, and what a photo shows."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from lookbook.api import reading
from lookbook.api.asking import PROBLEMS, Book, Tracing, answered, stage
from lookbook.api.reading import Question
from lookbook.api.shapes import Asked, Body, Form, Found, Parameters, Seen
from lookbook.api.watching import Trace
from lookbook.book import Lookbook
from lookbook.encoders.pieces import Piece
from lookbook.errors import BadArgument
from lookbook.records import as_record

routes = APIRouter(prefix="/v1", tags=["search"], responses=PROBLEMS)
SCHEMAS = (Body, Form)
"""What bodies refer to."""


@routes.get("/search", response_model=Found, summary="Search by words, by a product, or by conditions alone")
def by_words(asked: Annotated[Parameters, Query()], book: Book, trace: Tracing) -> Response:
    """Find the products that fit words, or are like a product, or both; else all that fulfil the conditions."""
    return answered(_found(book, Question(asked=asked, name=asked.text or asked.like or ""), trace))


@routes.post("/search", response_model=Found, summary="Search by a photo, words, or both", openapi_extra=reading.BODY)
async def by_photo(request: Request, book: Book, trace: Tracing) -> Response:
    """Find the products that look most like a photo, with words as what is to be different."""
    question = await reading.question(request)
    return await run_in_threadpool(lambda: answered(_found(book, question, trace)))


@routes.post("/attributes", response_model=Seen, summary="What a photo shows", openapi_extra=reading.BODY)
async def attributes(request: Request, book: Book, trace: Tracing) -> Response:
    """Tell type, colour, gender, season and usage, where the garment is, and whether there is one."""
    question = await reading.question(request)
    return await run_in_threadpool(lambda: answered(_seen(book, question, trace)))


def _found(book: Lookbook, question: Question, trace: Trace) -> Mapping[str, Any]:
    with stage(trace, "photo"):
        query = reading.as_query(question, book.settings)
    answer = book.ask(query)
    trace.stages.update(see=answer.seeing, search=answer.milliseconds - answer.seeing)
    trace.facts.update(_facts(question.asked, query.photo is not None), results=len(answer.hits))
    pieces = _pieces(book, question, query.photo, trace)
    with stage(trace, "write"):
        return as_record(book, question.name, answer, pieces)


def _seen(book: Lookbook, question: Question, trace: Trace) -> Mapping[str, Any]:
    with stage(trace, "photo"):
        query = reading.as_query(question, book.settings)
    if query.photo is None:
        raise BadArgument("there is no photo to look at; send one.")
    answer = book.ask(reading.photo_alone(query))
    trace.stages["see"] = answer.seeing
    record = as_record(book, question.name, answer, _pieces(book, question, query.photo, trace))
    return {name: record[name] for name in ("attributes", "box", "unknown", "ms", "pieces") if name in record}


def _pieces(book: Lookbook, question: Question, photo: Any, trace: Trace) -> Sequence[Piece] | None:
    """Look for the pieces of a photo where they are asked for."""
    if photo is None or not question.asked.pieces:
        return None
    with stage(trace, "pieces"):
        return book.pieces(photo)


def _facts(asked: Asked, photo: bool) -> Mapping[str, Any]:
    """Return what kind of question it is."""
    given = {"photo": photo, "text": bool(asked.text), "like": asked.like is not None, "customer": bool(asked.customer)}
    where = asked.where if isinstance(asked, Body | Parameters) else ()
    return {
        "with": [name for name, there in given.items() if there],
        "conditions": len(where),
        "k": asked.k,
        "mode": asked.mode,
        "sort": asked.sort,
    }
