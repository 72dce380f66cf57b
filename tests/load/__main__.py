"""Asks the server and the page as many people do at once: python -m tests.load [api] [page] [uploads] [capacity].

api: so many requests a second, in the mix of `requests.MIX`, and then photos alone, more and more of them.
page: people who ask, read for 5 to 15 seconds and ask again, each a session over Streamlit's own websocket.
uploads: twenty photos of 19 MB at the same moment, to the server and to the page, while somebody asks with words.
capacity: several times what can be answered, and whether everything is answered again right afterwards.
"""

import argparse
import asyncio
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from tests.load import large
from tests.load.arrivals import Outcome, all_at_once, arrive
from tests.load.growth import watched
from tests.load.people import READING, Visits, speak, upload_at_once, visit
from tests.load.requests import MIX, PHOTOS_ALONE, WORDS_ALONE, drawn, photo
from tests.soak import running
from tests.soak.catalogue import ROOT

T = TypeVar("T")
LARGE = 20
WARM = 5
"""Seconds of the mix before anything is measured."""
HURRIED = (0.2, 1.0)
"""Seconds between an answer and the next words, while large photos are read."""


class Load:
    """Puts load on a server and a page of the sample, and says what came of it.

    Args:
        given: what was asked for.
        work: a folder for what is written.
    """

    def __init__(self, given: argparse.Namespace, work: Path) -> None:
        self._given, self._work = given, work
        self.failed = 0

    async def api(self) -> None:
        """Ask the mix at a rate, then photos alone at rising rates until some are shed."""
        with running.api(ROOT, self._work / "api.log") as api:
            await self._warm(api)
            async with watched(api.process) as growth:
                count, rate = int(self._given.seconds * self._given.rate), self._given.rate
                self._say(f"mix at {rate}/s", await arrive(api.url, drawn(MIX, count, 2), rate))
            print(f"  memory: {growth}", flush=True)
            for photos in self._given.photos:
                requests = drawn(PHOTOS_ALONE, int(photos * self._given.step), 3)
                self._say(f"photos alone at {photos}/s", await arrive(api.url, requests, photos), may_shed=True)

    async def capacity(self) -> None:
        """Ask far more than can be answered, then what can be."""
        with running.api(ROOT, self._work / "api.log") as api:
            await self._warm(api)
            async with watched(api.process) as growth:
                for rate, may_shed in ((self._given.above, True), (20, False)):
                    count = int(rate * self._given.step)
                    name = f"mix at {rate}/s" + ("" if may_shed else ", right afterwards")
                    self._say(name, await arrive(api.url, drawn(MIX, count, 4), rate), may_shed=may_shed)
            print(f"  memory: {growth}", flush=True)

    async def page(self) -> None:
        """Let people use the page."""
        with running.page(ROOT, self._work / "page.log") as page:
            await visit(page.url, 1, 1, 9, (0.1, 0.2))
            async with watched(page.process) as growth:
                visits = await visit(page.url, self._given.people, self._given.seconds, 5, tuple(self._given.reading))
            self._tell(f"{self._given.people} people", visits)
            print(f"  memory: {growth}", flush=True)
            self._log(page)

    async def uploads(self) -> None:
        """Give large photos all at once while words are asked, to the server and to the page."""
        files = large.write(self._work, LARGE, self._given.bytes)
        with running.api(ROOT, self._work / "api.log") as api:
            await self._warm(api)
            async with watched(api.process) as growth:
                await self._beside_large(api.url, files)
            print(f"  memory: {growth}", flush=True)
        with running.page(ROOT, self._work / "page.log") as page:
            await visit(page.url, 1, 1, 9, (0.1, 0.2))
            async with watched(page.process) as growth:
                ending = asyncio.Event()
                speaking = asyncio.create_task(speak(page.url, ending, HURRIED, 7))
                visits = await _elsewhere(upload_at_once, page.url, [file.read_bytes() for file in files])
                ending.set()
                self._tell(f"page: {LARGE} x {self._given.bytes / 1e6:.0f} MB at once", visits)
                self._tell("page: words meanwhile", await speaking)
            print(f"  memory: {growth}", flush=True)
            self._log(page)

    async def _warm(self, api: running.Running) -> None:
        await arrive(api.url, drawn(MIX, int(40 * min(WARM, self._given.step)), 1), 40)

    async def _beside_large(self, url: str, files: Sequence[Path]) -> None:
        ending = asyncio.Event()
        words = asyncio.create_task(arrive(url, drawn(WORDS_ALONE, 100_000, 6), 5, ending))
        outcome = await _elsewhere(all_at_once, url, [photo(file.read_bytes()) for file in files])
        ending.set()
        self._say(f"API: {LARGE} x {self._given.bytes / 1e6:.0f} MB at once", outcome, may_shed=True)
        self._say("API: words at 5/s meanwhile", await words)

    def _say(self, name: str, outcome: Outcome, *, may_shed: bool = False) -> None:
        """Print what came of requests."""
        self.failed += outcome.failed + (0 if may_shed else outcome.shed)
        half, late = outcome.within(0.5), outcome.within(0.95)
        counts = ", ".join(f"{count:,} x {status}" for status, count in sorted(outcome.statuses.items()))
        print(
            f"{name}: {counts}; p50 {half:.0f} ms, p95 {late:.0f} ms; {outcome.failed} without a clear answer",
            flush=True,
        )

    def _tell(self, name: str, visits: Visits) -> None:
        """Print what people saw."""
        self.failed += len(visits.wrong)
        opened = f"front page within {max(visits.opened, default=0):.1f} s"
        times = f"p50 {visits.within(0.5):.2f} s, p95 {visits.within(0.95):.2f} s"
        print(
            f"{name}: {opened}, {len(visits.answered):,} answers, {times}; "
            f"{visits.shed} told to try again, {len(visits.wrong)} wrong",
            *visits.wrong[:5],
            sep="\n  ",
            flush=True,
        )

    def _log(self, page: running.Running) -> None:
        for line in page.faults():
            self.failed += 1
            print(f"  the log says: {line}", flush=True)


async def _elsewhere(work: Callable[[str, list[bytes]], T], url: str, given: list[bytes]) -> T:
    """Do work in a process of its own, so that what is measured here is not held up by it."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, work, url, given)


def main() -> None:
    """Put on the load that was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; by default all")
    asked.add_argument("--seconds", type=float, default=600, help="of the long ones")
    asked.add_argument("--rate", type=int, default=200, help="requests a second")
    asked.add_argument("--photos", type=int, nargs="*", default=[40, 60, 80, 100, 120], help="photos a second, in turn")
    asked.add_argument("--above", type=int, default=600, help="requests a second that are too many")
    asked.add_argument("--step", type=float, default=20, help="seconds of each of these")
    asked.add_argument("--bytes", type=int, default=large.BYTES, help="of a large photo")
    asked.add_argument("--people", type=int, default=50)
    asked.add_argument("--reading", type=float, nargs=2, default=READING, help="seconds between answer and question")
    given = asked.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        asked.error(f"there is no part {min(unknown)!r}")
    with tempfile.TemporaryDirectory(prefix="lookbook-load-") as work:
        load = Load(given, Path(work))
        for part in given.parts or PARTS:
            asyncio.run(PARTS[part](load))
    sys.exit(1 if load.failed else 0)


PARTS: Mapping[str, Callable[[Load], Coroutine[None, None, None]]] = {
    "api": Load.api,
    "page": Load.page,
    "uploads": Load.uploads,
    "capacity": Load.capacity,
}

if __name__ == "__main__":
    main()
