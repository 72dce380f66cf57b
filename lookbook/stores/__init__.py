"""Where vectors live and are searched."""

from lookbook.stores.base import Match, VectorStore
from lookbook.stores.local import LocalStore

__all__ = ["LocalStore", "Match", "VectorStore"]
