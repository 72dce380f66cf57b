"""Why a product was found: what it shares with what was asked."""

from collections.abc import Iterator, Mapping

from lookbook.retrieval.words import words
from lookbook.ui.columns import LABELS, TITLE

COLUMNS = ("articleType", "baseColour", "gender")


def reasons(product: Mapping[str, str], wanted: Mapping[str, str], text: str) -> str:
    """Say it in a few words, such as "same type and colour"; "" where nothing can be named.

    Args:
        product: its row of the product table.
        wanted: column -> the value that the photo, or the product asked with, has.
        text: the words that were asked with.
    """
    shared = [LABELS[column].lower() for column in COLUMNS if _same(product.get(column), wanted.get(column))]
    parts = [f"same {_listed(shared)}"] if shared else []
    if said := list(_said(product, text)):
        parts.append(f"has {_listed([f'“{word}”' for word in said])}")
    return ", ".join(parts)


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other) and str(one).casefold() == str(other).casefold()


def _said(product: Mapping[str, str], text: str) -> Iterator[str]:
    """Return the words of a text that the product's title or attributes have, too."""
    own = set(words(" ".join(product.get(column, "") for column in (TITLE, *LABELS))))
    return (word for word in dict.fromkeys(text.split()) if own.intersection(words(word)))


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
