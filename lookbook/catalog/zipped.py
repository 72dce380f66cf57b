"""A catalogue's files in a zip, read where they are and never unpacked: the same interface as a folder's."""

import lzma
import threading
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from lookbook.catalog.encoding import name_encoding
from lookbook.catalog.foreign import zip_instead
from lookbook.catalog.storage import StorageError, common_folder
from lookbook.photos import PhotoError, check_bytes
from lookbook.photos.formats import HEAD, is_picture
from lookbook.photos.junk import is_junk

_HEAD = 512
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
_LOCKED = (RuntimeError, NotImplementedError)
_UTF8 = 0x800
"""The flag of an entry whose name is UTF-8; other names are in the code page of who packed them."""


class Zip:
    """Files in a zip, read where they are and never unpacked."""

    readers = 2

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise StorageError(f"{path} is {zip_instead(_head(path))}.") from error
        self.unlisted: dict[str, str] = {}
        self._reading = threading.Lock()
        entries = self._zip.infolist()
        named = zip(_names(entries), entries, strict=True)
        self._entries = {name: entry for name, entry in named if not any(map(is_junk, name.split("/")))}

    def pictures(self, under: str) -> list[str]:
        names = [name for name in self._entries if _is_below(name, under) and is_picture(name, self._begins)]
        top = common_folder(names)
        return [name for name in names if not self._is_copy(name, top)]

    def _is_copy(self, name: str, top: str) -> bool:
        """Return whether the same picture lies nearer the top: Kaggle packs everything twice, images/ and x/images/."""
        entry, start = self._entries[name], len(top) + 1 if top else 0
        inner = name[start:]
        while "/" in inner:
            inner = inner.partition("/")[2]
            twin = self._entries.get(name[:start] + inner)
            if twin and (twin.CRC, twin.file_size) == (entry.CRC, entry.file_size):
                return True
        return False

    def _begins(self, name: str) -> bytes:
        with suppress(*_DAMAGE, *_LOCKED), self._reading, self._zip.open(self._entries[name]) as file:
            return file.read(HEAD)
        return b""

    def has(self, filename: str) -> bool:
        return filename in self._entries

    def files(self, folder: str) -> list[str]:
        split = (name.rpartition("/") for name in self._entries)
        return [name for above, _, name in split if above == folder and name]

    def read(self, filename: str, max_bytes: int) -> bytes:
        entry = self._entry(filename)
        check_bytes(entry.file_size, max_bytes, filename)
        try:
            with self._reading:
                return self._zip.read(entry)
        except _DAMAGE as error:
            raise PhotoError.of("damaged", filename, "a zipped file") from error
        except _LOCKED as error:
            raise PhotoError.of("unreadable", filename, "locked by a password or packed in an unknown way") from error

    def fingerprint(self, filename: str) -> str:
        entry = self._entry(filename)
        return f"{entry.file_size}-{entry.CRC:08x}"

    def local(self, filename: str) -> Path | None:
        return None

    def _entry(self, filename: str) -> zipfile.ZipInfo:
        try:
            return self._entries[filename]
        except KeyError as error:
            raise PhotoError.of("missing", filename, " in the zip") from error


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return the entries' names; Python reads those without the flag as if all the world had the IBM PC's letters."""
    plain = [
        entry.filename for entry in entries if not entry.flag_bits & _UTF8 and entry.filename == entry.orig_filename
    ]
    raw = {name: name.encode("cp437") for name in plain}
    encoding = name_encoding([name for name in raw.values() if not name.isascii()])
    decoded = {name: data.decode(encoding, "replace") for name, data in raw.items() if not data.isascii()}
    names = (decoded.get(entry.filename, entry.filename) for entry in entries)
    return [name.replace("\\", "/").removeprefix("./") for name in names]


def _is_below(name: str, folder: str) -> bool:
    return name.startswith(f"{folder}/") if folder else True
