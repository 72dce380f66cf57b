"""Uses the server and the page for hours, while their index is replaced: python -m tests.soak --minutes 120.

A browser gives photos, words, filters and broken files to the page, a client asks the server once or twice a second,
and every two minutes forty pictures of the catalogue change places and the index is brought up to date, one build in
three being killed first. Every answer has to be that of the old or of the new index, and of the new one alone a minute
after it is there. Writes memory, handles and threads as CSV, and draws them; exit status 1 where something was wrong.
"""

import argparse
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event, Thread

from tests.soak import catalogue, running
from tests.soak.asking import Asker, keep_asking, questions
from tests.soak.building import Builder, keep_building
from tests.soak.catalogue import STATES, Known
from tests.soak.plot import draw
from tests.soak.tally import Tally
from tests.soak.visitor import Visitor, keep_visiting
from tests.soak.watching import WRONG, Watch, keep_watching


def soak(
    seconds: float,
    out: Path,
    ending: Event,
    *,
    every: float,
    swap: float,
    rest: Path | None,
    pictures: int | None,
    seed: int,
) -> Tally:
    """Use everything for some time; returns what came of it.

    Args:
        seconds: how long.
        ending: ends it before that.
        out: where the CSV goes.
        every: seconds between two of its rows.
        swap: seconds between one index and the next.
        rest: nothing is asked or built as long as this file is there.
        pictures: how many the catalogue has.
        seed: of what is asked, and when builds are killed.
    """
    tally, resting = Tally(), Event()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lookbook-soak-")))
        index, folders = _indexes(work, pictures)
        (broken := work / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut short")
        api = stack.enter_context(running.api(index, work / "api.log"))
        page = stack.enter_context(running.page(index, work / "page.log"))
        known, builder, asked = Known(folders), Builder(index, tally, seed), questions(folders[0] / "images")
        asker = stack.enter_context(closing(Asker(api.url, known, builder, tally)))
        visitor = Visitor(page.url, known, builder, tally, broken)
        target = stack.enter_context(out.open("w", newline=""))
        watch = Watch(target, {"API": api.process, "page": page.process}, tally)
        works: list[Callable[[], None]] = [
            lambda: keep_asking(asker, asked, seed, resting, ending),
            lambda: keep_visiting(visitor, asked, seed, resting, ending),
            lambda: keep_building(builder, swap, resting, ending),
            lambda: keep_watching(watch, every, rest, resting, ending),
        ]
        threads = [Thread(target=_guarded, args=(one, tally, ending)) for one in works]
        for thread in threads:
            thread.start()
        ending.wait(seconds)
        ending.set()
        for thread in threads:
            thread.join()
        for one in (api, page):
            for line in one.faults():
                tally.wrong("API errors" if one is api else "page errors", f"the log says: {line}")
    return tally


def _indexes(work: Path, pictures: int | None) -> tuple[Path, list[Path]]:
    """Return the index that will be served, and one like it in either state, which stays."""
    index = catalogue.copied(work / "served", pictures)
    folders = [Path(shutil.copytree(index, work / name)) for name in STATES]
    catalogue.exchange(folders[1])
    catalogue.bring_up_to_date(folders[1])
    return index, folders


def _guarded(work: Callable[[], None], tally: Tally, ending: Event) -> None:
    """Work, and end everything where that goes wrong."""
    try:
        work()
    except Exception:  # noqa: BLE001  whatever it is, the soak ends and says it
        tally.wrong("API errors", traceback.format_exc())
        ending.set()


def main() -> None:
    """Soak, draw and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=120)
    asked.add_argument("--out", type=Path, default=Path("soak.csv"))
    asked.add_argument("--plot", type=Path, help="an SVG of it")
    asked.add_argument("--every", type=float, default=15, help="seconds between two rows")
    asked.add_argument("--swap", type=float, default=120, help="seconds between one index and the next")
    asked.add_argument("--rest", type=Path, help="nothing is asked or built as long as this file is there")
    asked.add_argument("--pictures", type=int, help="of the sample; by default all of them")
    asked.add_argument("--seed", type=int, default=5)
    given = asked.parse_args()
    ending = Event()
    how = {name: getattr(given, name) for name in ("every", "swap", "rest", "pictures", "seed")}
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    tally = soak(60 * given.minutes, given.out, ending, **how)
    if given.plot:
        draw(given.out, given.plot)
    counts = tally.counts()
    print(", ".join(f"{number:,} {name}" for name, number in counts.items()))
    for said in tally.said:
        print(said, file=sys.stderr)
    sys.exit(1 if any(counts.get(name) for name in WRONG) else 0)


if __name__ == "__main__":
    main()
