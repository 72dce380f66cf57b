"""Whether the server lives, whether it can answer, and its figures."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from lookbook.api.asking import PROBLEMS, Book, answered
from lookbook.api.opened import Opened
from lookbook.api.shapes import Ready
from lookbook.api.watching import Figures

routes = APIRouter(tags=["operation"])


@routes.get("/health", summary="Whether the process lives")
async def health() -> dict[str, bool]:
    """Answer; a process that can't is to be started again."""
    return {"alive": True}


@routes.get("/ready", response_model=Ready, responses={503: PROBLEMS[503]}, summary="Whether questions can be answered")
async def ready(book: Book) -> Response:
    """Tell what is open; 503 while the index is being opened, or where it can't be."""
    return answered(
        {
            "ready": True,
            "pictures": len(book),
            "encoder": book.index.encoder.name,
            "encoder_version": book.index.encoder.version,
            "weights_sha256": book.index.encoder.weights_sha256,
            "side": book.encoder.side,
            "created": book.index.created,
            "fingerprint": f"{book.index.fingerprint[:20]}-{book.catalog.table.fingerprint[:20]}",
        }
    )


@routes.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **PROBLEMS})
async def metrics(request: Request) -> Response:
    """Return figures for Prometheus."""
    figures: Figures = request.app.state.figures
    opened: Opened = request.app.state.opened
    figures.ready.set(opened.is_ready)
    figures.pictures.set(len(opened.current().book) if opened.is_ready else 0)
    return Response(figures.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
