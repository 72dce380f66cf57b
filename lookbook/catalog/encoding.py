"""The text of a table in whatever encoding a spreadsheet or an old shop wrote it."""

import codecs
import logging
from collections.abc import Sequence

_MARKS: Sequence[tuple[bytes, str]] = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_COMMON = "cp1252"
_PACKED = ("cp437", "cp850", "cp852", "cp866", "cp737", "cp857", "gb18030", "big5", "cp932", "cp949", "cp1252")
"""In what names are packed: by DOS and by Windows, which packs in the code page of DOS."""
_SAMPLE = 100_000
"""Bytes that tell an encoding."""


def text_of(data: bytes, name: str, say: bool = True) -> str:
    """Decode a table; where it is not UTF-8, one line of the log says what it was taken for, if it is to `say` so.

    NUL, which some exports leave in, and the mark of byte order are left out.
    """
    text, encoding = _decoded(data)
    if encoding != "UTF-8" and say:
        logging.getLogger(__name__).warning("%s is not UTF-8; it is read as %s", name, encoding)
    return text.removeprefix("\ufeff").replace("\0", "")


def name_encoding(names: Sequence[bytes]) -> str:
    """Return in which encoding names of files were packed: UTF-8, else the code page of a country's DOS or Windows.

    Args:
        names: those with more than ASCII.
    """
    data = b"\n".join(names)
    if _is_utf8(data):
        return "utf-8"
    from chardet import detect  # only a zip with such names needs it

    return detect(data, include_encodings=_PACKED, compat_names=False, no_match_encoding="cp437")["encoding"] or "cp437"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if 10 * data.count(0, 0, _SAMPLE) > len(data[:_SAMPLE]):  # no text but UTF-16 has so many of them
        encoding = "UTF-16-BE" if data[:1] == b"\0" else "UTF-16-LE"
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> tuple[str, str]:
    """Decode what is no UTF-8; some bytes that are wrong in what else is UTF-8 cost only themselves."""
    lenient = data.decode("utf-8", "replace")
    wrong = lenient.count("\ufffd")
    if 2 * wrong < sum(not sign.isascii() for sign in lenient):
        return lenient, f"UTF-8 but for {wrong:,} signs"
    encoding = _detected(data)
    text = data.decode(encoding, "replace")
    common = data.decode(_COMMON, "replace")
    return text, _COMMON if text == common else encoding


def _detected(data: bytes) -> str:
    """Detect an encoding by the lines that tell it, those with more than ASCII.

    What DOS wrote is rare and likes to fit everything, so it must fit clearly better.
    """
    from chardet import EncodingEra, detect  # only what is no UTF-8 needs it

    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    common, dos = (
        detect(telling, encoding_era=era, prefer_superset=True, compat_names=False, no_match_encoding=otherwise)
        for era, otherwise in ((EncodingEra.MODERN_WEB | EncodingEra.LEGACY_ISO, _COMMON), (EncodingEra.DOS, "cp437"))
    )
    return (dos if dos["confidence"] > 1.2 * common["confidence"] else common)["encoding"] or _COMMON
