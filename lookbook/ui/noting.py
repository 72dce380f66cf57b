"""A line in the log for each question on the page, without anything of what was asked."""

import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from lookbook import querylog
from lookbook.errors import LookbookError
from lookbook.settings import Settings
from lookbook.ui.session import PageState


@contextmanager
def noted(query: PageState, settings: Settings) -> Iterator[MutableMapping[str, Any]]:
    """Note a question when the block ends; yields what is noted of it, to be added to."""
    querylog.send_to(settings.log)
    started = time.perf_counter()
    given = {"photo": query.photo is not None, "text": bool(query.text), "like": bool(query.like)}
    facts: dict[str, Any] = {"with": [name for name, there in given.items() if there], "conditions": len(query.where)}
    try:
        yield facts
    except LookbookError as error:
        facts["error"] = type(error).__name__
        raise
    finally:
        querylog.write({"route": "page", "ms": round(1000 * (time.perf_counter() - started), 2), **facts})
