"""What ten million vectors take: `python -m benchmarks.ten_million make INDEX FOLDER`, then `... measure FOLDER`.

They are the vectors of an index many times over, each copy moved by noise, in a file that is mapped into memory.
"""

import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.lib.format import open_memmap

from benchmarks.million import _peak as peak
from benchmarks.neighbors import K, moved, spread, typical_distance
from lookbook.index import Index
from lookbook.neighbors import ivf
from lookbook.neighbors.approximate import ApproximateNeighbors
from lookbook.neighbors.engine import Rows, Vectors

VECTORS, ASKING = "vectors.npy", "asking.npy"
BLOCK = 200_000
"""Vectors that are compared at once for the truth."""

commands = typer.Typer()


@commands.command()
def make(
    index: Path,
    folder: Path,
    count: Annotated[int, typer.Option(help="How many vectors.")] = 10_000_000,
    queries: Annotated[int, typer.Option(help="How many ask.")] = 100,
) -> None:
    """Write the vectors and those that ask, and make the lists of the approximate engine."""
    vectors, rng = Index.load(index).vectors, np.random.default_rng(0)
    length = typical_distance(vectors, rng)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / ASKING, moved(vectors[rng.choice(len(vectors), queries)], length, rng))
    made = open_memmap(folder / VECTORS, "w+", np.float32, (count, vectors.shape[1]))
    for start in range(0, count, len(vectors)):
        part = made[start : start + len(vectors)]
        part[:] = moved(vectors[: len(part)], length, rng)
    started = time.perf_counter()
    ApproximateNeighbors(folder, "drawn").fit(np.load(folder / VECTORS, mmap_mode="r"))
    seconds, size = time.perf_counter() - started, sum(path.stat().st_size for path in ivf.IVF.files(folder))
    print(f"made {count:,} in {seconds:.0f} s; {size / count:.0f} bytes a vector in the file; peak {peak():,.0f} MB")


@commands.command()
def measure(
    folder: Path, truths: Annotated[int, typer.Option(help="How many are compared with the truth.")] = 50
) -> None:
    """Print how long opening takes, how long searches take, and how much of the truth they find."""
    vectors, asking = np.load(folder / VECTORS, mmap_mode="r"), np.load(folder / ASKING)
    started = time.perf_counter()
    engine = ApproximateNeighbors(folder, "drawn").fit(vectors)
    print(f"opened {len(vectors):,} in {time.perf_counter() - started:.2f} s; peak {peak():,.0f} MB", flush=True)
    found, times = [], []
    for query in [*asking[:3], *asking]:  # the first three make ready what the others use
        started = time.perf_counter()
        found.append(engine.search(query[None], K).rows[0])
        times.append(1000 * (time.perf_counter() - started))
    print(f"search: {spread(times[3:])} ms (p50 / p95), the first {times[0]:.0f} ms; peak {peak():,.0f} MB", flush=True)
    truth = nearest(vectors, asking[:truths])
    share = np.mean([np.isin(one, other).mean() for one, other in zip(truth, found[3:], strict=False)])
    print(f"recall@{K} {share:.4f}, of {truths}")


def nearest(vectors: Vectors, asking: Vectors) -> Rows:
    """Return the true nearest rows of each query, reading the vectors once."""
    scores, rows = np.empty((len(asking), 0), np.float32), np.empty((len(asking), 0), np.intp)
    for start in range(0, len(vectors), BLOCK):
        near = asking @ vectors[start : start + BLOCK].T
        best = np.argpartition(-near, K, axis=1)[:, :K]
        scores = np.hstack([scores, np.take_along_axis(near, best, axis=1)])
        rows = np.hstack([rows, best + start])
    return np.take_along_axis(rows, np.argsort(-scores, axis=1)[:, :K], axis=1)


if __name__ == "__main__":
    commands()
