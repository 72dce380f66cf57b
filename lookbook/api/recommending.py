"""What suits a customer."""

import time
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from lookbook.api.asking import PROBLEMS, Tracing, answered
from lookbook.api.opened import Opened
from lookbook.api.shapes import MOST_LETTERS, MOST_RESULTS, Recommendations
from lookbook.records import as_recommended

routes = APIRouter(prefix="/v1", tags=["recommendations"], responses=PROBLEMS)


@routes.get("/recommendations", response_model=Recommendations, summary="What suits a customer")
def recommendations(
    request: Request,
    trace: Tracing,
    customer: Annotated[
        str,
        Query(max_length=MOST_LETTERS, description="The id, as the table of purchases has it.", examples=["Rosa 1"]),
    ],
    k: Annotated[int, Query(ge=1, le=MOST_RESULTS)] = 10,
    text: Annotated[str | None, Query(max_length=MOST_LETTERS, description="Only what fits these words.")] = None,
    again: Annotated[bool, Query(description="Whether what was bought may come again.")] = True,
) -> Response:
    """Recommend products to a customer, by what they and others bought, each with its reason."""
    opened: Opened = request.app.state.opened
    book = opened.learned().book
    started = time.perf_counter()
    found = book.recommend(customer, k, text=text or None, again=again)
    trace.stages["recommend"] = milliseconds = 1000 * (time.perf_counter() - started)
    trace.facts.update(k=k, results=len(found))
    return answered(as_recommended(book, customer, found, milliseconds))
