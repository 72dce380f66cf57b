"""An index of any size for measuring speed and memory, which do not depend on what is in it."""

import csv
import tempfile
from pathlib import Path

import numpy as np

from lookbook import encoders
from lookbook.book import Lookbook
from lookbook.building import artefacts
from lookbook.catalog import Catalog
from lookbook.encoders.base import NetworkEncoder, Vectors
from lookbook.encoders.runtime import Precision, supports_bf16
from lookbook.index import Index
from lookbook.settings import Settings

SIZE = 44_000
"""About as many as the Kaggle catalogue has."""
ENCODERS = ("fashion", "resnet50")
"""Those that are measured: the others need a network that somebody has."""
SAMPLE = Path(__file__).parents[1]


def unit_vectors(count: int, dim: int) -> Vectors:
    """Draw unit vectors (count, dim)."""
    vectors = np.random.default_rng(0).standard_normal((count, dim), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def write_index(folder: Path, encoder: NetworkEncoder, count: int = SIZE) -> Path:
    """Write an index of drawn vectors as a build leaves it, its product table the sample's rows over and over."""
    names = sorted(f"images/{number}.jpg" for number in range(count))
    (folder / "images").mkdir()
    with (SAMPLE / "styles.csv").open() as sample, (folder / "styles.csv").open("w") as table:
        header, *rows = csv.reader(sample)
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([str(number), *rows[number % len(rows)][1:]] for number in range(count))
    index = Index(unit_vectors(count, encoder.dim), names, encoder.identity)
    artefacts.make(folder, index, Catalog.at(".", names, relative_to=folder))
    index.save(folder)
    return folder


def load(name: str, weights: Path) -> NetworkEncoder:
    """Load an encoder in the lowest precision that this CPU computes in without calibrating."""
    precision: Precision = "bf16" if supports_bf16() else "f32"
    return encoders.load(name, weights if name == "resnet50" else None, precision=precision)


def large_book(name: str, weights: Path) -> Lookbook:
    """Open an index of 44,000 pictures."""
    with tempfile.TemporaryDirectory() as folder:
        write_index(Path(folder), load(name, weights))
        return Lookbook.open(folder, Settings(resnet50_weights=weights))
