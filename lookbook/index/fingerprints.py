"""What the pictures of an index were like when they were indexed, kept beside it."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from lookbook.disk import atomic

FINGERPRINTS = Path(".lookbook") / "fingerprints.json"
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading a damaged file raises."""


def read_fingerprints(folder: Path, created: str) -> dict[str, str]:
    """Return the pictures' fingerprints as the index of that date was built.

    {} where they are of another index or gone; where the file is damaged, a line says so.
    """
    path = folder / FINGERPRINTS
    try:
        content = json.loads(path.read_text("utf-8"))
        pictures = dict(content["pictures"]) if content["created"] == created else {}
        return {str(name): str(fingerprint) for name, fingerprint in pictures.items()}
    except FileNotFoundError:
        return {}
    except _DAMAGE as error:
        logging.getLogger(__name__).warning("%s is damaged (%s); it is not used", path, type(error).__name__)
        return {}


def write_fingerprints(folder: Path, created: str, fingerprints: Mapping[str, str]) -> None:
    """Keep the pictures' fingerprints beside the index of that date."""
    content = {"created": created, "pictures": dict(fingerprints)}
    atomic.write(folder / FINGERPRINTS, json.dumps(content, indent=0).encode())
