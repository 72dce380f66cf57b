"""How long until the first answer: python -m benchmarks.start."""

import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from benchmarks.large import SAMPLE, SIZE, unit_vectors, write_index
from benchmarks.measure import HEADER, Comparison, alternating
from benchmarks.weights import resnet50_weights
from lookbook import encoders

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
        tutorial = _seconds(["-c", CLICK, str(weights), str(features), str(PHOTO)])
        rows = []
        for encoder in (encoders.load("fashion"), encoders.load("resnet50", weights)):
            name = encoder.identity.name
            index = write_index(Path(folder, name), encoder)
            command = _seconds(["-m", "lookbook", "search", str(PHOTO), "--index", str(index)], weights)
            ours, theirs = alternating([command, tutorial], rounds)
            title = f"start to first answer, {name}, and the tutorial's"
            rows.append(Comparison(title, "s", ours, theirs, "5 / 10", more_is_better=False))
    return rows


def _seconds(arguments: Sequence[str], weights: Path | None = None) -> Callable[[], float]:
    settings = {} if weights is None else {"LOOKBOOK_RESNET50_WEIGHTS": str(weights)}

    def measured() -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=os.environ | settings)
        return time.perf_counter() - started

    return measured


def main(rounds: int = 5) -> None:
    """Print the table."""
    print("\n".join([HEADER, *map(str, compare(rounds))]))


if __name__ == "__main__":
    typer.run(main)
