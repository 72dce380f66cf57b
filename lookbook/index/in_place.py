"""What of an index is in place in its folder, told without reading its vectors."""

from pathlib import Path

from lookbook.disk.snapshot import snapshot
from lookbook.index.errors import BadIndexError
from lookbook.index.manifest import EMBEDDINGS, FILENAMES, MANIFEST, Manifest, read_manifest

FILES = (EMBEDDINGS, FILENAMES, MANIFEST)


def exists(folder: Path) -> bool:
    """Return whether there is an index to read."""
    try:
        with snapshot(folder, FILES) as held:
            return held.keys() >= {EMBEDDINGS, FILENAMES}
    except OSError:
        return False


def stamp(folder: Path) -> tuple[int, ...]:
    """Return a value that changes when a new index is in place, and only then.

    Raises:
        BadIndexError: a file can't be opened.
    """
    try:
        with snapshot(folder, FILES) as held:
            found = (held[name].status if name in held else None for name in FILES)
            return tuple(n for one in found for n in ((one.st_ino, one.st_mtime_ns, one.st_size) if one else (0, 0, 0)))
    except OSError as error:
        raise unreadable(folder, error) from error


def manifest_of(folder: Path) -> Manifest | None:
    """Read what an index's manifest says, and not its vectors; None where there is no index or no manifest.

    Raises:
        BadIndexError: the manifest can't be read or is damaged.
    """
    try:
        with snapshot(folder, FILES) as held:
            return read_manifest(held[MANIFEST]) if held.keys() >= set(FILES) else None
    except OSError as error:
        raise unreadable(folder, error) from error


def unreadable(folder: Path, error: OSError) -> BadIndexError:
    """Return the error of an index of which a file can't be opened."""
    reason = f"{error.strerror}: {error.filename}" if error.strerror and error.filename else str(error)
    return BadIndexError(f"the index in {folder.absolute()} can't be read ({reason}); check its files.")
