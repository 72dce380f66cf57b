"""Copies of a picture in other sizes, as shop systems lay them beside it: dress-150x200.jpg beside dress.jpg."""

import re
from collections.abc import Sequence

_SIZED = re.compile(r"(.+)[-_](?:\d{2,4}x\d{2,4}|\d{2,4}x|x\d{2,4}|scaled)(?:@\dx)?", re.IGNORECASE)
"""A name without its ending, as WordPress and Shopify write sizes."""


def without_copies(filenames: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part pictures from their copies in other sizes: one is a copy where the picture itself lies in the same folder.

    Returns:
        Those that stay, and the copies, each in the order given.
    """
    stems = {name.rpartition(".")[0].casefold() for name in filenames}
    kept: list[str] = []
    copies: list[str] = []
    for name in filenames:
        sized = _SIZED.fullmatch(name.rpartition(".")[0])
        (copies if sized and sized[1].casefold() in stems else kept).append(name)
    return kept, copies
