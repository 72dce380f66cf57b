"""Reads pickles of arrays, lists, text and numbers, and nothing that can run code, crash, or take much memory.

Safe with any file: no name of a pickle is ever imported, every array is checked against the bytes at hand, and what is
built takes at most a small multiple of the file.
"""

import os
import stat
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any

from lookbook.errors import LookbookError
from lookbook.index.unpickle.foreign import what
from lookbook.index.unpickle.opcodes import run
from lookbook.index.unpickle.source import BUFFER, RefusedError, Source

__all__ = ["BUFFER", "UnsafePickleError", "read", "read_open"]

START = 512
"""Bytes by which a file that is no pickle is known."""
DAMAGE = (ArithmeticError, AttributeError, BufferError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
"""What Python and NumPy raise when they are given nonsense; UnicodeError and struct's are among them or below."""


class UnsafePickleError(LookbookError):
    """A pickle that is not plain data; the message is one sentence that says what to do."""


def read(path: Path) -> Any:
    """Read a pickle of plain data.

    Paths come as text. A list or tuple of a hundred floats or more comes as an array of the same numbers. Arrays are
    views of the bytes that were read, and may not be writable.

    Raises:
        UnsafePickleError: it asks for more than data, is damaged, is no pickle, or would unfold to too much.
        OSError: the file can't be opened.
    """
    if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for its other end
        raise UnsafePickleError(f"{path} {RefusedError('is no regular file')}")
    with BufferedReader(FileIO(path), BUFFER) as file:
        return read_open(file, str(path))


def read_open(file: "BufferedReader[FileIO]", name: str) -> Any:
    """Read a pickle of plain data from a file that is open, at its beginning, with a buffer of BUFFER bytes.

    Args:
        file: a regular file.
        name: what to call it in a message.

    Raises:
        UnsafePickleError: as `read` does.
    """
    try:
        if foreign := what(file.peek(START)[:START]):
            raise RefusedError(*foreign)
        return run(Source(file, os.fstat(file.fileno()).st_size))
    except RefusedError as error:
        raise UnsafePickleError(f"{name} {error}") from error
    except DAMAGE as error:
        raise UnsafePickleError(f"{name} is damaged ({type(error).__name__}); build the index again.") from error
