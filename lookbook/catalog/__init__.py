"""Catalogues: where pictures are, and what the product table says of them."""

from lookbook.catalog.catalog import Catalog
from lookbook.catalog.errors import CatalogError

__all__ = ["Catalog", "CatalogError"]
