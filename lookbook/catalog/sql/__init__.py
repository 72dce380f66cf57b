"""Products from a table or a query of a database: asked in SQL, never held as a whole."""

from lookbook.catalog.sql.place import is_sql, kept_place
from lookbook.catalog.sql.rows import SqlRows

__all__ = ["SqlRows", "is_sql", "kept_place"]
