"""The catalogue in two dimensions."""

from lookbook.projection.kept import MAP
from lookbook.projection.projection import Projection

__all__ = ["MAP", "Projection"]
