"""Words of other languages in English, as far as vocabulary.toml has them."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from lookbook.retrieval.marks import MARKS, Token
from lookbook.retrieval.vocabulary import VOCABULARY
from lookbook.retrieval.words import STOP_WORDS, spelled, words


def translated(tokens: Sequence[Token], known: Callable[[str], bool]) -> list[Token]:
    """Return tokens in English: in the language that has most of the words that the catalogue does not know.

    A word that is known keeps its meaning where all of a text is: "rock" is a skirt beside "roter" alone.
    """
    unknown = {token.word for token in tokens if token.word not in MARKS and not known(token.word)} - STOP_WORDS
    counts = {name: sum(bool(table.get(word)) for word in unknown) for name, table in _tables().items()}
    best = max(counts, key=lambda name: (counts[name], _covered(_tables()[name], tokens)), default="")
    if not counts.get(best):
        return list(tokens)
    table = _tables()[best]
    english = (Token(table.get(token.word, token.word), token.typed) for token in tokens)
    return [Token(word, token.typed) for token in english for word in token.word.split()]


def _covered(table: Mapping[str, str], tokens: Sequence[Token]) -> int:
    return sum(token.word in table for token in tokens)


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return {
        name: {spelled(word): " ".join(words(english)) for word, english in table.items()}
        for name, table in VOCABULARY.languages.items()
    }
