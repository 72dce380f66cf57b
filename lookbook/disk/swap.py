"""Several files changed as one: readers see all of the old or all of the new.

The new files are written to a folder of their own; the moment that folder gets its name is the moment of change, and
from then on readers take a file from there first. Moving the files home afterwards changes nothing for them.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lookbook.disk.atomic import DiskError, draft_of, replace, sweep
from lookbook.disk.lock import OWN, writing

STAGED = OWN / "staged"


@contextmanager
def changing(folder: Path) -> Iterator[Path]:
    """Yield a folder to write the new files to; when the block ends well, they take the places of the old.

    Raises:
        BusyError: somebody else is writing to the folder.
        DiskError: the disk is full, or the folder can't be written.
    """
    with writing(folder):
        settle(folder)
        draft = draft_of(folder / STAGED)
        try:
            draft.mkdir(parents=True)
            yield draft
            replace(draft, folder / STAGED)
        except DiskError:
            raise
        except OSError as error:
            raise DiskError.of(folder, error) from error
        finally:
            sweep(draft.parent)
        settle(folder)


def settle(folder: Path) -> None:
    """Move home the files of a change that was complete when its writer was stopped. Raises DiskError."""
    staged = folder / STAGED
    try:
        if staged.is_dir():
            for path in sorted(staged.rglob("*")):
                if not path.is_dir():
                    home = folder / path.relative_to(staged)
                    home.parent.mkdir(parents=True, exist_ok=True)
                    replace(path, home)
            shutil.rmtree(staged)
    except OSError as error:
        raise DiskError.of(folder, error) from error


def current(folder: Path, name: str) -> Path:
    """Return where to read a file: where it is staged, else at home. It may move home at once: see `snapshot`."""
    staged = folder / STAGED / name
    return staged if staged.exists() else folder / name
