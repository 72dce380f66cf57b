"""A catalogue: where its pictures are (a folder, a zip, a URL) and what its product table says of them."""

import logging
import os
import posixpath
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lookbook.catalog.csv_table import find_styles
from lookbook.catalog.remote import Remote
from lookbook.catalog.storage import Folder, Storage, StorageError, common_folder
from lookbook.catalog.summary import notices, summary
from lookbook.catalog.tables import TableError
from lookbook.catalog.zipped import Zip
from lookbook.photos import EXTENSIONS, MAX_BYTES, PhotoError


class CatalogError(ValueError):
    """A catalogue that can't be used; the message is one sentence that says what to do."""


class Catalog:
    """Pictures and the product table that belongs to them; `open` one to build from, reopen it with `at` to show it.

    Attributes:
        images_root: what filenames are relative to, as index.json keeps it: "." where a folder of pictures lies below
            the index folder, a zip's path relative to the index folder where it lies below, else an absolute path or a
            URL.
        filenames: the pictures' POSIX paths, sorted.
        unlisted: the folders whose pictures are left out, as they can't be listed, each with the reason.
        columns: the product table's columns, said in ours, [] where there is no table.
        styles: where the product table was found, "" where there is none.
        styles_sha256: of the product table and what tells its columns, "" where there is none.
    """

    def __init__(
        self,
        storage: Storage,
        images_root: str,
        filenames: Sequence[str],
        styles: str | Path | None,
        columns: str | Path | None,
        quote: bool = True,
    ) -> None:
        self.images_root = images_root
        self.unlisted = storage.unlisted
        self.filenames = sorted(filenames)
        self._storage = storage
        try:
            self.styles, self._table, others = find_styles(storage, common_folder(self.filenames), styles, columns)
        except (PhotoError, TableError) as error:
            raise CatalogError(error.unquoted if isinstance(error, TableError) and not quote else str(error)) from error
        self._others = others
        self.columns = self._table.columns
        self.styles_sha256 = self._table.sha256
        own = Counter(map(self._own_id, self.filenames))
        self._repeated = {name for name, times in own.items() if times > 1}

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
            images: the folder, zip or URL. Files count by their ending; broken ones among them show when they are read.
            styles: the product table's file; by default the nearest that is known at or above the pictures.
            relative_to: the index folder, which decides `images_root`.
            columns: the file that tells the table's columns; by default the columns.toml beside the table.

        Raises:
            CatalogError: no such place, no pictures in it, or a product table that can't be read.
        """
        try:
            storage, images_root, under = _locate(str(images), Path(os.path.abspath(relative_to)))
            filenames = storage.pictures(under)
        except StorageError as error:
            raise CatalogError(str(error)) from error
        if not filenames:
            endings = " ".join(sorted(EXTENSIONS))
            raise CatalogError(
                f"{images} has no pictures; give a folder, zip or URL with files of these kinds: {endings}."
            )
        catalog = cls(storage, images_root, filenames, styles, columns)
        for notice in notices(catalog.filenames, catalog.styles, catalog._table, catalog._others, catalog.unlisted):
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
    ) -> "Catalog":
        """Reopen the catalogue of an index, without listing its pictures again.

        Args:
            images_root: as `open` gave it.
            filenames: as `open` gave them.
            styles: the product table's file; by default the nearest that is known at or above the pictures.
            relative_to: the index folder.
            columns: the file that tells the table's columns; by default the columns.toml beside the table.

        Raises:
            CatalogError: the place is gone, or a product table that can't be read.
        """
        try:
            return cls(_reopen(images_root, Path(relative_to)), images_root, filenames, styles, columns, quote=False)
        except StorageError as error:
            raise CatalogError(str(error)) from error

    def read(self, filename: str, max_bytes: int = MAX_BYTES) -> bytes:
        """Read a picture's bytes; safe in several threads.

        Raises:
            PhotoError: this one picture is missing, unreadable, damaged in its zip, or has more than `max_bytes`.
        """
        return self._storage.read(filename, max_bytes)

    def fingerprint(self, filename: str) -> str:
        """Give a text that changes when the picture does: its size with the zip's CRC, the time of change or the ETag.

        Raises:
            PhotoError: the picture is missing.
        """
        return self._storage.fingerprint(filename)

    def product(self, filename: str) -> dict[str, str]:
        """Give a picture's row of the product table, {} if there is none."""
        return self._table.product(filename)

    def product_id(self, filename: str) -> str:
        """Give the id in the picture's row, else the file's stem; the whole relative path where that repeats."""
        own = self._own_id(filename)
        return filename if own in self._repeated else own

    def summary(self) -> str:
        """Say in a sentence how many pictures have no row and how many rows no picture, with examples."""
        return summary(self.filenames, self.styles, self._table)

    def _own_id(self, filename: str) -> str:
        return self._table.product_id(filename) or _stem(filename)


def _stem(filename: str) -> str:
    return posixpath.splitext(posixpath.basename(filename))[0]


def _locate(images: str, index: Path) -> tuple[Storage, str, str]:
    """Give the storage, what to call its root, and the folder of pictures below that root."""
    if "://" in images:
        root, under = _split_url(images)
        return Remote(root), root, under
    path = Path(os.path.abspath(images))
    below = path.is_relative_to(index)
    if path.is_dir():
        root_path = index if below else path.parent
        return Folder(root_path), "." if below else root_path.as_posix(), path.relative_to(root_path).as_posix()
    if path.is_file():
        return Zip(path), (path.relative_to(index) if below else path).as_posix(), ""
    raise StorageError(f"{images} does not exist; give a folder, a zip or a URL of pictures.")


def _split_url(url: str) -> tuple[str, str]:
    scheme, path = url.rstrip("/").split("://", 1)
    folder, _, name = path.rpartition("/")
    return (f"{scheme}://{folder}", name) if folder.strip("/") else (url.rstrip("/"), "")


def _reopen(images_root: str, index: Path) -> Storage:
    if "://" in images_root:
        return Remote(images_root)
    path = index / images_root
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Zip(path)
    raise StorageError(f"{path}, where the pictures were, is gone; bring it back or build the index again.")
