"""Pictures that a table names by their addresses: fetched once, kept beside the index, asked for again politely."""

from lookbook.catalog.addresses.fetching import Fetched, fetch_pictures
from lookbook.catalog.addresses.kept import fetched_before
from lookbook.catalog.addresses.listed import fetch_table, is_table

__all__ = ["Fetched", "fetch_pictures", "fetch_table", "fetched_before", "is_table"]
