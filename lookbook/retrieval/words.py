"""Text as words that compare: case, accents, plurals and ways of spelling make no difference."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lookbook.retrieval.vocabulary import VOCABULARY

LONGEST = 40
"""Letters of a word that count."""

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
a about all also am an and any anything are as at be but by can could do else everything find for from get give have i
in is it item its just like looking made me my need no not of on one or other our please product same search show
similar so some something that the their them these they thing this those to want was what which who will with would
you your
"""
_APOSTROPHES = re.compile(r"['\u2019`]s?\b")
_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(rf"\b({'|'.join(VOCABULARY.phrases)})\b")


def words(text: str) -> list[str]:
    """Split a text into comparable words, without those that say nothing."""
    return [word for word in joined(map(spelled, _WORD.findall(_APOSTROPHES.sub("", text)))) if word not in STOP_WORDS]


def joined(parts: Iterable[str]) -> list[str]:
    """Return spelled words with those of a phrase made one."""
    return _PHRASE.sub(lambda found: VOCABULARY.phrases[found[0]], " ".join(parts)).split()


@lru_cache(maxsize=2**15)
def spelled(word: str) -> str:
    """Spell a word as it compares; kept, as catalogues repeat theirs."""
    letters = unicodedata.normalize("NFKD", word[:LONGEST].casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    ending, stays = next((pair for pair in PLURALS if len(plain) > 3 and plain.endswith(pair[0])), ("", ""))
    singular = plain.removesuffix(ending) + stays
    return VOCABULARY.spellings.get(singular, singular)


STOP_WORDS = frozenset(_EMPTY.split()) | frozenset(map(spelled, _EMPTY.split()))
"""Words that say nothing about a product, as they are and as they compare: "this" loses its s."""
