"""The bytes of a pickle, never read beyond their end, and an account of the memory that is built from them."""

import pickle
from io import BufferedReader, FileIO

import numpy as np

GROWTH = 4
SPARE = 32 * 2**20
"""What is built may take GROWTH bytes a byte of the file, and SPARE besides."""
BUFFER = 2**14
"""Bytes that the file is read by: enough for a thousand floats, and little to look ahead into."""
LARGE = 2**20
"""A text of more bytes is array data written by an old protocol, which has no character above U+00FF."""
RUN = 1024
"""Numbers or texts that are taken at once; pickle writes lists by 1,000."""
NUMBER = np.dtype([("code", "u1"), ("value", ">f8")])
"""A float of a list as pickle writes it, from protocol 1."""


class RefusedError(ValueError):
    """Why a pickle is not read, and what to do, as the rest of a sentence that begins with the file."""

    def __init__(self, reason: str, cure: str = "it was not opened, so build the index again") -> None:
        super().__init__(f"{reason}; {cure}.")


class Source:
    """Reads an open file of a known size, and counts what is built."""

    def __init__(self, file: "BufferedReader[FileIO]", size: int) -> None:
        self.read = file.read
        self._file = file
        self._size = size
        self._left = GROWTH * size + SPARE

    def charge(self, count: int) -> None:
        """Count memory before it is taken.

        Raises:
            RefusedError: all that is built would be more than a small multiple of the file.
        """
        self._left -= count
        if self._left < 0:
            raise RefusedError(f"would unfold to more than {GROWTH} times its size")

    def rest(self) -> int:
        """Return how many bytes come."""
        return self._size - self._file.tell()

    def take(self, count: int) -> bytes:
        """Read so many bytes. Raises RefusedError before memory is taken for what is not there."""
        if count > BUFFER and count > self.rest():
            raise RefusedError("is cut short")
        data = self.read(count)
        if len(data) != count:
            raise RefusedError("is cut short")
        return data

    def take_writable(self, count: int) -> bytearray:
        """Read as `take` does, into bytes that may be written to."""
        if count > self.rest():
            raise RefusedError("is cut short")
        data = bytearray(count)
        if self._file.readinto(data) != count:
            raise RefusedError("is cut short")
        return data

    def number(self, count: int) -> int:
        """Read an unsigned number of so many bytes, as lengths and places are written."""
        return int.from_bytes(self.take(count), "little")

    def line(self, longest: int = -1) -> bytes:
        """Read up to the end of a line, which is left out. Raises RefusedError when there is none, or it is far off."""
        line = self._file.readline(longest)
        if not line.endswith(b"\n"):
            raise RefusedError("is cut short")
        return line[:-1]

    def utf8(self, count: int) -> str:
        """Read a text of so many bytes."""
        data = self.take(count)
        if count > LARGE and np.frombuffer(data, np.uint8).max() > 0xC3:
            raise RefusedError(f"holds a text of {count:,} bytes")  # it could take four bytes a letter
        return data.decode("utf-8", "surrogatepass")

    def escaped(self) -> str:
        """Read a text of protocol 0: a line in which rare letters stand as escapes."""
        line = self.line()
        if len(line) > LARGE and (b"\\U" in line or line.count(b"\\u") != line.count(b"\\u00")):
            raise RefusedError(f"holds a text of {len(line):,} bytes")
        return line.decode("raw-unicode-escape")

    def more_floats(self) -> list[float]:
        """Read those binary floats that come right after one, a thousand at most: one by one would take minutes."""
        ahead = self._file.peek()[: RUN * NUMBER.itemsize]
        if not ahead.startswith(pickle.BINFLOAT):
            return []
        numbers = np.frombuffer(ahead, NUMBER, len(ahead) // NUMBER.itemsize)
        others = np.flatnonzero(numbers["code"] != pickle.BINFLOAT[0])
        values: list[float] = numbers["value"][: others[0] if len(others) else None].tolist()
        self.read(len(values) * NUMBER.itemsize)
        return values

    def more_texts(self) -> list[str]:
        """Read those short texts that come next and are to be remembered each, a thousand at most."""
        ahead, at = self._file.peek(), 0
        texts: list[str] = []
        while len(texts) < RUN and ahead[at : at + 1] == pickle.SHORT_BINUNICODE and at + 1 < len(ahead):
            end = at + 2 + ahead[at + 1]
            if ahead[end : end + 1] != pickle.MEMOIZE:
                break
            texts.append(ahead[at + 2 : end].decode("utf-8", "surrogatepass"))
            at = end + 1
        self.read(at)
        return texts
