"""What a target is: it takes any bytes, and either answers or says why not in one sentence."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Target(NamedTuple):
    """Something that is given bytes.

    Attributes:
        seeds: what is damaged.
        take: takes bytes; raises nothing but LookbookError.
        close: ends what answers.
    """

    seeds: Sequence[bytes]
    take: Callable[[bytes], object]
    close: Callable[[], object] = lambda: None


class UnclearError(Exception):
    """An answer that is not clear to who asked."""
