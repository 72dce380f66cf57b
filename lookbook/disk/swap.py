"""Several files changed as one: readers see all of the old or all of the new.

The new files are written to a folder of their own; the moment that folder gets its name is the moment of change, and
from then on readers take a file from there first. Moving the files home afterwards changes nothing for them.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STAGED = Path(".lookbook") / "staged"


@contextmanager
def changing(folder: Path) -> Iterator[Path]:
    """Give a folder to write the new files to; when the block ends well, they take the places of the old."""
    settle(folder)
    draft = folder / STAGED.with_suffix(f".{os.getpid()}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        yield draft
        os.replace(draft, folder / STAGED)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    settle(folder)


def settle(folder: Path) -> None:
    """Move home the files of a change that was complete when its writer was stopped."""
    staged = folder / STAGED
    if staged.is_dir():
        for path in sorted(staged.iterdir()):
            os.replace(path, folder / path.name)
        staged.rmdir()


def current(folder: Path, name: str) -> Path:
    """Tell where to read a file: where it is staged, else at home."""
    staged = folder / STAGED / name
    return staged if staged.exists() else folder / name
