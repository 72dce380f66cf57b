"""A text as numbers without a vocabulary: its words, their pieces of four letters and pairs of words, hashed."""

import itertools
import re
import zlib

ROWS = 32768
_WORD = re.compile(r"[a-z0-9]+")


def pieces(text: str, rows: int = ROWS) -> list[int]:
    """Hash a text's words, the four-letter pieces of each, and each two that stand together.

    Args:
        text: in any case; what is neither letter nor digit separates words, and "'s" falls away.
        rows: how many different numbers there are.

    Returns:
        Numbers below `rows`; [0] of a text without words.
    """
    words = _WORD.findall(text.lower().replace("'s", ""))
    marked = [f"#{word}#" for word in words]
    grams = [f"{word[at : at + 4]}" for word in marked for at in range(len(word) - 3)]
    pairs = [f"{first} {second}" for first, second in itertools.pairwise(words)]
    return [zlib.crc32(piece.encode()) % rows for piece in (*words, *grams, *pairs)] or [0]
