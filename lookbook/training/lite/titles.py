"""What is said of a product, drawn anew each time: its title with words missing, or values of the product table."""

from collections.abc import Mapping, Sequence

import numpy as np

from lookbook.training.lite.patterns import told

TITLE = "productDisplayName"
COLUMNS = ("gender", "masterCategory", "subCategory", "articleType", "baseColour", "season", "usage")
VALUES, SINGLE = 0.2, 0.25
"""How often values are said and no title, and how often then a single one."""
MISSING = 0.3
"""Up to which share of a title's words is left out, each time another."""
Row = Mapping[str, str]


def said(row: Row, rng: np.random.Generator) -> str:
    """Return a text for a row of the product table that has a title."""
    if rng.random() < VALUES:
        return values(row, rng) or row[TITLE]
    share, words = MISSING * rng.random(), row[TITLE].split()
    return " ".join([word for word in words if rng.random() >= share] or words)


def values(row: Row, rng: np.random.Generator) -> str:
    """Return a single value, or the article type after some of gender, colour, print and usage in some order."""
    if rng.random() < SINGLE:
        own = row.get(COLUMNS[rng.integers(len(COLUMNS))], "")
        if _known(own):
            return own
    before = [row.get(name, "") for name in ("gender", "baseColour") if rng.random() < 0.6]
    before += [name for name in sorted(told(row[TITLE]))[:1] if rng.random() < 0.6]
    before += [row.get("usage", "")] if rng.random() < 0.3 else []
    kept = list(filter(_known, before))
    if rng.random() < 0.3:
        rng.shuffle(kept)
    return " ".join([*kept, *filter(_known, [row.get("articleType", "")])])


def same(rows: Sequence[Row]) -> np.ndarray:
    """Return a number for each row (N,), equal where titles are of the same words: such are no wrong answers."""
    numbers: dict[frozenset[str], int] = {}
    return np.array([numbers.setdefault(frozenset(row[TITLE].lower().split()), len(numbers)) for row in rows])


def _known(value: str) -> bool:
    return value not in ("", "NA")
