"""A text read into what it wants and what it refuses, with the scope of each refusal."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from lookbook.retrieval.marks import AND, BREAK, MARKS, OPENERS, OR, REFUSE, REFUSE_ONE, TURN, Token
from lookbook.retrieval.words import STOP_WORDS

DEGREES = frozenset(["very", "too", "so", "overly"])
"""Words that say how much of the next word alone: "not too formal shoes" are shoes."""
SHADES = frozenset(["dark", "light", "bright", "pale", "deep"])
"""Words before a colour, or any word, that do not change what is refused."""
_EMPTY = (STOP_WORDS | OPENERS | SHADES | DEGREES) - {"no", "not", "but"}


class Names(Protocol):
    """The names of a catalogue's values."""

    def at(self, query: Sequence[str], start: int) -> tuple[int, str]:
        """Return how many words from a place on are one name, and its column; 0 and "" where none begins there."""

    def kind(self, column: str) -> bool:
        """Return whether a column tells the kind of garment."""


class Unit(NamedTuple):
    """A name or a word that is none.

    Attributes:
        words: what it is made of.
        column: the name's; "" for other words, a mark or a word that says nothing.
        mark: the mark, OPENERS or stop word that it is, else "".
    """

    words: tuple[str, ...]
    column: str = ""
    mark: str = ""


class Reading(NamedTuple):
    """What a text wants, word by word, and each thing that it refuses."""

    wanted: list[str]
    refused: list[tuple[str, ...]]


def read(tokens: Sequence[Token], names: Names) -> Reading:
    """Read tokens into wishes and refusals.

    A refusal reaches over "for", "in" or "with" right after it ("not for men"), over lists ("not black, blue or red"),
    and ends at a pause, at "but", at "for" and the like after something was refused, and before the kind of garment
    that it belongs to: "no black jeans" wants jeans.
    """
    return _Reader(_units(tokens, names), names).read()


def _units(tokens: Sequence[Token], names: Names) -> list[Unit]:
    query = [token.word for token in tokens]
    units: list[Unit] = []
    while (start := sum(max(len(unit.words), 1) for unit in units)) < len(query):
        word = query[start]
        by_itself = bool(units) and units[-1].mark in DEGREES
        length, column = names.at(query[: start + 1] if by_itself else query, start)
        if word in MARKS:
            units.append(Unit((), mark=word))
        elif length:
            units.append(Unit(tuple(query[start : start + length]), column))
        else:
            units.append(Unit((), mark=word) if word in _EMPTY else Unit((word,)))
    return units


class _Reader:
    def __init__(self, units: Sequence[Unit], names: Names) -> None:
        self._units = units
        self._names = names
        self._wanted: list[Unit] = []
        self._refused: list[Unit] = []

    def read(self) -> Reading:
        place = 0
        while place < len(self._units):
            unit = self._units[place]
            if unit.mark == REFUSE_ONE:
                place = self._one(place + 1)
            elif unit.mark == REFUSE:
                place = self._scope(place + 1)
            else:
                self._wanted += [unit] if unit.words else [Unit((unit.mark,))] if unit.mark in SHADES else []
                place += 1
        return Reading([word for unit in self._wanted for word in unit.words], [unit.words for unit in self._refused])

    def _one(self, place: int) -> int:
        """Refuse the next name, or word."""
        if place < len(self._units) and self._units[place].words:
            self._refused.append(self._units[place])
            place += 1
        return place

    def _scope(self, place: int) -> int:
        """Refuse all that a refusal reaches over, and return where it ends."""
        taken: list[Unit] = []
        listed = False
        while place < len(self._units):
            unit = self._units[place]
            if unit.words:
                if taken and not listed and not self._goes_on(taken, place):
                    break
                if taken and not listed and self._is_kind(unit):
                    taken.clear()  # "shoes without high heels"
                place = self._take(taken, place)
                listed = False
                continue
            if unit.mark in (REFUSE, REFUSE_ONE, TURN) or (taken and self._ends(taken, place, listed)):
                break
            if unit.mark == BREAK and not taken:
                break
            listed = listed or (bool(taken) and unit.mark in (OR, AND, BREAK))
            place += 1
        self._refused += taken
        return place

    def _take(self, taken: list[Unit], place: int) -> int:
        """Take a name, or words that are none as one thing: "long sleeves"."""
        words = list(self._units[place].words)
        column = self._units[place].column
        place += 1
        while not column and place < len(self._units) and self._units[place].words and not self._units[place].column:
            words += self._units[place].words
            place += 1
        taken.append(Unit(tuple(words), column))
        return place

    def _goes_on(self, taken: Sequence[Unit], place: int) -> bool:
        """Whether a thing right after what was refused is refused, too."""
        unit = self._units[place]
        if self._is_kind(unit):
            known = [other.words for other in self._wanted if self._is_kind(other)]
            return bool(known) and unit.words not in known and not any(map(self._is_kind, taken))
        following = [other for other in self._units[place + 1 :] if other.words or other.mark in MARKS][:2]
        headed = any(self._is_kind(other) for other in following)
        return not unit.column and headed and not any(map(self._is_kind, self._wanted))

    def _ends(self, taken: Sequence[Unit], place: int, listed: bool) -> bool:
        """Whether a refusal ends at a mark, or a word that says nothing."""
        mark = self._units[place].mark
        following = next((unit for unit in self._units[place + 1 :] if unit.words), None)
        if following is None:
            return True
        alike = following.column == taken[-1].column
        if mark in OPENERS:
            return not (listed and alike)
        if mark == AND:
            return not alike
        if mark == BREAK:
            return not (alike and self._list_ends_with_or(place, taken[-1].column))
        return False

    def _list_ends_with_or(self, place: int, column: str) -> bool:
        """Whether from a pause on names of one column follow up to "or" or "and": ", blue or red"."""
        for unit in self._units[place:]:
            if unit.mark in (OR, AND):
                return True
            if unit.mark in (REFUSE, REFUSE_ONE, TURN) or (unit.words and unit.column != column):
                return False
        return False

    def _is_kind(self, unit: Unit) -> bool:
        return bool(unit.column) and self._names.kind(unit.column)
