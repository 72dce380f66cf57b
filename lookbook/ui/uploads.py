"""Photos of visitors, kept only where the owner of the page wants it, without what cameras write into them."""

import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore, Thread
from typing import Any, NamedTuple

from lookbook.catalog.bounds import is_url
from lookbook.catalog.remote import opened
from lookbook.disk import atomic
from lookbook.encoders.base import Photo
from lookbook.photos import thumbnail
from lookbook.settings import Settings

LONGEST = 1024
ON_THEIR_WAY = 16
"""How many photos may be on their way to a store at once; one more is not kept."""
_OURS = re.compile(r"[0-9a-f]{64}\.[a-z]+")
_DAY, _MEGABYTE = 24 * 3600, 1_000_000
_TURNS = BoundedSemaphore(ON_THEIR_WAY)


class _Kept(NamedTuple):
    at: float
    size: int
    path: str


def keep(photo: bytes, pixels: Photo, settings: Settings) -> None:
    """Keep the pixels of a photo alone, named by its content; nothing a visitor chooses becomes part of a path.

    What was kept for too long, or is too much, goes. A disk that is full or a store that can't be reached costs the
    photo and a line in the log, never the visitor's search, which does not wait for a store either.
    """
    if not settings.keep_uploads:
        return
    name, encode = f"{hashlib.sha256(photo).hexdigest()}.jpg", partial(thumbnail.encoded, pixels, LONGEST)
    if not is_url(settings.uploads):
        _keep(name, encode, settings)
    elif _TURNS.acquire(blocking=False):
        content = encode()  # so that no photo in full waits
        Thread(target=_keep_in_turn, args=(name, lambda: content, settings)).start()
    else:
        _say(f"{ON_THEIR_WAY} others are still on their way")


def sweep(settings: Settings, now: float) -> None:
    """Remove what is older than it may be, and then the oldest until the rest is small enough; 0 sets no limit."""
    days, most = settings.uploads_days, settings.uploads_megabytes * _MEGABYTE
    if not (days or most):
        return
    files, folder = _place(settings.uploads)
    kept = sorted(_kept(files, folder))
    total = sum(each.size for each in kept)
    for each in kept:
        if (days and now - each.at > days * _DAY) or (most and total > most):
            files.rm_file(each.path)
            total -= each.size


def _keep_in_turn(name: str, encode: Callable[[], bytes], settings: Settings) -> None:
    try:
        _keep(name, encode, settings)
    finally:
        _TURNS.release()


def _keep(name: str, encode: Callable[[], bytes], settings: Settings) -> None:
    try:
        files, folder = _place(settings.uploads)
        if not files.exists(path := f"{folder}/{name}"):
            _write(files, path, encode())
        sweep(settings, time.time())
    except Exception as error:  # noqa: BLE001 - every file system brings errors of its own
        _say(error)


def _place(uploads: str) -> tuple[Any, str]:
    import fsspec  # only a page that keeps photos needs it

    return opened(uploads) if is_url(uploads) else (fsspec.filesystem("file"), os.path.abspath(uploads))


def _write(files: Any, path: str, content: bytes) -> None:
    if "file" in files.protocol:
        atomic.write(Path(path), content)
    else:
        files.pipe_file(path, content)  # an object is there once all of it is


def _kept(files: Any, folder: str) -> Iterator[_Kept]:
    """Yield what is kept; files that somebody else put there are left alone."""
    files.invalidate_cache(folder)
    for path, info in files.find(folder, maxdepth=1, detail=True).items():
        if _OURS.fullmatch(path.rpartition("/")[2]):
            yield _Kept(files.modified(path).timestamp(), info["size"], path)


def _say(reason: object) -> None:
    logging.getLogger(__name__).warning("a visitor's photo could not be kept: %s", reason)
