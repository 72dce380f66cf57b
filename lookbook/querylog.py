"""One line of JSON a query, on the page and over HTTP alike: what it took, and nothing of who asked for what."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from lookbook.settings import OFF, STDERR, SettingsError

LOG = logging.getLogger("lookbook.requests")


def write(facts: Mapping[str, Any]) -> None:
    """Write a line with the time and facts, none of which may be words, ids, names or addresses."""
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **facts}
    LOG.info("%s", json.dumps(line, ensure_ascii=False))


@lru_cache(maxsize=1)
def send_to(where: str) -> None:
    """Send lines to stderr, to the end of a file, or nowhere (off). Raises SettingsError where it can't be written."""
    try:
        handler = _handler(where)
    except OSError as error:
        raise SettingsError(
            f"LOOKBOOK_LOG={where!r} can't be written ({error.strerror}); name another file."
        ) from error
    handler.setFormatter(logging.Formatter("%(message)s"))
    for old in LOG.handlers[:]:
        LOG.removeHandler(old)
        old.close()
    LOG.addHandler(handler)
    LOG.setLevel(logging.CRITICAL if where == OFF else logging.INFO)


def _handler(where: str) -> logging.Handler:
    if where == OFF:
        return logging.NullHandler()
    return logging.StreamHandler(sys.stderr) if where == STDERR else logging.FileHandler(where, encoding="utf-8")
