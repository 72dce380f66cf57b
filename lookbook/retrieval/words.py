"""Text as words that compare: case, accents, plurals and ways of spelling make no difference."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

LONGEST = 40
"""Letters of a word that count."""

PHRASES: Mapping[str, str] = {
    "t shirt": "tshirt",
    "tee shirt": "tshirt",
    "sweat shirt": "sweatshirt",
    "hand bag": "handbag",
    "back pack": "backpack",
    "sun glass": "sunglass",
    "track suit": "tracksuit",
    "multi colour": "multi",
}
"""Two words that mean one."""

SPELLINGS: Mapping[str, str] = {
    "tee": "tshirt",
    "mens": "men",
    "man": "men",
    "male": "men",
    "gent": "men",
    "womens": "women",
    "woman": "women",
    "female": "women",
    "lady": "women",
    "gray": "grey",
    "color": "colour",
    "coloured": "colour",
    "colored": "colour",
    "multicolour": "multi",
    "multicolor": "multi",
    "jewelry": "jewellery",
    "flipflop": "flip flop",
}
"""A word, its plural taken off -> how it is spelled here."""

PLURALS: Sequence[tuple[str, str]] = (
    ("ss", "ss"),
    ("us", "us"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("dies", "dy"),
    ("ries", "ry"),
    ("s", ""),
)
"""An ending -> what stays of it; the first that fits counts."""

_EMPTY = """
a about all also am an and any are as at be but by can could do else find for from get give have i in is it item its
just like looking made me my need no not of on one or other our please product same search show similar so some
something that the their them these they thing this those to want was what which who will with would you your
"""
STOP_WORDS = frozenset(_EMPTY.split())
"""Words that say nothing about a product."""

_UNWANTED = re.compile(
    r"\b(?:without|not|no|except)\b((?:(?!\b(?:without|not|no|except|but|with|for|in|on|from)\b)[^,;.:!?()])*)",
    re.IGNORECASE,
)
"""What is not wanted: all from "without" or the like to the next word or sign that begins something else."""
_APOSTROPHES = re.compile(r"['\u2019`]s?\b")
_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(rf"\b({'|'.join(PHRASES)})\b")


def words(text: str) -> list[str]:
    """Split a text into comparable words, without those that say nothing."""
    spelled = " ".join(map(_spelled, _WORD.findall(_APOSTROPHES.sub("", text))))
    joined = _PHRASE.sub(lambda found: PHRASES[found[0]], spelled)
    return [word for word in joined.split() if word not in STOP_WORDS]


def parted(text: str) -> tuple[str, str]:
    """Part a text into what it wants and what it does not: "red, without sleeves, for women"."""
    return _UNWANTED.sub(" ", text), " ".join(_UNWANTED.findall(text))


@lru_cache(maxsize=2**15)
def _spelled(word: str) -> str:
    """Spell a word as it compares; kept, as catalogues repeat theirs."""
    letters = unicodedata.normalize("NFKD", word[:LONGEST].casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    ending, stays = next((pair for pair in PLURALS if len(plain) > 3 and plain.endswith(pair[0])), ("", ""))
    singular = plain.removesuffix(ending) + stays
    return SPELLINGS.get(singular, singular)
