"""Where vectors live and are searched."""

from collections.abc import Mapping

from lookbook.settings import AUTO, LOCAL, SettingsError
from lookbook.stores.base import Contents, Match, StoreError, VectorStore
from lookbook.stores.local import LocalStore
from lookbook.stores.milvus import MilvusStore
from lookbook.stores.pgvector import PgvectorStore
from lookbook.stores.published import PublishedStore

SERVERS: Mapping[str, type[PublishedStore]] = {"pgvector": PgvectorStore, "milvus": MilvusStore}
"""The stores that an index can be published to."""
STORES: Mapping[str, type[VectorStore]] = {LOCAL: LocalStore, **SERVERS}


def store_named(contents: Contents) -> str:
    """Return the name of the store that the settings name, or else the index."""
    name = contents.settings.store
    there = LOCAL if contents.published is None else contents.published.name
    return there if name == AUTO else name


def open_store(contents: Contents) -> VectorStore:
    """Open the store that the settings name, or else the index. Raises SettingsError, and StoreError."""
    name = contents.settings.store
    if name not in (AUTO, *STORES):
        raise SettingsError(f"LOOKBOOK_STORE={name!r} is wrong: it should be one of {', '.join([AUTO, *STORES])}.")
    named = store_named(contents)
    if named not in STORES:
        raise StoreError(f"index.json names the store {named!r}, which is none of {', '.join(STORES)}; publish again.")
    if named in SERVERS and (contents.published is None or contents.published.name != named):
        raise SettingsError(
            f"LOOKBOOK_STORE={named!r}, but the index is not there; run lookbook publish --store {named}."
        )
    return STORES[named].open(contents)


__all__ = [
    "SERVERS",
    "STORES",
    "Contents",
    "LocalStore",
    "Match",
    "StoreError",
    "VectorStore",
    "open_store",
    "store_named",
]
