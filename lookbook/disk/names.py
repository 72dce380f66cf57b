"""Names of files that are no text: old disks hold Latin-1 and other bytes, which neither JSON nor a browser can carry.

Such a byte is written as in an address, %E9, and the name is shown, kept and asked for in this form.
"""

import re

_NO_TEXT = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile("%(25|[89A-F][0-9A-F])")
_BYTES = 0xDC00
"""Python reads a byte that is no UTF-8 as this and the byte (PEP 383)."""


def escaped(name: str) -> str:
    """Write a name as text; one that is text stays as it is."""
    if not _NO_TEXT.search(name):
        return name
    return _NO_TEXT.sub(lambda sign: _written(ord(sign[0])), name.replace("%", "%25"))


def original(name: str) -> str:
    """Return the name that `escaped` made text of, as Python opens it."""
    return _ESCAPE.sub(lambda sign: "%" if sign[1] == "25" else chr(_BYTES + int(sign[1], 16)), name)


def _written(sign: int) -> str:
    return f"%{sign - _BYTES:02X}" if _BYTES + 0x80 <= sign <= _BYTES + 0xFF else f"%u{sign:04X}"
