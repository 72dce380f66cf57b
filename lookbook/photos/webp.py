"""The size of a WebP picture, told from its header: Pillow takes the memory for it as soon as it opens a file."""


def size(data: bytes) -> tuple[int, int]:
    """Read the width and height of a WebP file (RFC 9649, sections 2.5 to 2.7).

    Raises:
        ValueError: the file is damaged.
    """
    kind, head = data[12:16], data[20:30]
    if kind == b"VP8X" and len(head) == 10:
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if kind == b"VP8L" and len(head) >= 5:
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and len(head) == 10:
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    raise ValueError("the file begins with no whole header of a picture")
