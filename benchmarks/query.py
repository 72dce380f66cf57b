"""How long an answer takes: python -m benchmarks.query INDEX PHOTOS."""

import resource
import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from lookbook.book import Lookbook
from lookbook.photos import EXTENSIONS


def main(index: Path, photos: Path, rounds: Annotated[int, typer.Option(help="Times each.")] = 5) -> None:
    """Answer every photo of a folder one by one, from its bytes to five hits, and print the times."""
    started = time.perf_counter()
    book = Lookbook.open(index)
    opened = time.perf_counter() - started
    contents = [path.read_bytes() for path in sorted(photos.iterdir()) if path.suffix.lower() in EXTENSIONS]
    first = book.answer(contents[0]).milliseconds
    times = [book.answer(content).milliseconds for _ in range(rounds) for content in contents]
    low, middle, high = np.percentile(times, [5, 50, 95])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(book):,} pictures, {len(contents)} photos x {rounds}, encoder {book.index.encoder.name}")
    print(f"open {opened:.2f} s, first answer {first:.0f} ms")
    print(f"then median {middle:.1f} ms (5-95 %: {low:.1f}..{high:.1f})")
    print(f"peak memory {memory:.0f} MB")


if __name__ == "__main__":
    typer.run(main)
