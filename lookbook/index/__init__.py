"""The index: three files, read safely, written as one, checked."""

from lookbook.index.errors import BadIndexError
from lookbook.index.in_place import exists, manifest_of, stamp
from lookbook.index.index import Index
from lookbook.index.manifest import EMBEDDINGS, FILENAMES, MANIFEST, Manifest, StorePart
from lookbook.index.published import last_published, name_store
from lookbook.index.recipe import open_encoder
from lookbook.index.sources import open_catalog, table_of_before

__all__ = [
    "EMBEDDINGS",
    "FILENAMES",
    "MANIFEST",
    "BadIndexError",
    "Index",
    "Manifest",
    "StorePart",
    "exists",
    "last_published",
    "manifest_of",
    "name_store",
    "open_catalog",
    "open_encoder",
    "stamp",
    "table_of_before",
]
