"""What this person has built on this machine: such an index may read what it was built from, wherever that lies."""

import hashlib
import json
import logging
import os
from pathlib import Path

from lookbook.disk import atomic
from lookbook.disk.atomic import DiskError


def remember(folder: Path, manifest_sha256: str, before: str = "") -> None:
    """Note that the index with this manifest was built here, at the command of the person who runs this.

    Args:
        folder: the index folder.
        manifest_sha256: the manifest's.
        before: that of the index that is in place until this one is; where it was built here, it stays noted.
    """
    try:
        noted = {"folder": os.path.realpath(folder), "manifest": manifest_sha256}
        if is_remembered(folder, before):
            noted["before"] = before
        atomic.write(_place(folder), json.dumps(noted).encode())
    except (DiskError, RuntimeError) as error:  # the latter where nobody's home is known
        logging.getLogger(__name__).warning(
            "that the index in %s was built here can't be remembered (%s); pictures outside of its folder are shown "
            "only where LOOKBOOK_SOURCES names their place",
            *(folder, error),
        )


def is_remembered(folder: Path, manifest_sha256: str) -> bool:
    """Return whether the index with this manifest was built here."""
    try:
        content = json.loads(_place(folder).read_bytes())
        here = isinstance(content, dict) and content.get("folder") == os.path.realpath(folder)
        return here and manifest_sha256 in _manifests(content)
    except (OSError, ValueError, RuntimeError):
        return False


def is_remembered_elsewhere(manifest_sha256: str) -> bool:
    """Return whether the index with this manifest was built on this machine, in whatever folder."""
    try:
        notes = [json.loads(path.read_bytes()) for path in _place(Path()).parent.glob("*.json")]
    except (OSError, ValueError, RuntimeError):
        return False
    return any(isinstance(note, dict) and manifest_sha256 in _manifests(note) for note in notes)


def _manifests(note: dict[str, object]) -> list[object]:
    return [one for one in (note.get("manifest"), note.get("before")) if one]


def _place(folder: Path) -> Path:
    """Return the file about an index folder, outside of it: what comes from elsewhere can't bring it along."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()
    return Path(state) / "lookbook" / "built" / f"{name}.json"
