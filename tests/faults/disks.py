"""A disk that is full after so many pages, and one that can't be written."""

import shutil
from collections.abc import Iterator

from tests.faults.looking import files
from tests.faults.mounts import PAGE, Disk
from tests.faults.operations import OPERATIONS, Place
from tests.faults.tally import OLD, Tally
from tests.faults.trial import Trial, clear, difference

MOST = 4096
"""Pages that are enough for any operation here."""


def full(trial: Trial, disk: Disk, points: int) -> Tally:
    """Run an operation with a little more room each time, from none until it is enough.

    Args:
        trial: works on the disk.
        disk: where the index folder is.
        points: how many amounts of room are tried, beside those that are needed to find how much is enough.
    """
    enough = _enough(trial, disk)
    tally = Tally(f"disk full in {trial.operation.name}, after 0 to {enough * PAGE // 1024} kB")
    for pages in _spread(enough, points):
        trial.place.restore()
        disk.leave(pages)
        ran = trial.place.start(trial.operation.arguments(trial.place)).wait()
        tally.done += 1
        if ran.status:
            clear(tally, ran, "make room on the disk")
        state = trial.judge(tally)
        disk.grow()
        trial.go_on(tally, state)
    return tally


def read_only(trial: Trial, disk: Disk) -> Tally:
    """Start every operation where nothing can be written: each is refused, and what is there goes on to answer."""
    tally = Tally(f"read-only folder, {trial.operation.name}")
    place = trial.place
    place.restore()
    before = files(place.index)
    disk.protect()
    ran = place.start(trial.operation.arguments(place)).wait()
    tally.done += 1
    if not ran.status:
        tally.find("not refused", ran.said)
    clear(tally, ran, "Read-only file system")
    if trial.judge(tally) != OLD:
        tally.find("not as before", ran.said)
    disk.grow()
    if files(place.index) != before:
        tally.find("something was written", str(set(files(place.index)) ^ set(before)))
    return tally


def purchases_beside(place: Place, disk: Disk) -> Tally:
    """Ask a read-only index whose purchases were never kept: all else is answered, and that is said in a sentence."""
    tally = Tally("read-only folder, purchases beside it", done=1)
    operation = OPERATIONS["transactions"]
    operation.setup(place)
    (place.index / "transactions.csv").write_bytes((place.shop / "bought-1.csv").read_bytes())
    kept = place.index / ".lookbook" / "transactions"
    shutil.rmtree(kept)
    without = place.answers()
    disk.protect()
    if place.answers() != without:
        tally.find("a mixture", difference(without, without, place.answers()))
    tally.old += 1
    ran = place.start(["recommend", "--customer", "c10", "--index", str(place.index)]).wait()
    clear(tally, ran, "Read-only file system")
    disk.grow()
    return tally


def _enough(trial: Trial, disk: Disk) -> int:
    """Return the least power of two of pages that an operation gets on with."""
    pages = 8
    while pages < MOST:
        trial.place.restore()
        disk.leave(pages)
        status = trial.place.start(trial.operation.arguments(trial.place)).wait().status
        disk.grow()
        if status == 0:
            return pages
        pages *= 2
    return pages


def _spread(enough: int, points: int) -> Iterator[int]:
    step = max(1.0, enough / points)
    for number in range(points + 1):
        if number * step <= enough:
            yield round(number * step)
