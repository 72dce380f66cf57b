"""The index: three files, read safely, written as one, checked."""

from lookbook.index.index import EMBEDDINGS, FILENAMES, MANIFEST, BadIndexError, Index, exists, stamp

__all__ = ["EMBEDDINGS", "FILENAMES", "MANIFEST", "BadIndexError", "Index", "exists", "stamp"]
