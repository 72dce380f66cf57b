"""What suits a customer."""

import time
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from lookbook.api import reading
from lookbook.api.asking import PROBLEMS, Tracing, answered
from lookbook.api.opened import Opened
from lookbook.api.reading import Question
from lookbook.api.shapes import MOST_LETTERS, MOST_RESULTS, Recommendations
from lookbook.api.watching import Trace
from lookbook.book import Lookbook
from lookbook.errors import BadArgument
from lookbook.records import as_recommended

routes = APIRouter(prefix="/v1", tags=["recommendations"], responses=PROBLEMS)
USUAL = 10
TAKEN = {"customer", "k", "text", "photo", "photo_url"}
"""What of a question a recommendation goes by."""
Again = Annotated[bool, Query(description="Whether what was bought may come again.")]


@routes.get("/recommendations", response_model=Recommendations, summary="What suits a customer")
def recommendations(
    request: Request,
    trace: Tracing,
    customer: Annotated[
        str,
        Query(max_length=MOST_LETTERS, description="The id, as the table of purchases has it.", examples=["Rosa 1"]),
    ],
    k: Annotated[int, Query(ge=1, le=MOST_RESULTS)] = USUAL,
    text: Annotated[str | None, Query(max_length=MOST_LETTERS, description="Only what fits these words.")] = None,
    again: Again = True,
) -> Response:
    """Recommend products to a customer, by what they and others bought, each with its reason."""
    return _answer(_learned(request), trace, customer, k, text=text or None, again=again)


@routes.post(
    "/recommendations",
    response_model=Recommendations,
    summary="What suits a customer of what looks like a photo, or fits words",
    openapi_extra=reading.BODY,
)
async def by_photo(request: Request, trace: Tracing, again: Again = True) -> Response:
    """Recommend to the body's `customer` what looks like its photo or fits its text, or both, and no other fields."""
    question = await reading.question(request)
    return await run_in_threadpool(lambda: _of_question(_learned(request), trace, question, again))


def _of_question(book: Lookbook, trace: Trace, question: Question, again: bool) -> Response:
    asked = question.asked
    if asked.customer is None:
        raise BadArgument("there is no customer; give the id, as the table of purchases has it.")
    if others := {name for name in asked.model_fields_set - TAKEN if getattr(asked, name)}:
        raise BadArgument(f"a recommendation does not go by {', '.join(sorted(others))}; leave that out.")
    query = reading.as_query(question, book.settings)
    return _answer(book, trace, asked.customer, asked.k or USUAL, photo=query.photo, text=query.text, again=again)


def _answer(book: Lookbook, trace: Trace, customer: str, k: int, **asked: Any) -> Response:
    started = time.perf_counter()
    found = book.recommend(customer, k, **asked)
    trace.stages["recommend"] = milliseconds = 1000 * (time.perf_counter() - started)
    trace.facts.update(k=k, results=len(found))
    return answered(as_recommended(book, customer, found, milliseconds))


def _learned(request: Request) -> Lookbook:
    opened: Opened = request.app.state.opened
    return opened.learned().book
