"""Where vectors live and are searched."""

from collections.abc import Mapping

from lookbook.settings import SettingsError
from lookbook.stores.base import Contents, Match, VectorStore
from lookbook.stores.local import LocalStore

STORES: Mapping[str, type[VectorStore]] = {"local": LocalStore}


def open_store(contents: Contents) -> VectorStore:
    """Open the store that the settings name. Raises SettingsError."""
    name = contents.settings.store
    if name not in STORES:
        raise SettingsError(f"LOOKBOOK_STORE={name!r} is wrong: it should be one of {', '.join(STORES)}.")
    return STORES[name].open(contents)


__all__ = ["STORES", "Contents", "LocalStore", "Match", "VectorStore", "open_store"]
