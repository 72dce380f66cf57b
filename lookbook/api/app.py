"""The server as one object, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from lookbook.api import health, problems, products, recommending, searching
from lookbook.api.gate import Gate
from lookbook.api.limits import Limits
from lookbook.api.opened import Opened
from lookbook.api.watching import Figures
from lookbook.errors import LookbookError
from lookbook.live import Live
from lookbook.settings import Settings

TITLE = "Lookbook"


def server(live: Live, settings: Settings) -> ASGIApp:
    """Return the server of an index: all that is asked of it passes through the gate."""
    figures = Figures()
    app = application(Opened(live), settings, figures)
    return Gate(app, Limits(settings), figures, settings.api_seconds)


def application(opened: Opened, settings: Settings, figures: Figures) -> FastAPI:
    """Return what answers, behind the gate."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.api_at_once
        opened.start()
        yield
        opened.stop()

    app = FastAPI(title=TITLE, version=_version(), lifespan=life, docs_url=None, redoc_url=None)
    app.state.opened, app.state.settings, app.state.figures = opened, settings, figures
    for part in (searching, products, recommending, health):
        app.include_router(part.routes)
    app.add_exception_handler(LookbookError, _refused)
    app.add_exception_handler(RequestValidationError, _misunderstood)
    app.add_exception_handler(HTTPException, _unknown)
    app.add_exception_handler(Exception, _unforeseen)
    if settings.api_origins:
        allowed = ["Authorization", "Content-Type", "X-API-Key"]
        app.add_middleware(
            CORSMiddleware, allow_origins=settings.api_origins, allow_methods=["GET", "POST"], allow_headers=allowed
        )
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]  # FastAPI's own way to extend it
    return app


async def _refused(request: Request, error: Exception) -> JSONResponse:
    return problems.response(error if isinstance(error, LookbookError) else LookbookError(str(error)))


async def _misunderstood(request: Request, error: Exception) -> JSONResponse:
    """Say the first thing that is wrong with a question, without what was sent."""
    first: dict[str, Any] = next(iter(error.errors()), {}) if isinstance(error, RequestValidationError) else {}
    place = ".".join(str(part) for part in first.get("loc", ()) if part not in ("query", "body", "path"))
    what = str(first.get("msg", "it is not as described")).rstrip(".")
    sentence = f"{place[:100] or 'The request'} is wrong: {what}; see /openapi.json."
    return problems.refusal(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, "BadRequest")


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    phrase = HTTPStatus(error.status_code).phrase
    sentence = f"{phrase}: nothing is asked for in this way here; see /openapi.json."
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request) or headers.get("Allow", "")
    return problems.refusal(error.status_code, sentence, phrase.replace(" ", ""), headers)


def _allowed(request: Request) -> str:
    """Return the methods of all routes of a path without parameters; Starlette names those of the first one alone."""
    described = request.app.openapi()["paths"].get(request.scope["path"], {})
    return ", ".join(sorted(method.upper() for method in described))


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    return problems.refusal(HTTPStatus.INTERNAL_SERVER_ERROR, problems.UNFORESEEN, "Unforeseen")


def _described(app: FastAPI) -> dict[str, Any]:
    """Describe the server, and what the bodies of a search are."""
    if app.openapi_schema is None:
        described = get_openapi(title=app.title, version=app.version, routes=app.routes)
        schemas = described["components"]["schemas"]
        for shape in searching.SCHEMAS:
            schemas[shape.__name__] = shape.model_json_schema(ref_template="#/components/schemas/{model}")
        described["components"]["securitySchemes"] = {
            "bearer": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        }
        if app.state.settings.api_key:
            described["security"] = [{"bearer": []}, {"key": []}]
        app.openapi_schema = described
    return app.openapi_schema


def _version() -> str:
    try:
        return version("lookbook")
    except PackageNotFoundError:  # it runs from its folder
        return "0"
