"""One result of a search, and all of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, SupportsIndex, overload

from lookbook.errors import BadArgument

Shows = Callable[[Sequence["Hit"]], str]
"""Turns results into HTML."""


class _Shown:
    """What shows a hit in a notebook, if anything does: no part of it, so neither compared, printed nor pickled."""

    __slots__ = ("_shows",)
    _shows: Shows


@dataclass(frozen=True, slots=True)
class Hit(_Shown):
    """A catalogue picture found by a search, the higher its score the better.

    Args:
        id: the product's id.
        filename: the picture's POSIX path, relative to the catalogue's root.
        score: how well it fits; only scores of one search compare.
        why: what each way of searching gave it, by the way's name.
        copies: filenames of pictures that look the same and were left out for it.
    """

    id: str
    filename: str
    score: float
    why: Mapping[str, float] = field(default_factory=dict)
    copies: tuple[str, ...] = ()

    def shown_by(self, shows: Shows) -> "Hit":
        """Return the same hit as a notebook shows it with its picture."""
        shown = replace(self)
        object.__setattr__(shown, "_shows", shows)
        return shown

    def _repr_html_(self) -> str | None:
        """Return it as HTML; None, so that a notebook prints it, where nothing knows its picture."""
        shows = getattr(self, "_shows", None)
        return None if shows is None else str(shows([self]))


class Hits(list[Hit]):
    """The results of one search, best first: a list, which a notebook shows with its pictures."""

    def __init__(self, hits: Iterable[Hit], shows: Shows) -> None:
        super().__init__(hit.shown_by(shows) for hit in hits)
        self._shows = shows

    @overload
    def __getitem__(self, place: SupportsIndex, /) -> Hit: ...
    @overload
    def __getitem__(self, place: slice, /) -> "Hits": ...
    def __getitem__(self, place: SupportsIndex | slice, /) -> "Hit | Hits":
        """Return one of them, or some of them, which show themselves as well."""
        found = super().__getitem__(place)
        return found if isinstance(found, Hit) else Hits(found, self._shows)

    def __reduce__(self) -> tuple[Any, ...]:
        """Be pickled and copied as a plain list: pictures stay where they are."""
        return list, (list(self),)

    def _repr_html_(self) -> str:
        return self._shows(self)


def best_first(hits: Iterable[Hit]) -> list[Hit]:
    """Order hits by falling score, ties by filename."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.filename))


def require_positive(k: int) -> None:
    """Refuse to give no results or fewer. Raises BadArgument."""
    if k <= 0:
        raise BadArgument(f"k must be positive, got {k}")
