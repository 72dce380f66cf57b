"""How long until the first answer: python -m benchmarks.start."""

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import typer

from benchmarks.large import ENCODERS, SAMPLE, SIZE, load, unit_vectors, write_index
from benchmarks.measure import HEADER, Comparison, Measure, alternating, milliseconds
from benchmarks.weights import resnet50_weights

PHOTO = SAMPLE / "images" / "1002.jpg"
CLICK = """
import sys
from pathlib import Path
from benchmarks import tutorial
weights, features, photo = map(Path, sys.argv[1:])
model = tutorial.load_model(weights)
print(tutorial.recommend(tutorial.extract_features(photo, model), tutorial.load_features(features)))
"""
"""What happens in the tutorial's app when it is opened and a photo is given to it."""


def compare(rounds: int) -> list[Comparison]:
    """Start the command and the tutorial's way in turns, each with 44,000 pictures, until the first answer."""
    weights = resnet50_weights()
    with tempfile.TemporaryDirectory() as folder:
        features = Path(folder, "features.pkl")
        features.write_bytes(pickle.dumps(list(unit_vectors(SIZE, 2048))))
        tutorial = _running(["-c", CLICK, str(weights), str(features), str(PHOTO)], weights)
        rows = []
        for name in ENCODERS:
            index = write_index(Path(folder, name), load(name, weights))
            command = _running(["-m", "lookbook", "search", str(PHOTO), "--index", str(index)], weights)
            ours, theirs = alternating([command, tutorial], rounds)
            title = f"start to first answer, {name}, and the tutorial's"
            rows.append(Comparison(title, "ms", ours, theirs, "5 / 10", more_is_better=False))
    return rows


def _running(arguments: Sequence[str], weights: Path) -> Measure:
    environment = os.environ | {"LOOKBOOK_RESNET50_WEIGHTS": str(weights)}
    return milliseconds(
        partial(subprocess.run, [sys.executable, *arguments], check=True, capture_output=True, env=environment)
    )


def main(rounds: int = 5) -> None:
    """Print the table."""
    print("\n".join([HEADER, *map(str, compare(rounds))]))


if __name__ == "__main__":
    typer.run(main)
