"""An index that is replaced thousands of times, under readers of the library, over HTTP and on the page."""

import socket
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import Empty
from typing import Any, NamedTuple

from lookbook.building.artefacts import put_in_place
from lookbook.catalog import Catalog
from lookbook.client import Client, RemoteError
from lookbook.index import Index, open_catalog
from lookbook.index.fingerprints import read_fingerprints
from tests.faults import readers, shops
from tests.faults.operations import Place
from tests.faults.running import PATIENCE, server, spawned
from tests.faults.tally import Tally

WHOLE = 10
"""Every so many swaps, all that is made from an index is made before it, and what was made for the other is removed."""
SIDES = ("a", "b")
READERS = {"library": 2, "HTTP": 1, "page": 1}
"""Way of asking -> how many processes ask in it."""


class Side(NamedTuple):
    """An index in a folder of its own, with pictures, a table and titles of its own."""

    shop: Path
    folder: Path


def two_sides(place: Place) -> Mapping[str, Side]:
    """Build two indexes of the same products, of which nothing else is the same."""
    sides = {name: Side(place.root / f"shop-{name}", place.root / f"index-{name}") for name in SIDES}
    for name, side in sides.items():
        shops.open_shop(side.shop, name)
        images = side.shop / "images"
        place.run("build", str(images), "--output", str(side.folder), "--encoder", "mean-colour", "--precision", "f32")
    return sides


def swap(sides: Mapping[str, Side], folder: Path, swaps: int, enough: Any, done: Any) -> None:
    """Put one index and the other in place, so many times, and on until it is enough; counts in `done`."""
    parts = [_parts(side) for side in sides.values()]
    while done.value < swaps or not enough.is_set():
        number = done.value
        index, catalog, fingerprints = parts[number % len(parts)]
        if number % WHOLE:
            index.save(folder, fingerprints)
        else:
            put_in_place(folder, index, catalog, fingerprints)
        done.value += 1


def swapped(place: Place, swaps: int, asked: Sequence[str]) -> list[Tally]:
    """Swap an index under readers, each in a process of its own; returns a row for each way of asking."""
    context, sides = server(), two_sides(place)
    stop, enough, both, done = context.Event(), context.Event(), context.Semaphore(0), context.Value("q", 0)
    put_in_place(place.index, *_parts(sides["b"]))
    address = f"http://127.0.0.1:{_free_port()}"
    running = spawned(readers.serve, str(place.index), address.rpartition(":")[2])
    _wait_for(address)
    where = {"library": str(place.index), "HTTP": address, "page": str(place.index)}
    ways = [(way, where[way]) for way in asked for _ in range(READERS[way])]
    folders, results, begun = (
        {name: side.folder for name, side in sides.items()},
        context.Queue(),
        context.Barrier(len(ways) + 1),
    )
    processes = [spawned(readers.read, way, there, folders, stop, begun, both, results) for way, there in ways]
    begun.wait(PATIENCE)
    writer = spawned(swap, sides, place.index, swaps, enough, done)
    for _ in processes:
        both.acquire(timeout=PATIENCE)
    enough.set()
    writer.join()
    stop.set()
    tallies = {way: Tally(f"index replaced {done.value:,} times under {way}") for way, _ in ways}
    for _ in processes:
        _add(tallies, results)
    for process in (*processes, running):
        process.kill()
        process.join()
    if writer.exitcode:
        next(iter(tallies.values())).find("the writer fails", str(writer.exitcode))
    return list(tallies.values())


def _parts(side: Side) -> tuple[Index, Catalog, Mapping[str, str]]:
    index = Index.load(side.folder)
    return index, open_catalog(index, side.folder), read_fingerprints(side.folder, index.created)


def _add(tallies: Mapping[str, Tally], results: "Any") -> None:
    try:
        way, seen, findings = results.get(timeout=PATIENCE)
    except Empty:
        next(iter(tallies.values())).find("a reader is gone", "")
        return
    tally = tallies[way]
    tally.old, tally.new = tally.old + seen["a"], tally.new + seen["b"]
    tally.done += seen["a"] + seen["b"] + seen["neither"]
    for kind, said in findings.items():
        tally.find(kind, said)
    if not (seen["a"] and seen["b"]):
        tally.find("only one was seen", str(seen))


def _wait_for(address: str) -> None:
    """Wait until the server's index is open."""
    until = time.monotonic() + PATIENCE
    with Client(address) as client:
        while True:
            try:
                client.ready()
            except RemoteError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
