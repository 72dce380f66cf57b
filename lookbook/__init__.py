"""Lookbook: visual search for fashion."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lookbook.book import Lookbook
    from lookbook.hit import Hit

__all__ = ["Hit", "Lookbook"]


def __getattr__(name: str) -> object:
    """Import `Lookbook` and `Hit` when they are first used, so that `import lookbook` stays light."""
    if name == "Lookbook":
        from lookbook.book import Lookbook

        return Lookbook
    if name == "Hit":
        from lookbook.hit import Hit

        return Hit
    raise AttributeError(f"module 'lookbook' has no attribute {name!r}")
