"""Who asks an index that is replaced all the time: whole answers, each of which has to be one index's alone."""

import io
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lookbook.book import Lookbook
from lookbook.client import Client
from lookbook.errors import LookbookError
from lookbook.live import Live
from lookbook.settings import Settings
from tests.faults.looking import answers

OFTEN = 0.02
"""Seconds after which the server looks for another index."""
COLOUR = (120, 130, 90)
FULL = 50
"""Every so many answers of the library, everything is asked of an index that is opened anew."""
Answer = tuple[str, str]
"""How it was asked, and what came."""


def read(way: str, where: str, sides: Mapping[str, Path], stop: Any, begun: Any, both: Any, results: Any) -> None:
    """Ask until it is enough, and tell how often each index answered, and what was neither's.

    Args:
        way: a key of WAYS.
        where: what is asked.
        sides: the two indexes, where nobody replaces them.
        stop: set when it is enough.
        begun: waited for before the first question.
        both: released once each index has answered.
        results: takes the way, the numbers and the findings.
    """
    known = {name: _known(way, folder) for name, folder in sides.items()}
    seen, findings, ask = Counter[str](), dict[str, str](), WAYS[way](where)
    begun.wait()
    while not stop.is_set():
        answer = ask()
        side = next((name for name, own in known.items() if answer in own), "neither")
        seen[side] += 1
        if side in sides and seen[side] == 1 and all(seen[name] for name in sides):
            both.release()
        if side == "neither":
            findings.setdefault(f"a mixture ({answer[0]})", answer[1][:1500])
    results.put((way, {name: seen[name] for name in (*sides, "neither")}, findings))


def _known(way: str, folder: Path) -> Collection[Answer]:
    """Return what an index answers while nobody replaces it."""
    if way == "page":
        return {_page(str(folder))()}
    record = _hits(Lookbook.open(folder, Settings()))
    return {("library", record), ("HTTP", record), ("everything", answers(folder, Settings()))}


def serve(folder: str, port: str) -> None:
    """Run the server, which looks for another index more often than it does for people."""
    from lookbook.api import opened
    from lookbook.commands import app as commands

    opened.Opened.__init__.__defaults__ = (OFTEN,)
    os.environ["LOOKBOOK_LOG"] = "off"
    sys.argv = ["lookbook", "serve", "--index", folder, "--port", port]
    commands.run()


def _library(where: str) -> Callable[[], Answer]:
    folder, live, count = Path(where), Live(Path(where), Settings()), 0

    def ask() -> Answer:
        nonlocal count
        count += 1
        try:
            if count % FULL == 0:
                return "everything", answers(folder, Settings())
            return "library", _hits(live.current().book)
        except LookbookError as error:
            return "library", f"refused: {error}"

    return ask


def _http(where: str) -> Callable[[], Answer]:
    client, photo = Client(where, seconds=60), _png()

    def ask() -> Answer:
        try:
            found = client.search(photo, k=99)["results"]
        except LookbookError as error:
            return "HTTP", f"refused: {error}"
        return "HTTP", _told([hit["id"], hit["filename"], hit["score"], hit["product"]] for hit in found)

    return ask


def _page(where: str) -> Callable[[], Answer]:
    from tests.visitor import open_page, titles, upload

    photo = _png()

    def ask() -> Answer:
        os.environ |= {"LOOKBOOK_INDEX": where, "LOOKBOOK_LOG": "off"}
        return "page", json.dumps(titles(upload(open_page(), photo)))

    return ask


WAYS: Mapping[str, Callable[[str], Callable[[], Answer]]] = {
    "library": _library,
    "HTTP": _http,
    "page": _page,
}


def _hits(book: Lookbook) -> str:
    hits = book.search(photo=np.full((8, 8, 3), COLOUR, np.uint8), k=99)
    return _told([hit.id, hit.filename, hit.score, book.product(hit)] for hit in hits)


def _told(hits: Iterable[Sequence[Any]]) -> str:
    """Write hits as text: id, filename, score and row of the table."""
    return json.dumps([[name, file, round(score, 6), sorted(row.items())] for name, file, score, row in hits])


def _png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), COLOUR).save(target, "PNG")
    return target.getvalue()
