"""What a million products take: `python -m benchmarks.million make FOLDER`, then `... measure FOLDER`.

`measure` asks by the public door alone, so that an older version can be measured on the same folder, in turns.
"""

import csv
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.measure import milliseconds
from lookbook.book import Lookbook
from lookbook.settings import Settings

COUNT, DIM, SPREAD = 1_000_000, 256, 0.7
"""Pictures, numbers a vector, and how far a vector lies from the middle of its kind."""
KINDS, COLOURS, BRANDS = 140, 46, 500
TURNS = 20
SHARES = {"all": None, "50 %": "Women", "1 %": "Rare"}
"""What part may be found -> the gender that is asked for."""

commands = typer.Typer()


@commands.command()
def make(folder: Path, count: Annotated[int, typer.Option(help="How many products.")] = COUNT) -> None:
    """Write an index of drawn vectors around the middles of their kinds, and its product table."""
    from lookbook import encoders
    from lookbook.building import artefacts
    from lookbook.catalog import Catalog
    from lookbook.index import Index

    (folder / "images").mkdir(parents=True)
    rng = np.random.default_rng(0)
    middles = rng.standard_normal((count // 50 + 1, DIM), np.float32)
    vectors = middles[rng.integers(len(middles), size=count)]
    vectors += SPREAD * rng.standard_normal((count, DIM), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    names = sorted(f"images/{number}.jpg" for number in range(count))
    with (folder / "styles.csv").open("w", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(["id", "gender", "articleType", "baseColour", "brand", "price", "productDisplayName"])
        writer.writerows(_row(number) for number in range(count))
    index = Index(vectors, names, encoders.load("fashion", precision="f32").identity)
    artefacts.make(folder, index, Catalog.at(".", names, relative_to=folder))
    index.save(folder)


def _row(number: int) -> tuple[object, ...]:
    gender = "Rare" if number % 100 == 0 else ("Women", "Men")[number % 2]
    kind, colour, brand = number * 7 % KINDS, number * 11 % COLOURS, number * 13 % BRANDS
    title = f"Brand {brand} {gender} Colour {colour} Kind {kind} No {number}"
    return (number, gender, f"Kind {kind}", f"Colour {colour}", f"Brand {brand}", number % 997 / 10, title)


@commands.command()
def measure(folder: Path, engine: str = "approximate") -> None:
    """Print how long opening takes, and what a search and the counts of a column take then."""
    started = time.perf_counter()
    book = Lookbook.open(folder, Settings(engine=engine))  # type: ignore[arg-type,unused-ignore]  # older settings
    print(f"opened {len(book):,} in {time.perf_counter() - started:.2f} s; peak {_peak():,.0f} MB", flush=True)
    likes = [str(number) for number in np.random.default_rng(1).integers(len(book), size=TURNS)]
    for name, gender in SHARES.items():
        where = {"gender": gender} if gender else None
        print(f"search among {name}: {_median(partial(_search, book, where), likes)}", flush=True)
    print(f"counts of a column: {_median(partial(_counts, book, None), likes)}")
    print(f"counts, one filter: {_median(partial(_counts, book, {'gender': 'Women'}), likes)}")
    print(f"peak {_peak():,.0f} MB")


def _search(book: Lookbook, where: Mapping[str, str] | None, like: str) -> object:
    return book.search(like=like, k=5, where=where)


def _counts(book: Lookbook, where: Mapping[str, str] | None, _: str) -> object:
    return book.counts("articleType", where)


def _median(work: Callable[[str], object], asked: list[str]) -> str:
    started = time.perf_counter()
    work(asked[0])  # the first makes ready what the others use
    first = 1000 * (time.perf_counter() - started)
    times = [milliseconds(partial(work, one))() for one in asked]
    low, middle, high = np.percentile(times, [5, 50, 95])
    return f"{middle:.1f} ms ({low:.1f}..{high:.1f}), the first {first:.0f} ms"


def _peak() -> float:
    """Return the most memory that this process held, in MB (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


if __name__ == "__main__":
    commands()
