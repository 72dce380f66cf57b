"""What a product's title says of its print: striped, checked, floral and so on."""

import re
from collections.abc import Mapping

PATTERN = "pattern"
WORDS: Mapping[str, str] = {
    "Check": r"checks?|checked|chequered|checkered|plaid|tartan",
    "Embroidered": r"embroider\w*|embellished|sequin\w*",
    "Floral": r"florals?|flowers?|flowery",
    "Graphic": r"printed|prints?|graphic",
    "Polka": r"polka|dots?|dotted",
    "Solid": r"solids?|plain",
    "Striped": r"stripes?|striped|stripy|pinstripes?",
}
"""Print -> the words that tell it."""
PATTERNS = tuple(sorted(WORDS))
_TELLS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in WORDS.items()}


def told(title: str) -> frozenset[str]:
    """Return the prints that a title speaks of, none where it says nothing."""
    found = frozenset(name for name, tells in _TELLS.items() if tells.search(title))
    # "floral printed" is floral; "printed" alone may be anything that is drawn on cloth
    return found - {"Graphic"} if found > {"Graphic"} else found
