"""All pictures that a table names by their addresses, brought beside the index."""

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from lookbook.catalog.addresses.getting import Getter
from lookbook.catalog.addresses.kept import Kept, Line, file_of
from lookbook.photos import PhotoError

THREADS = 32
"""How many pictures are under way at once, of all hosts."""
FRESH = 3600
"""Seconds for which a server is not asked again: a build that was stopped goes on where it was."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What came of it.

    Attributes:
        folder: where the pictures lie.
        new, kept: how many are new or changed, and how many were here.
        dead: address -> why there is no picture of it.
    """

    folder: Path
    new: int
    kept: int
    dead: Mapping[str, str]


def _as_they_are(each: Iterable[Future[bool]], _: int) -> Iterable[Future[bool]]:
    return each


def fetch_pictures(
    urls: Iterable[str],
    folder: Path,
    show: Callable[[Iterable[Future[bool]], int], Iterable[Future[bool]]] = _as_they_are,
) -> Fetched:
    """Fetch the pictures of addresses that are not here, or have changed.

    Args:
        urls: http, https or whatever fsspec opens; each is asked for once.
        folder: the index folder.
        show: passes on what it is given, and is told how much there will be: shows a bar.

    Raises:
        DiskError: the disk is full, or the folder can't be written.
    """
    kept, getter = Kept(folder), Getter()
    wanted, dead = _places(dict.fromkeys(urls))
    due = [url for url in wanted if url not in kept.lines or not 0 <= time.time() - kept.lines[url].asked <= FRESH]
    new = 0

    def bring(url: str) -> bool:
        line = kept.lines.get(url)
        answer = getter.get(url, line.etag if line else "", line.modified if line else "")
        file = wanted[url]
        known = Line(url=url, file=file, etag=answer.etag, modified=answer.modified, asked=time.time())
        kept.write(known, answer.data)
        return answer.data is not None

    with ThreadPoolExecutor(THREADS, thread_name_prefix="fetch") as pool:
        under_way = {pool.submit(bring, url): url for url in due}
        try:
            for future in show(as_completed(under_way), len(due)):
                try:
                    new += future.result()
                except PhotoError as error:
                    url = under_way[future]
                    if error.kind == "missing" or url not in kept.lines:  # else the last that was fetched is shown
                        dead[url] = str(error)
        finally:
            pool.shutdown(cancel_futures=True)
    kept.keep_only(url for url in wanted if url not in dead)
    return Fetched(folder=kept.folder, new=new, kept=len(kept.lines) - new, dead=dead)


def _places(urls: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return where each address's picture will lie, and why some get none: of those that differ by a query, one has."""
    files: dict[str, str] = {}
    taken: dict[str, str] = {}
    dead: dict[str, str] = {}
    for url in urls:
        file = file_of(url)
        if (other := taken.setdefault(file.casefold(), url)) == url:
            files[url] = file
        else:
            dead[url] = f"{url} differs only in how it is asked for from {other}, which is taken for the same picture."
    return files, dead
