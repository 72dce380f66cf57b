"""Pickles made by the well-known tutorial: a list of ResNet50 vectors and a list of paths, nothing else."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from lookbook.encoders.base import Identity

TUTORIAL = Identity("resnet50", "tutorial", "", {"pooling": "max"})
"""What such pickles were made with; their weights are unknown, so any will do."""

DIM = 2048
"""How many numbers its vectors have, whatever the pooling."""


def local_names(names: Sequence[str], folder: Path) -> list[str]:
    """Turn paths of another machine into paths below this folder.

    A path with backslashes or one like `/content/drive/images/1163.jpg` becomes `images/1163.jpg` where that picture
    exists: the leading parts that have to go are found at the first picture that can be found, and taken off all. Where
    none can be found, the paths stay, with slashes.
    """
    paths = [name.replace("\\", "/") for name in names]
    drop = next((drop for path in paths[:100] if (drop := _leading(path, folder)) is not None), 0)
    return ["/".join(PurePosixPath(path).parts[drop:]) if drop else path for path in paths]


def _leading(path: str, folder: Path) -> int | None:
    parts = PurePosixPath(path).parts
    return next((n for n in range(len(parts)) if folder.joinpath(*parts[n:]).is_file()), None)
