"""A catalogue: where its pictures are (a folder, a zip, a URL) and what its product table says of them."""

import logging
import os
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from lookbook.catalog.bounds import Bounds
from lookbook.catalog.catalog_table import CatalogTable
from lookbook.catalog.csv_table import find_styles
from lookbook.catalog.errors import CatalogError
from lookbook.catalog.pictured_table import PicturedTable
from lookbook.catalog.places import locate, lost, reopen, reopen_moved, table_place
from lookbook.catalog.resized import without_copies
from lookbook.catalog.storage import Storage, StorageError, common_folder
from lookbook.catalog.summary import notices
from lookbook.catalog.tables import TableError
from lookbook.catalog.watching import Watched, clock
from lookbook.photos import EXTENSIONS, MAX_BYTES, PhotoError


class Catalog(CatalogTable):
    """Pictures and the product table that belongs to them; `open` one to build from, reopen it with `at` to show it.

    Attributes:
        images_root: what filenames are relative to, as index.json keeps it: "." where a folder of pictures lies below
            the index folder, else the way from there to the folder above the pictures or to the zip, or a URL.
        filenames: the pictures' POSIX paths, sorted.
        unlisted: the folders whose pictures are left out, as they can't be listed, each with the reason.
        columns: the product table's columns, said in ours, [] where there is no table.
        styles: where the product table was found, "" where there is none.
        styles_sha256: of the product table and what tells its columns, "" where there is none.
        read_at: when the product table was read, in UTC.
        watched: tells whether the table on disk has changed since.
    """

    def __init__(
        self,
        storage: Storage,
        images_root: str,
        filenames: Sequence[str],
        styles: str | Path | None,
        columns: str | Path | None,
        *,
        kept: Path | None = None,
        quote: bool = True,
    ) -> None:
        self.images_root = images_root
        self.unlisted = storage.unlisted
        self.filenames = sorted(filenames)
        self._storage = storage
        self._kept = kept
        self._quote = quote
        self._joined: PicturedTable | None = None
        before, folder = clock(), common_folder(self.filenames)
        try:
            self.styles, self._file, self._others = find_styles(storage, folder, styles, columns)
        except (PhotoError, TableError) as error:
            raise self._error(error) from error
        self.columns = self._file.columns
        self.styles_sha256 = self._file.sha256
        self.read_at = datetime.fromtimestamp(before / 1e9, UTC)
        files = Watched.of(storage, folder, self.styles, styles=styles, columns=columns, before=before)
        self.watched = self._file.watched(files)

    @classmethod
    def open(
        cls,
        images: str | Path,
        styles: str | Path | None = None,
        relative_to: str | Path = ".",
        columns: str | Path | None = None,
    ) -> "Catalog":
        """List the pictures of a folder (nested ones too), a zip or an fsspec URL, and read the product table.

        Args:
            images: the folder, zip or URL. Files count by their ending, and by their content where that is spoiled;
                broken ones among them show when they are read.
            styles: the product table's file; by default the nearest that is known at or above the pictures.
            relative_to: the index folder, which decides `images_root`.
            columns: the file that tells the table's columns; by default the columns.toml beside the table.

        Raises:
            CatalogError: no such place, no pictures in it, or a product table that can't be read.
        """
        try:
            storage, images_root, under = locate(str(images), Path(os.path.abspath(relative_to)))
            filenames, copies = without_copies(storage.pictures(under))
        except StorageError as error:
            raise CatalogError(str(error)) from error
        if not filenames:
            endings = " ".join(sorted(EXTENSIONS))
            raise CatalogError(f"{images} has no pictures; give a folder, zip or URL with files of: {endings}.")
        catalog = cls(storage, images_root, filenames, styles, columns)
        for notice in notices(catalog.joins, catalog._others, catalog.unlisted, copies):
            logging.getLogger(__name__).warning(notice)
        return catalog

    @classmethod
    def at(
        cls,
        images_root: str,
        filenames: Sequence[str],
        styles: str | Path | None = None,
        relative_to: str | Path = ".",
        columns: str | Path | None = None,
        bounds: Bounds | None = None,
        *,
        images: str | None = None,
        known: Mapping[str, str] | None = None,
        keep: bool = True,
    ) -> "Catalog":
        """Reopen the catalogue of an index, without listing its pictures again.

        Args:
            images_root: as `open` gave it.
            filenames: as `open` gave them.
            styles: as `open` takes it, seen from the index folder.
            columns: the same.
            relative_to: the index folder.
            bounds: what may be read; None = whatever the index names.
            images: where the pictures lie now, if the owner says so.
            known: fingerprints of pictures when they were indexed, which those in another place are held to.
            keep: whether the product table as it is read is kept beside the index, and taken from there.

        Raises:
            CatalogError: the place is gone or out of bounds, or a product table that can't be read.
        """
        index = Path(os.path.abspath(relative_to))
        try:
            if images is None:
                storage = reopen(images_root, index, bounds)
            else:
                storage = reopen_moved(
                    images_root, index, bounds, images=images, filenames=filenames, known=known or {}
                )
            named = [table_place(file, index, bounds) for file in (styles, columns)]
        except StorageError as error:
            raise CatalogError(str(error)) from error
        catalog = cls(storage, images_root, filenames, *named, kept=index if keep else None, quote=False)
        _ = catalog.table  # what is wrong with it is said now
        if catalog.lost:
            logging.getLogger(__name__).warning(catalog.lost)
        return catalog

    def read(self, filename: str, max_bytes: int = MAX_BYTES) -> bytes:
        """Read a picture's bytes; safe in several threads.

        Raises:
            PhotoError: this one picture is missing, unreadable, damaged in its zip, or has more than `max_bytes`.
        """
        return self._storage.read(filename, max_bytes)

    @property
    def readers(self) -> int:
        """How many threads at once read the pictures fastest."""
        return self._storage.readers

    def fingerprint(self, filename: str) -> str:
        """Return a text that changes when the picture does. Raises PhotoError where it is missing."""
        return self._storage.fingerprint(filename)

    @cached_property
    def lost(self) -> str:
        """A sentence where none of the pictures is there any more, "" where some are or nobody can tell at once."""
        return lost(self._storage, self.filenames)

    def only(self, filenames: Sequence[str]) -> "Catalog":
        """Return the same catalogue with fewer pictures."""
        fewer = copy(self)
        fewer.filenames = sorted(filenames)
        for made in ("table", "joins", "_found"):
            fewer.__dict__.pop(made, None)
        fewer._joined = self.table.only(fewer.filenames)  # noqa: SLF001  its own kind
        return fewer
