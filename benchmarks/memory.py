"""How much memory building and serving take: python -m benchmarks.memory [IMAGES] (Linux)."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.large import SAMPLE, SIZE, load, write_index
from benchmarks.weights import resnet50_weights

HEADER = "| | at the peak | a picture |\n|---|---|---|"
# the operating system's own figure would count what this process held when it started the other
PEAK = """
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
NOTHING = """
import lookbook.book, lookbook.commands.app, onnx, openvino
"""
SERVE = """
from lookbook import Lookbook
book = Lookbook.open({index!r})
book.search({photo!r})
"""
BUILD = """
import sys
from lookbook.commands.app import run_build
sys.argv = ["build_index.py", {images!r}, "--encoder", "fashion", "--output", {output!r}]
try:
    run_build()
except SystemExit as done:
    assert not done.code
"""


def rows(images: str) -> list[str]:
    """Build the catalogue, and open and ask an index of 44,000 pictures, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        index = write_index(Path(folder), load("fashion", resnet50_weights()))
        photo = SAMPLE / "images" / "1002.jpg"
        nothing = _peak(NOTHING)
        serving = _peak(SERVE.format(index=str(index), photo=str(photo)))
        building = _peak(BUILD.format(images=images, output=f"{folder}/built"))
    return [
        f"| the modules alone | {nothing:.0f} MB | |",
        f"| opened and asked, {SIZE:,} pictures | {serving:.0f} MB | {1024 * (serving - nothing) / SIZE:.1f} kB |",
        f"| building {Path(images).name} | {building:.0f} MB | |",
    ]


def _peak(code: str) -> float:
    """Run Python code and give the most memory that it held, in MB."""
    result = subprocess.run([sys.executable, "-c", code + PEAK], check=True, capture_output=True, text=True)
    return int(result.stdout.split()[-1]) / 1024


def main(images: Annotated[str, typer.Argument()] = "images") -> None:
    """Print the table."""
    print("\n".join([HEADER, *rows(images)]))


if __name__ == "__main__":
    typer.run(main)
