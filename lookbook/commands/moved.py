"""What `lookbook build` does about an index whose pictures were moved, and about a table that was named before."""

import time
from collections.abc import Callable
from pathlib import Path

from lookbook.building.build import Report
from lookbook.building.pointing import point
from lookbook.index import BadIndexError, table_of_before


def point_index(
    folder: Path, images: str, styles: str | None, columns: Path | None, say: Callable[[str], None]
) -> Report:
    """Point an index at its pictures' new place; raises what `point` does."""
    started = time.perf_counter()
    index = point(folder, images, styles, columns, say=say)
    count, name = len(index.filenames), index.encoder.name
    seconds = time.perf_counter() - started
    return Report(indexed=count, new=0, kept=count, removed=0, skipped=0, seconds=seconds, encoder=name)


def table_before(folder: Path) -> tuple[str | Path | None, Path | None]:
    """Return the product table and its columns' file that an index names, None where it names none."""
    try:
        return table_of_before(folder)
    except BadIndexError:  # the index is built anew, which is said
        return None, None
