"""Numbers, text and bytes, as the protocols write them."""

import re
import struct
from sys import getsizeof

from lookbook.index.unpickle.machine import SMALL, Machine
from lookbook.index.unpickle.source import RefusedError

MAX_LINE = 200
"""The longest number or name of protocol 0."""
WHOLE = 32
"""Bytes that a whole number takes."""
WRITTEN = re.compile(rb"-?(?:0|[1-9]\d*)")
WRITTEN_FLOAT = re.compile(rb"-?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|inf|nan)")
OLD_TEXT = re.compile(rb"""(?:[^\\]++|\\[\\'"nrt]|\\x[0-9a-f]{2})*+""")
"""What Python 2 wrote between quotes; possessive, as else a long text would take many times its memory."""


def binary_float(machine: Machine) -> None:
    """Push a float, and those that come right after it."""
    (first,) = struct.unpack(">d", machine.source.take(8))
    machine.push_floats([first, *machine.source.more_floats()])


def written_float(machine: Machine) -> None:
    """Push a float that is written out."""
    line = machine.source.line(MAX_LINE)
    if not WRITTEN_FLOAT.fullmatch(line):
        raise RefusedError("is damaged")
    machine.push_floats([float(line)])


def integer(machine: Machine, number: int) -> None:
    """Push a whole number of at most 64 bits."""
    if not -(2**63) <= number < 2**64:
        raise RefusedError("holds a number of more than 64 bits")
    machine.push(number, WHOLE)


def written_integer(machine: Machine) -> None:
    """Push a whole number that is written out, or one of two booleans."""
    line = machine.source.line(MAX_LINE)
    if line in (b"00", b"01"):
        machine.push(line == b"01")
    else:
        _whole(machine, line)


def written_long(machine: Machine) -> None:
    """Push a whole number that is written out with Python 2's ending."""
    _whole(machine, machine.source.line(MAX_LINE).removesuffix(b"L"))


def _whole(machine: Machine, digits: bytes) -> None:
    if not WRITTEN.fullmatch(digits):
        raise RefusedError("is damaged")
    integer(machine, int(digits))


def signed(machine: Machine, count: int) -> None:
    """Push a whole number of so many bytes."""
    if count > 9:
        raise RefusedError("holds a number of more than 64 bits")
    integer(machine, int.from_bytes(machine.source.take(count), "little", signed=True))


def text(machine: Machine, value: str) -> None:
    """Push a text."""
    machine.push(value, getsizeof(value))


def remember(machine: Machine) -> None:
    """Remember what lies on top; after a text, take those that come right after it, too."""
    machine.put_next()
    if type(machine.top()) is str:
        machine.push_remembered(machine.source.more_texts())


def old_text(machine: Machine, data: bytes) -> None:
    """Push what Python 2 wrote as a string: text, or bytes where it is none."""
    machine.push(data.decode("ascii") if data.isascii() else data, SMALL + len(data))


def quoted(machine: Machine) -> None:
    """Push a string of Python 2 in quotes, with escapes."""
    line = machine.source.line()
    inner = line[1:-1]
    if len(line) < 2 or line[:1] not in (b"'", b'"') or line[-1:] != line[:1] or not OLD_TEXT.fullmatch(inner):
        raise RefusedError("is damaged")
    old_text(machine, inner.decode("unicode-escape").encode("latin-1") if b"\\" in inner else inner)


def content(machine: Machine, count: int) -> None:
    """Push so many bytes."""
    machine.source.charge(SMALL + count)
    machine.push(machine.source.take(count))


def buffer(machine: Machine, count: int) -> None:
    """Push so many bytes that may be written to."""
    machine.source.charge(SMALL + count)
    machine.push(machine.source.take_writable(count))
