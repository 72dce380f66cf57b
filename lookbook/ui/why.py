"""Why a product was found: what it shares with what was asked with, where others don't."""

from collections.abc import Mapping, Sequence

from lookbook.ui.columns import LABELS

COLUMNS = ("articleType", "baseColour", "gender")


def reasons(
    products: Sequence[Mapping[str, str]], wanted: Mapping[str, str], refused: Sequence[str] = ()
) -> Sequence[str]:
    """Say in a few words what each product shares, such as "same type and colour"; "" where nothing tells it apart.

    What all of them share tells nobody anything, and what was refused is no reason.

    Args:
        products: their rows of the product table.
        wanted: column -> the value that the photo, or the product asked with, has.
        refused: the columns in which a value was refused.
    """
    shared = [_shared(product, wanted) for product in products]
    telling = [
        column
        for column in COLUMNS
        if column not in refused and not (len(products) > 1 and all(column in own for own in shared))
    ]
    return [_said([LABELS[column].lower() for column in telling if column in own]) for own in shared]


def _shared(product: Mapping[str, str], wanted: Mapping[str, str]) -> Sequence[str]:
    return [column for column in COLUMNS if _same(product.get(column), wanted.get(column))]


def _said(names: Sequence[str]) -> str:
    return f"same {' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))}" if names else ""


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other) and str(one).casefold() == str(other).casefold()
