"""Nearest-neighbour engines by name."""

from collections.abc import Mapping

from lookbook.neighbors.approximate import ApproximateNeighbors
from lookbook.neighbors.auto import AutoNeighbors
from lookbook.neighbors.engine import Engine, NearestNeighbors, Neighbors
from lookbook.neighbors.exact import ExactNeighbors
from lookbook.neighbors.sklearn import SklearnNeighbors
from lookbook.settings import SettingsError

ENGINES: Mapping[str, Engine] = {
    "auto": AutoNeighbors,
    "exact": ExactNeighbors,
    "sklearn": SklearnNeighbors,
    "approximate": ApproximateNeighbors,
}


def engine_named(name: str) -> Engine:
    """Return the engine of that name. Raises SettingsError."""
    if name not in ENGINES:
        raise SettingsError(f"LOOKBOOK_ENGINE={name!r} is wrong: it should be one of {', '.join(ENGINES)}.")
    return ENGINES[name]


__all__ = ["ENGINES", "ExactNeighbors", "NearestNeighbors", "Neighbors", "engine_named"]
