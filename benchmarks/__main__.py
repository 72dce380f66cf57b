"""All that `make bench` prints: python -m benchmarks [IMAGES]."""

import os
import platform
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import build, memory, neighbors, photo, query, start
from benchmarks.measure import HEADER


def main(
    images: Annotated[str, typer.Argument(help="A catalogue to build: the larger, the truer.")] = "images",
    rounds: Annotated[int, typer.Option(help="How often each is measured.")] = 5,
    index: Annotated[
        Path, typer.Option(help="An index whose vectors are copied with noise: the larger, the truer.")
    ] = Path(),
    sizes: Annotated[str, typer.Option(help="How many vectors then, several with commas.")] = "1000000",
) -> None:
    """Measure building, answering, starting, memory and large catalogues, beside the tutorial's way."""
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}\n\n{HEADER}")
    for rows in (build.compare(images, rounds), query.compare(rounds), start.compare(rounds), photo.compare(rounds)):
        print("\n".join(map(str, rows)), flush=True)
    print("\n".join(["", query.USERS_HEADER, *query.users(), "", memory.HEADER, *memory.rows(images), ""]), flush=True)
    neighbors.main(index, sizes)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    typer.run(main)
