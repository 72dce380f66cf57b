"""What the values of each of our columns must be like."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from lookbook.catalog.proposing.known import COLOURS, GENDERS
from lookbook.catalog.proposing.values import Values
from lookbook.catalog.tables import ID, PICTURE

Fit = tuple[float, str]
"""How well values fit, below 0 where they can't be it; and what to say of them."""
Check = Callable[[Values], Fit]
_NO: Fit = (-1.0, "")
_MOST_KINDS = 300
"""Values that a column of kinds may have."""


def checks(filenames: Sequence[str]) -> Mapping[str, Check]:
    """Return what checks the values for each of our columns, the surest columns first.

    Args:
        filenames: the pictures near the table.
    """
    kinds = ("articleType", "masterCategory", "subCategory", "season", "usage", "brand")
    return {
        PICTURE: partial(_picture, filenames),
        ID: partial(_id, filenames),
        "gender": partial(_words, GENDERS, "men, women and the like"),
        "baseColour": partial(_words, COLOURS, "colours"),
        "price": _price,
        "url": _link,
        **dict.fromkeys(kinds, _kind),
        "productDisplayName": _title,
    }


def _joins(filenames: Sequence[str], values: Values) -> Fit:
    count = values.joined(filenames) if filenames else 0
    most = 2 * count > len(filenames) > 0
    return (5.0, f"names {count:,} of {len(filenames):,} pictures") if most else (0.0, "")


def _picture(filenames: Sequence[str], values: Values) -> Fit:
    if values.pictures <= 0.5:
        return _NO
    more, said = _joins(filenames, values)
    return 2.0 + more, said or f"{values.pictures:.0%} of its values are pictures"


def _id(filenames: Sequence[str], values: Values) -> Fit:
    if values.pictures > 0.5 or values.words > 3 or not values.filled:
        return _NO
    more, said = _joins(filenames, values)
    single = values.distinct > 0.99
    return more + single * 0.5 - (values.distinct < 0.05), said or ("no value twice" if single else "")


def _title(values: Values) -> Fit:
    if values.addresses > 0.5 or values.words < 1.2 or values.distinct < 0.2:
        return _NO
    tells = values.words > 2 and values.distinct > 0.8
    return 2.0 * tells + values.distinct - min(1.0, values.words / 40), f"{values.words:.1f} words on average"


def _kind(values: Values) -> Fit:
    few = 0 < values.count <= _MOST_KINDS and values.numbers < 0.5 and values.addresses < 0.5
    return (0.0, f"{values.count} different values") if few else _NO


def _price(values: Values) -> Fit:
    return (0.5, f"{values.numbers:.0%} are numbers") if values.numbers > 0.9 else _NO


def _link(values: Values) -> Fit:
    plain = values.addresses > 0.9 and values.pictures <= 0.5
    return (2.0, f"{values.addresses:.0%} are addresses") if plain else _NO


def _words(words: frozenset[str] | Mapping[str, str], what: str, values: Values) -> Fit:
    share = values.among(words)
    fits = share > 0.6 and values.words < 3 and _kind(values) != _NO
    return (2.0, f"{share:.0%} of its values are {what}") if fits else _NO
