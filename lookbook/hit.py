"""One result of a search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lookbook.errors import BadArgument


@dataclass(frozen=True, slots=True)
class Hit:
    """A catalogue picture found by a search, the higher its score the better.

    Args:
        id: the product's id.
        filename: the picture's POSIX path, relative to the catalogue's root.
        score: how well it fits; only scores of one search compare.
        why: what each way of searching gave it, by the way's name.
    """

    id: str
    filename: str
    score: float
    why: Mapping[str, float] = field(default_factory=dict)


def best_first(hits: Iterable[Hit]) -> list[Hit]:
    """Order hits by falling score, ties by filename."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.filename))


def require_positive(k: int) -> None:
    """Refuse to give no results or fewer. Raises BadArgument."""
    if k <= 0:
        raise BadArgument(f"k must be positive, got {k}")
