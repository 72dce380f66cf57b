"""What a server of vectors takes beside our own files: LOOKBOOK_STORE_URI=... python -m benchmarks.stores INDEX STORE.

The index is published first; `lookbook publish --store local` goes back.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from lookbook.book import Lookbook
from lookbook.building.publish import publish
from lookbook.conditions import AnyOf, Between, Where
from lookbook.neighbors.engine import Vectors
from lookbook.settings import Settings
from lookbook.stores import VectorStore

K = 5
FILTERS: dict[str, Where] = {
    "none": {},
    "gender=Women": {"gender": AnyOf(("women",))},
    "articleType=Shirts, year=2012..": {"articleType": AnyOf(("shirts",)), "year": Between(2012)},
    "baseColour=Teal": {"baseColour": AnyOf(("teal",))},
}
OPENED = """
import sys
from pathlib import Path
from lookbook.book import Lookbook
from lookbook.settings import Settings
book = Lookbook.open(sys.argv[1], Settings(store=sys.argv[2]))
for name in book.index.filenames[:20]:
    book.search(like=book.catalog.product_id(name))
lines = Path("/proc/self/status").read_text().splitlines()
print(int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) // 1024)
"""


def main(index: Path, store: str, queries: Annotated[int, typer.Option(help="How many pictures ask.")] = 300) -> None:
    """Publish, and print how long that takes, what searches take and find, and how much memory a reader holds."""
    settings = Settings.load()
    print(publish(index, store, settings), flush=True)
    print(publish(index, store, settings), flush=True)
    for name in ("local", "auto"):
        ran = [sys.executable, "-c", OPENED, str(index), name]
        print(f"a process that searches {name}: {subprocess.check_output(ran, text=True).strip()} MB at its peak")
    own = Lookbook.open(index, settings.model_copy(update={"store": "local", "engine": "exact"}))
    lists = Lookbook.open(index, settings.model_copy(update={"store": "local", "engine": "approximate"}))
    elsewhere = Lookbook.open(index, settings)
    rows = np.random.default_rng(0).choice(len(own), queries, replace=False)
    for name, where in FILTERS.items():
        truth, slow = answers(own.store, own.index.vectors[rows], where)
        for way, book in (("approximate", lists), (store, elsewhere)):
            found, fast = answers(book.store, own.index.vectors[rows], where)
            same = sum(len(one & other) for one, other in zip(truth, found, strict=True)) / sum(map(len, truth))
            print(f"| {name} | {way} | {same:.4f} | {spread(fast)} | {spread(slow)} |", flush=True)


def answers(store: VectorStore, asking: Vectors, where: Where) -> tuple[list[set[str]], list[float]]:
    """Ask one by one; gives the pictures found, and the milliseconds."""
    found, times = [], []
    for query in asking:
        started = time.perf_counter()
        (near,) = store.search(query[None], K, where)
        times.append(1000 * (time.perf_counter() - started))
        found.append({match.key for match in near})
    return found, times


def spread(times: Sequence[float]) -> str:
    """Write the median and the 95th percentile."""
    return " / ".join(f"{one:.1f}" for one in np.percentile(times, [50, 95]))


if __name__ == "__main__":
    typer.run(main)
