"""What the pictures of an index were like when they were indexed, put in place beside it together with it."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from lookbook.disk import atomic
from lookbook.disk.snapshot import content

FINGERPRINTS = Path(".lookbook") / "fingerprints.json"
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading a damaged file raises."""


def read_fingerprints(folder: Path, created: str) -> dict[str, str]:
    """Return the pictures' fingerprints as the index of that date was built.

    {} where they are of another index or gone; where the file is damaged, a line says so.
    """
    path = folder / FINGERPRINTS
    try:
        known = json.loads(noted(folder))
        pictures = dict(known["pictures"]) if known["created"] == created else {}
        return {str(name): str(fingerprint) for name, fingerprint in pictures.items()}
    except FileNotFoundError:
        return {}
    except _DAMAGE as error:
        logging.getLogger(__name__).warning("%s is damaged (%s); it is not used", path, type(error).__name__)
        return {}


def noted(folder: Path) -> bytes:
    """Return what counts of the file that keeps them, wherever it is staged. Raises OSError."""
    return content(folder, FINGERPRINTS)


def write_fingerprints(folder: Path, created: str, fingerprints: Mapping[str, str]) -> None:
    """Write the pictures' fingerprints of the index of that date, into its folder or into what is staged for it."""
    known = {"created": created, "pictures": dict(fingerprints)}
    atomic.write(folder / FINGERPRINTS, json.dumps(known, indent=0).encode())
