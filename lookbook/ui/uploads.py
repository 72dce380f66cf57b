"""Photos of visitors, kept only where the owner of the page wants it, without what cameras write into them."""

import hashlib
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lookbook.disk import atomic
from lookbook.encoders.base import Photo
from lookbook.photos import thumbnail
from lookbook.settings import Settings

LONGEST = 1024
_OURS = re.compile(r"[0-9a-f]{64}\.[a-z]+")
_DAY, _MEGABYTE = 24 * 3600, 1_000_000


class _Kept(NamedTuple):
    at: float
    size: int
    path: Path


def keep(photo: bytes, pixels: Photo, settings: Settings) -> None:
    """Keep the pixels of a photo alone, named by its content; nothing a visitor chooses becomes part of a path.

    What was kept for too long, or is too much, goes. A disk that is full or can't be written costs the photo and a line
    in the log, never the visitor's search.
    """
    if not settings.keep_uploads:
        return
    path = settings.uploads / f"{hashlib.sha256(photo).hexdigest()}.jpg"
    try:
        if not path.exists():
            atomic.write(path, thumbnail.encoded(pixels, LONGEST))
        sweep(settings, time.time())
    except OSError as error:
        logging.getLogger(__name__).warning("a visitor's photo could not be kept: %s", error)


def sweep(settings: Settings, now: float) -> None:
    """Remove what is older than it may be, and then the oldest until the rest is small enough; 0 sets no limit."""
    kept = sorted(_kept(settings.uploads))
    total = sum(each.size for each in kept)
    days, most = settings.uploads_days, settings.uploads_megabytes * _MEGABYTE
    for each in kept:
        if (days and now - each.at > days * _DAY) or (most and total > most):
            each.path.unlink(missing_ok=True)
            total -= each.size


def _kept(folder: Path) -> Iterator[_Kept]:
    """Yield what is kept; files that somebody else put there are left alone."""
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name):
            status = path.stat()
            yield _Kept(status.st_mtime, status.st_size, path)
