"""Disturbs what changes an index folder, and looks what it answers: python -m tests.faults --kills 200 --swaps 10000.

Operations are killed at random moments and before each of their steps, meet a full disk, a read-only folder, a clock
that goes back and another writer; and an index is replaced under readers. Every answer has to be the old one or the new
one, whole, and the next run has to end in exactly the new state. Prints a table in Markdown, and what was found; exit
status 1 where something was.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import tests.faults.warm  # noqa: F401 - the answers are asked for here, of the same encoder
from tests.faults import clock, disks, kills, mounts, swaps, writers
from tests.faults.databases import Database, database
from tests.faults.mounts import Disk
from tests.faults.operations import OPERATIONS, Place
from tests.faults.running import threads
from tests.faults.tally import HEADER, Tally
from tests.faults.trial import Trial

KINDS = ("kills", "steps", "full", "read-only", "clock", "writers", "swaps")


def main() -> None:
    """Do what was asked for."""
    given = _given()
    if not mounts.enter() and not given.no_disks:
        print("no disk can be mounted here; --no-disks leaves out what needs one", file=sys.stderr)
        sys.exit(2)
    found: list[Tally] = []
    print("\n".join(HEADER), flush=True)
    with _root(given) as root:
        if (count := threads()) != 1:
            print(f"the server that forks has {count} threads", file=sys.stderr)
            sys.exit(2)
        for tally in _all(given, root):
            print(tally, flush=True)
            found.append(tally)
    for tally in found:
        for kind, said in tally.findings.items():
            print(f"\n{tally.what}: {kind}\n{said}", file=sys.stderr)
    print(f"\n{sum(tally.done for tally in found):,} in all, seed {given.seed}")
    sys.exit(1 if any(tally.findings for tally in found) else 0)


def _given() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}; by default all")
    asked.add_argument("--operations", nargs="+", choices=OPERATIONS, default=list(OPERATIONS))
    asked.add_argument("--kills", type=int, default=10, help="kills of each operation at random moments")
    asked.add_argument("--measured", type=int, default=5, help="runs that tell how long an operation takes")
    asked.add_argument("--steps", type=int, default=0, help="kills of each before a step; 0 = before each of them")
    asked.add_argument("--points", type=int, default=20, help="amounts of room on a full disk, for each operation")
    asked.add_argument("--times", type=int, default=10, help="runs of two at once, and with a clock that goes back")
    asked.add_argument("--swaps", type=int, default=1000, help="how often an index is replaced under readers")
    asked.add_argument("--ways", nargs="+", choices=swaps.READERS, default=list(swaps.READERS), help="who reads then")
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--no-disks", action="store_true", help="leave out what needs a disk mounted")
    given = asked.parse_args()
    if unknown := set(given.kinds) - set(KINDS):
        asked.error(f"there is no kind {min(unknown)!r}")
    given.kinds = given.kinds or list(KINDS)
    return given


@contextmanager
def _root(given: argparse.Namespace) -> Iterator[Path]:
    """Yield a folder to work in, on a disk in memory where there is one: kills do not wait for a disk."""
    root = Path(tempfile.mkdtemp(prefix="lookbook-faults-"))
    os.environ["XDG_STATE_HOME"] = str(root / "state")
    try:
        with ExitStack() as stack:
            if not given.no_disks:
                stack.enter_context(mounts.disk(root))
            yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _all(given: argparse.Namespace, root: Path) -> Iterator[Tally]:
    wanted = [OPERATIONS[name] for name in given.operations]
    with ExitStack() as stack:
        server: Database | None = None
        for operation in wanted:
            if operation.server and server is None:
                server = stack.enter_context(database())
            place = Place(root, server if operation.server else None)
            with _emptied(given, place) as disk:
                yield from _disturbed(given, operation.name, place, disk)
    place = Place(root)
    with _emptied(given, place) as disk:
        if disk is not None and "read-only" in given.kinds:
            yield disks.purchases_beside(place, disk)
    with _emptied(given, place):
        if "writers" in given.kinds:
            yield writers.update_and_transactions(place, given.times, given.seed)
    with _emptied(given, place):
        if "swaps" in given.kinds:
            yield from swaps.swapped(place, given.swaps, given.ways)


def _disturbed(given: argparse.Namespace, name: str, place: Place, disk: Disk | None) -> Iterator[Tally]:
    """Disturb an operation in all ways that were asked for."""
    ways: dict[str, Callable[[Trial], Tally]] = {
        "kills": lambda trial: kills.at_random(trial, given.kills, given.seed),
        "steps": lambda trial: kills.at_steps(trial, given.steps),
        "clock": lambda trial: clock.goes_back(trial, given.times, given.seed),
        "writers": lambda trial: writers.two_at_once(trial, given.times, given.seed),
    }
    if disk is not None:
        ways["full"] = lambda trial: disks.full(trial, disk, given.points)
        ways["read-only"] = lambda trial: disks.read_only(trial, disk)
    wanted = [way for kind, way in ways.items() if kind in given.kinds]
    if wanted:
        trial = Trial.of(OPERATIONS[name], place, given.measured)
        for way in wanted:
            yield way(trial)


@contextmanager
def _emptied(given: argparse.Namespace, place: Place) -> Iterator[Disk | None]:
    """Begin with nothing in a place, whose index folder is on a disk of its own where one can be mounted."""
    for part in place.root.iterdir():
        shutil.rmtree(part) if part.is_dir() else part.unlink()
    with ExitStack() as stack:
        yield None if given.no_disks else stack.enter_context(mounts.disk(place.index))


if __name__ == "__main__":
    main()
