"""What the pictures of an index were like when they were indexed, put in place beside it together with it."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from lookbook.disk import atomic
from lookbook.disk.snapshot import snapshot

FINGERPRINTS = Path(".lookbook") / "fingerprints.json"
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading a damaged file raises."""


def read_fingerprints(folder: Path, created: str) -> dict[str, str]:
    """Return the pictures' fingerprints as the index of that date was built.

    {} where they are of another index or gone; where the file is damaged, a line says so.
    """
    path = folder / FINGERPRINTS
    try:
        content = json.loads(noted(folder))
        pictures = dict(content["pictures"]) if content["created"] == created else {}
        return {str(name): str(fingerprint) for name, fingerprint in pictures.items()}
    except FileNotFoundError:
        return {}
    except _DAMAGE as error:
        logging.getLogger(__name__).warning("%s is damaged (%s); it is not used", path, type(error).__name__)
        return {}


def noted(folder: Path) -> bytes:
    """Return what counts of the file that keeps them, wherever it is staged. Raises OSError."""
    with snapshot(folder, (str(FINGERPRINTS),)) as held:
        if not held:
            raise FileNotFoundError(folder / FINGERPRINTS)
        return held[str(FINGERPRINTS)].read()


def write_fingerprints(folder: Path, created: str, fingerprints: Mapping[str, str]) -> None:
    """Write the pictures' fingerprints of the index of that date, into its folder or into what is staged for it."""
    content = {"created": created, "pictures": dict(fingerprints)}
    atomic.write(folder / FINGERPRINTS, json.dumps(content, indent=0).encode())
