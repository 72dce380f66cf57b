"""How long an answer takes among 44,000 pictures, from a photo's bytes to five hits: python -m benchmarks.query."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import typer

from benchmarks.large import ENCODERS, SAMPLE, SIZE, large_book, unit_vectors
from benchmarks.measure import HEADER, Comparison, Measure, alternating, milliseconds
from benchmarks.weights import resnet50_weights
from lookbook.book import Lookbook

PHOTOS = sorted((SAMPLE / "images").iterdir())[:40]
USERS = (1, 4, 16)
USERS_HEADER = (
    "| encoder | users at once | half of the answers within | 95 % within | answers a second |\n|---|---|---|---|---|"
)
TURNS = 4
"""How many times each photo is asked with."""


def compare(rounds: int) -> list[Comparison]:
    """Answer with each encoder, in turns with what the tutorial's app does at each click."""
    from benchmarks import tutorial

    weights, features = resnet50_weights(), unit_vectors(SIZE, 2048)
    model = tutorial.load_model(weights)

    def click(photo: Path) -> None:
        tutorial.recommend(tutorial.extract_features(photo, model), features)

    rows = []
    for name in ENCODERS:
        book = large_book(name, weights)
        ours, theirs = alternating([_median(_asking(book), PHOTOS), _median(click, PHOTOS[:5])], rounds)
        rows.append(Comparison(f"query, {name}, and the tutorial's click", "ms", ours, theirs, "8 / 20", False))
    return rows


def users() -> list[str]:
    """Let some users ask one question after the other, and tell how long they waited."""
    rows = []
    for name in ENCODERS:
        ask = _asking(large_book(name, resnet50_weights()))
        questions = [milliseconds(partial(ask, photo)) for photo in PHOTOS]
        for count in USERS:
            started = time.perf_counter()
            with ThreadPoolExecutor(count) as pool:
                times = list(pool.map(lambda question: question(), questions * TURNS))
            rate = len(times) / (time.perf_counter() - started)
            middle, late = np.percentile(times, [50, 95])
            rows.append(f"| {name} | {count} | {middle:.1f} ms | {late:.1f} ms | {rate:.0f} |")
    return rows


def _asking(book: Lookbook) -> Callable[[Path], object]:
    book.search(PHOTOS[0].read_bytes(), 5)  # the first makes ready what the others use
    return lambda photo: book.search(photo.read_bytes(), 5)


def _median(ask: Callable[[Path], object], photos: Sequence[Path]) -> Measure:
    return lambda: float(np.median([milliseconds(partial(ask, photo))() for photo in photos]))


def main(rounds: int = 5) -> None:
    """Print both tables."""
    print("\n".join([HEADER, *map(str, compare(rounds)), "", USERS_HEADER, *users()]))


if __name__ == "__main__":
    typer.run(main)
