"""Arrays of a model in one file, sealed with the model's name and format; nothing in it can run code."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from lookbook.behavior.errors import BehaviorError
from lookbook.disk import atomic

FORMAT = 1


def write(path: Path, name: str, arrays: Mapping[str, Any]) -> None:
    """Write arrays, whole or not at all."""
    buffer = io.BytesIO()
    content: dict[str, Any] = {key: np.asarray(value) for key, value in arrays.items()}
    np.savez(buffer, model=np.array(f"{name} {FORMAT}"), **content)
    atomic.write(path, buffer.getvalue())


def read(path: Path, name: str) -> dict[str, Any]:
    """Read arrays. Raises BehaviorError where there is no such file, or it is another model's."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
            arrays = {key: content[key] for key in content.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise BehaviorError(
            f"the model in {path} can't be read ({type(error).__name__}); train it again with lookbook transactions."
        ) from error
    if str(arrays.pop("model", "")) != f"{name} {FORMAT}":
        raise BehaviorError(f"{path} holds no model {name!r} of this version; train it again.")
    return arrays
