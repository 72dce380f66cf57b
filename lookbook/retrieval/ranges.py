"""Ranges in a text, "under 50" and "2011 to 2013", for the columns of numbers that a catalogue has."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from lookbook.conditions import Between

YEAR, PRICE = "year", "price"
_SIGN = r"[$\u20ac\u00a3\u20b9]"
_NUMBER = rf"{_SIGN}?\s?(\d+(?:\.\d+)?)\s?(?:{_SIGN}|(?:dollars?|euros?|pounds?|rupees?|eur|usd|inr|rs)\b)?"
_BELOW = (
    r"(?:under|below|less than|cheaper than|lower than|up to|at most|max(?:imum)?|no more than|not more than"
    r"|before|until)"
)
_ABOVE = r"(?:over|above|more than|at least|min(?:imum)?|no less than|from|since|after)"
_PAIR = re.compile(
    rf"\b(?:(?:between|from)\s+)?{_NUMBER}\s*(?:to|and|until|-|\u2013|\.\.)\s*{_NUMBER}(?!\w)", re.IGNORECASE
)
_ONE = re.compile(rf"\b(?:({_BELOW})|({_ABOVE}))\s+{_NUMBER}(?!\w|/\d)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:in|of|year)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_STRICT = {"before": -1.0, "after": 1.0}
"""Words that leave the year itself out -> the step to the next one."""


class Ranges(NamedTuple):
    """What a text says of numbers.

    Attributes:
        text: the text without it.
        ranges: column -> the numbers that are wished.
        ignored: what was said of columns that are not there.
    """

    text: str
    ranges: Mapping[str, Between]
    ignored: list[str]


def taken(text: str, columns: Collection[str]) -> Ranges:
    """Take the ranges out of a text; what there is no column for is named, and what is no range stays."""
    ranges: dict[str, Between] = {}
    ignored: list[str] = []

    def take(found: re.Match[str], between: Between, certain: bool) -> str:
        column = _column(between)
        if column in columns:
            ranges.setdefault(column, between)
        elif certain:
            ignored.append(found[0].strip())
        else:
            return found[0]
        return " , "

    text = _PAIR.sub(lambda found: take(found, Between(*sorted(_bounds(found))), False), text)
    text = _ONE.sub(lambda found: take(found, _open(found), True), text)
    text = _YEAR.sub(lambda found: take(found, Between(float(found[1]), float(found[1])), False), text)
    return Ranges(text, ranges, ignored)


def _bounds(found: re.Match[str]) -> Iterator[float]:
    return (float(bound) for bound in found.groups())


def _open(found: re.Match[str]) -> Between:
    below, _, bound = found.groups()
    step = _STRICT.get((below or found[2]).casefold(), 0) if _is_year(float(bound)) else 0
    return Between(None, float(bound) + step) if below else Between(float(bound) + step, None)


def _column(between: Between) -> str:
    return YEAR if all(_is_year(bound) for bound in (between.low, between.high) if bound is not None) else PRICE


def _is_year(bound: float) -> bool:
    return 1900 <= bound <= 2100 and bound == int(bound)
