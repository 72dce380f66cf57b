"""Which words English has: what is a right word is no slip of another, though a catalogue may lack it."""

import gzip
import json
from functools import cache
from importlib import resources

LEAST = 300
"""How often a word has to occur in the list that pyspellchecker ships, whose rarer ones are names and slips, too."""
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""))


def known(word: str) -> bool:
    """Return whether a word is a usual one, as it is or as a plural."""
    plain = word.casefold()
    usual = _usual()
    return plain in usual or any(
        plain.endswith(ending) and plain.removesuffix(ending) + stays in usual for ending, stays in _ENDINGS
    )


@cache
def _usual() -> frozenset[str]:
    packed = resources.files("spellchecker").joinpath("resources", "en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return frozenset(word for word, count in counts.items() if count >= LEAST and len(word) > 1)
