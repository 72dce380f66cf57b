"""How fast and how completely the nearest vectors are found: python -m benchmarks.neighbors INDEX."""

import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sklearn.neighbors import NearestNeighbors as Brute

from benchmarks.measure import alternating, milliseconds
from lookbook.index import Index
from lookbook.neighbors import ExactNeighbors, ivf
from lookbook.neighbors.approximate import ApproximateNeighbors
from lookbook.neighbors.engine import Rows, Vectors

K = 5


def main(
    index: Path,
    sizes: Annotated[str, typer.Option(help="How many vectors, several with commas.")] = "10000,40000,400000,1000000",
    queries: Annotated[int, typer.Option(help="How many ask.")] = 300,
) -> None:
    """Print what exact search costs beside reading, and a table of exact and approximate search."""
    beside_reading()
    vectors, rng = Index.load(index).vectors, np.random.default_rng(0)
    length = typical_distance(vectors, rng)
    print(f"{len(vectors):,} x {vectors.shape[1]}; copies, and what asks, are moved by noise of length {length:.2f}")
    asking = moved(vectors[rng.choice(len(vectors), queries)], length, rng)
    for size in map(int, sizes.split(",")):
        compare(multiplied(vectors, size, length, rng), asking, rng)


def beside_reading() -> None:
    """Time exact search of 44,000 x 2048 in turns with reading the matrix once, and with scikit-learn."""
    matrix = np.random.default_rng(0).standard_normal((44_000, 2048), np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    query, halves = matrix[:1].copy(), np.array_split(matrix, 2)
    exact, brute = ExactNeighbors().fit(matrix), Brute(n_neighbors=K, algorithm="brute").fit(matrix)
    with ThreadPoolExecutor(2) as pool:
        ways: dict[str, Callable[[], object]] = {
            "exact search": lambda: exact.search(query, K),
            "reading: a product with one vector": lambda: matrix @ query[0],
            "reading: a sum in one thread": matrix.sum,
            "reading: a sum in two threads": lambda: list(pool.map(np.sum, halves)),
        }
        # scikit-learn by itself: its threads go on waiting for work for a while, and slow down what comes next
        times = in_turns(ways, 50) | in_turns({"scikit-learn": lambda: brute.kneighbors(query)}, 20)
        for name, taken in times.items():
            print(f"44,000 x 2048, {name}: median {np.median(taken):.1f} ms, best {min(taken):.1f} ms")


def in_turns(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Time each in milliseconds, in turns."""
    return dict(zip(ways, alternating([milliseconds(way) for way in ways.values()], rounds), strict=True))


def typical_distance(vectors: Vectors, rng: np.random.Generator) -> float:
    """Return the median distance of a vector to the nearest other one."""
    rows = rng.choice(len(vectors), min(2000, len(vectors)), replace=False)
    nearest = ExactNeighbors().fit(vectors).search(vectors[rows], 2).similarities[:, 1]
    return float(np.sqrt(np.median(2 - 2 * nearest)))


def moved(vectors: Vectors, length: float, rng: np.random.Generator) -> Vectors:
    """Add noise of a length in any direction, and bring the vectors back to length 1."""
    noise = rng.standard_normal(vectors.shape, np.float32)
    vectors = vectors + noise * np.float32(length / np.sqrt(vectors.shape[1]))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def multiplied(vectors: Vectors, size: int, length: float, rng: np.random.Generator) -> Vectors:
    """Return so many vectors: as they are, or copies of them with noise where there are too few."""
    if size <= len(vectors):
        return vectors[np.sort(rng.choice(len(vectors), size, replace=False))]
    made = np.empty((size, vectors.shape[1]), np.float32)
    for start in range(0, size, len(vectors)):
        part = made[start : start + len(vectors)]
        part[:] = moved(vectors[: len(part)], length, rng)
    return made


def compare(vectors: Vectors, asking: Vectors, rng: np.random.Generator) -> None:
    """Print the rows of the table for one catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        ApproximateNeighbors(Path(folder)).fit(vectors)
        made = time.perf_counter() - started
        approximate = ApproximateNeighbors(Path(folder)).fit(vectors)
        opened = time.perf_counter() - started - made
        size = sum(path.stat().st_size for path in ivf.IVF.files(Path(folder))) / len(vectors)
        exact = ExactNeighbors().fit(vectors)
        print(
            f"{len(vectors):,}: made in {made:.1f} s, opened in {opened:.2f} s, {size:.0f} bytes a vector in the file"
        )
        for name, among in filters(vectors, rng).items():
            got, fast = answers(approximate, asking, among)
            truth, slow = answers(exact, asking[: 5_000_000 // len(vectors) + 50], among)
            share = np.mean([np.isin(one, other).mean() for one, other in zip(truth, got, strict=False)])
            print(f"| {len(vectors):,} | {name} | {share:.4f} | {spread(fast)} | {spread(slow)} |", flush=True)


def filters(vectors: Vectors, rng: np.random.Generator) -> dict[str, Rows | None]:
    """Return rows that may be found: some by chance, and some that look alike, as those of one kind of garment do."""
    by_likeness = np.argsort(vectors @ -vectors[rng.integers(len(vectors))])
    shares = {"1 %": 0.01, "10 %": 0.1, "50 %": 0.5}
    by_chance = {f"{name} by chance": np.flatnonzero(rng.random(len(vectors)) < part) for name, part in shares.items()}
    alike = {f"{name} alike": np.sort(by_likeness[: int(part * len(vectors))]) for name, part in shares.items()}
    return {"none": None, **by_chance, **alike}


def answers(
    engine: ExactNeighbors | ApproximateNeighbors, asking: Vectors, among: Rows | None
) -> tuple[list[Rows], list[float]]:
    """Ask one by one; gives the rows found and the milliseconds."""
    found: list[Rows] = []
    queries = iter(asking[:, None])
    times = in_turns({"": lambda: found.append(engine.search(next(queries), K, among).rows[0])}, len(asking))
    return found, times[""]


def spread(times: list[float]) -> str:
    """Write the median and the 95th percentile."""
    middle, high = np.percentile(times, [50, 95])
    return f"{middle:.2f} / {high:.2f}"


if __name__ == "__main__":
    typer.run(main)
