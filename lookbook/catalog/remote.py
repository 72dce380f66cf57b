"""A catalogue's files at a URL, through fsspec: the same interface as a folder's or a zip's."""

import hashlib
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lookbook.catalog.storage import StorageError
from lookbook.disk.names import escaped, original
from lookbook.photos import MAX_BYTES, PhotoError, check_bytes
from lookbook.photos.formats import HEAD, is_picture
from lookbook.photos.junk import is_junk

# What the file systems of fsspec call the content's hash or, failing that, the time of change.
_CHANGES = ("ETag", "etag", "md5Hash", "content_md5", "mtime", "LastModified", "last_modified", "updated", "created")
_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "s3": {"config_kwargs": {"connect_timeout": 10, "read_timeout": 30, "retries": {"max_attempts": 5}}},
}
"""How long a store may take, and how often it is asked again; what a person set in fsspec's own files goes before."""
_SECRET = re.compile(r"://[^/@]*:[^/@]*@")


def opened(url: str) -> tuple[Any, str]:
    """Open what fsspec calls a file system, with Lookbook's time limits.

    Returns:
        The file system, and the path in it that the URL names, without a slash at its end.

    Raises:
        StorageError: it can't be opened, or the address has a password in it.
    """
    import fsspec  # only what is at a URL needs it

    if _SECRET.search(url):
        raise StorageError(
            f"{_SECRET.sub('://', url)}: a password in an address would be kept in index.json; leave it out, and "
            "give it in the environment or in the store's own files."
        )
    scheme = url.partition("://")[0]
    options = dict(_OPTIONS.get(scheme, {})) | fsspec.config.conf.get(scheme, {})
    try:
        files, root = fsspec.core.url_to_fs(url, **options)
    except (ImportError, ValueError, OSError) as error:
        raise StorageError(f"{url} can't be opened ({error}); check the address.") from error
    return files, root.rstrip("/")


class Remote:
    """Files at a URL that fsspec opens: s3://, gs://, memory:// ...

    Keys and passwords come from where the store's own programs look for them, never from the address.
    """

    readers = 16

    def __init__(self, url: str) -> None:
        self._files, self._root = opened(url)
        self.unlisted: dict[str, str] = {}
        self._listed: dict[str, dict[str, Any]] = {}

    def pictures(self, under: str) -> list[str]:
        place = posixpath.join(self._root, under).rstrip("/")
        try:
            found = self._files.find(place, detail=True)
        except Exception as error:  # every file system brings errors of its own
            raise StorageError(f"{place} can't be listed ({error}); check address and access.") from error
        for path, info in found.items():
            name = path[len(self._root) :].lstrip("/")
            if not any(map(is_junk, name.split("/"))) and is_picture(name, self._begins):
                self._listed[escaped(name)] = info
        return list(self._listed)

    def _begins(self, name: str) -> bytes:
        try:
            return bytes(self._files.cat_file(f"{self._root}/{name}", start=0, end=HEAD))
        except Exception:  # noqa: BLE001  # every file system brings errors of its own
            return b""

    def has(self, filename: str) -> bool:
        return bool(self._files.isfile(self._path(filename)))

    def files(self, folder: str) -> list[str]:
        try:
            found = self._files.ls(posixpath.join(self._root, folder).rstrip("/"), detail=True)
        except Exception:  # noqa: BLE001  # every file system brings errors of its own
            return []
        return [posixpath.basename(info["name"]) for info in found if info["type"] == "file"]

    def read(self, filename: str, max_bytes: int) -> bytes:
        check_bytes(self._info(filename)["size"] or 0, max_bytes, filename)
        try:
            return bytes(self._files.cat_file(self._path(filename)))
        except Exception as error:  # as above
            raise PhotoError.of("unreadable", filename, str(error)) from error

    def fingerprint(self, filename: str) -> str:
        info = self._info(filename)
        changes = (str(info[key]) for key in _CHANGES if info.get(key))
        return f"{info['size']}-{next(changes, None) or self._digest(filename)}"

    def local(self, filename: str) -> Path | None:
        return None

    def _digest(self, filename: str) -> str:
        """Hash the content: where nothing tells a change, another picture of the same size would pass for this one."""
        return hashlib.sha256(self.read(filename, MAX_BYTES)).hexdigest()

    def _path(self, filename: str) -> str:
        path, other = f"{self._root}/{filename}", original(filename)
        return path if other == filename or self._files.exists(path) else f"{self._root}/{other}"

    def _info(self, filename: str) -> dict[str, Any]:
        try:
            return self._listed.get(filename) or dict(self._files.info(self._path(filename)))
        except FileNotFoundError as error:
            raise PhotoError.of("missing", filename) from error
        except Exception as error:  # as above
            raise PhotoError.of("unreadable", filename, str(error)) from error
