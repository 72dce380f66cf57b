"""What stands in a PNG beside its pixels and must not cost the picture: long texts, and asides that are damaged."""

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = 8
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
# The only texts that say how the picture is turned.
_TURNS = (b"Raw profile type exif\0", b"XML:com.adobe.xmp\0")
_MOST = 1 << 20
"""The bytes that a compressed aside may grow to; Pillow refuses the whole picture for more."""


def without_asides(data: bytes) -> bytes:
    """Leave out texts, and every other optional chunk that is damaged or grows without measure, as viewers do.

    Chunks are those of the PNG specification, section 5.3: length, type, content, CRC; a small first letter of the
    type means optional.
    """
    left_out = [(start, end) for start, end, kind in _chunks(data) if _is_aside(data, start, end, kind)]
    if not left_out:
        return data
    starts = [0, *(end for _, end in left_out)]
    ends = [*(start for start, _ in left_out), len(data)]
    return b"".join(data[start:end] for start, end in zip(starts, ends, strict=True))


def _chunks(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """List the start, end and type of each chunk that is whole."""
    start = _SIGNATURE
    while start + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, start)
        end = start + 12 + length
        if end > len(data) or kind == b"IEND":
            return
        yield start, end, kind
        start = end


def _is_aside(data: bytes, start: int, end: int, kind: bytes) -> bool:
    if not kind[0] & 0x20:
        return False
    if kind in _TEXTS and not data.startswith(_TURNS, start + 8):
        return True
    if zlib.crc32(data[start + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
        return True
    return _grows(kind, data[start + 8 : end - 4])


def _grows(kind: bytes, content: bytes) -> bool:
    """Return whether a compressed aside would grow beyond measure."""
    _, _, rest = content.partition(b"\0")
    if kind in {b"zTXt", b"iCCP"}:
        packed = rest[1:]
    elif kind == b"iTXt" and rest[:1] == b"\1":
        packed = rest[2:].split(b"\0", 2)[-1]
    else:
        return len(content) > _MOST and kind in _TEXTS
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed, _MOST)
    except zlib.error:
        return kind != b"iCCP"  # a broken profile is left aside further on
    return bool(unpacker.unconsumed_tail)
