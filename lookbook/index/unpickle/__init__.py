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

__all__ = ["UnsafePickleError", "read"]

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
    try:
        return _read(path)
    except RefusedError as error:
        raise UnsafePickleError(f"{path} {error}") from error
    except DAMAGE as error:
        raise UnsafePickleError(f"{path} is damaged ({type(error).__name__}); build the index again.") from error


def _read(path: Path) -> Any:
    if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for its other end
        raise RefusedError("is no regular file")
    with BufferedReader(FileIO(path), BUFFER) as file:
        if foreign := what(file.peek(START)[:START]):
            raise RefusedError(*foreign)
        return run(Source(file, os.fstat(file.fileno()).st_size))
