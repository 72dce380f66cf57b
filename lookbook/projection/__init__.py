"""The catalogue in two dimensions."""

from lookbook.projection.projection import Projection

__all__ = ["Projection"]
