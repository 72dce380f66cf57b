"""What a cell of a product table means: a number, an amount of money, a day, or several values."""

import math
import re
from collections.abc import Sequence
from datetime import date

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?")
_CURRENCY = (
    "(?:[A-Z]{0,3}[$€£¥₹₽₩₺₪฿₫₴₱]|kr|zł|kč|lei|ft|fr|rs|inr"
    "|eur|usd|gbp|chf|jpy|cny|krw|aud|cad|nzd|sek|nok|dkk|isk|pln|czk|huf|ron|bgn|try|ils|aed|sar|zar|brl|mxn|sgd|hkd)\\.?"
)
_MONEY = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:{_CURRENCY}\s*)?(?P<amount>[+-]?\d[\d.,'\u2019\u00a0\u202f ]*)(?:\s*{_CURRENCY})?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[.,'])\d{3})(?:(?P=mark)\d{3})*")
_DECIMAL = re.compile(r"[.,]\d{1,2}\Z")
_BLANKS = re.compile("['\u2019\u00a0\u202f ]")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_BETWEEN = re.compile(r"\s*[|;]\s*|\s*,\s+|(?<!\d),(?!\d)")
_WORDS, _LETTERS = 3, 30
"""The longest that a value among several is."""


def comparable(value: str) -> str:
    """Return the key by which values compare: " Men" is men, 2012.0 is 2012, 07 is 7, and 7,50 € is 7.5."""
    plain = value.strip().casefold()
    if _NUMBER.fullmatch(plain):
        return f"{float(plain):.15g}"
    amount = _money(value.strip())
    return plain if math.isnan(amount) else f"{amount:.15g}"


def number(value: str) -> float:
    """Return a value as a number, NaN where it is none: 19.99, 19,99, $1,299.00, 1.299,00 €, CHF 1'299.

    A comma or point with three digits after it is taken for a sign between thousands where a currency or another such
    sign says so, else 1.299 is little more than one.
    """
    text = value.strip()
    try:
        read = float(text)
    except ValueError:
        read = _money(text)
    return read if math.isfinite(read) else math.nan


def _money(text: str) -> float:
    if not text[:40].strip() or not (found := _MONEY.fullmatch(text)):
        return math.nan
    amount = _BLANKS.sub("", found["amount"])
    cents = decimal[0][1:] if (decimal := _DECIMAL.search(amount)) else ""
    whole = amount[: -len(cents) - 1] if cents else amount
    whole = whole.lstrip("+-")
    if not (whole.isdigit() or _GROUPED.fullmatch(whole)):
        return math.nan
    digits = re.sub(r"[.,']", "", whole)
    sign = -1.0 if "-" in (found["sign"], amount[:1]) else 1.0
    return sign * float(f"{digits}.{cents or 0}")


def day(value: str, *, last: bool = False) -> float:
    """Return a date as days since the year 1, NaN where it is none: 2024-03-31, with a time or without, 31.03.2024.

    Args:
        value: the cell, or a bound; a bound may be a month, 2024-03.
        last: a month counts as its last day, else as its first.
    """
    text = value.strip()
    if found := _ISO.fullmatch(text):
        year, month, number_of = int(found[1]), int(found[2]), found[3]
    elif found := _DOTTED.fullmatch(text):
        year, month, number_of = int(found[3]), int(found[2]), found[1]
    else:
        return math.nan
    try:
        if number_of is not None:
            return float(date(year, month, int(number_of)).toordinal())
        following = date(year + month // 12, month % 12 + 1, 1)
        return float(following.toordinal() - 1 if last else date(year, month, 1).toordinal())
    except ValueError:
        return math.nan


def parts(value: str) -> Sequence[str]:
    """Return the values that a cell holds, one or several: "blue, white", S|M|L, 37;38."""
    return [part for part in map(str.strip, _BETWEEN.split(value)) if part]


def are_short(values: Sequence[str]) -> bool:
    """Return whether values could stand together in a cell: a few words each, not sentences with commas in them."""
    return all(len(value) <= _LETTERS and len(value.split()) <= _WORDS for value in values)
