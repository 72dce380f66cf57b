"""What a text says, in terms of one catalogue."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lookbook.conditions import Between
from lookbook.retrieval import ranges, translation
from lookbook.retrieval.attribute_parser import AttributeParser, Requested
from lookbook.retrieval.marks import MARKS, OPENERS, REFUSE_ONE, Token, marked
from lookbook.retrieval.reading import read
from lookbook.retrieval.spelling import Meaning
from lookbook.retrieval.terms import Terms
from lookbook.retrieval.words import STOP_WORDS, spelled, words

WORDS_READ = 64
"""Words of a query that count."""
LESS = "less"
"""The ending of a word that says that something is not there."""


@dataclass(frozen=True, kw_only=True)
class ParsedText:
    """What a text says.

    Attributes:
        meanings: what each word that is wished stands for.
        requested: what is asked for by name.
        others: the words that name nothing.
        refused: what is not to be, by name: "not red".
        unwanted: all other things that are not to be, of one word or several: "without long sleeves".
        ranges: the numbers that are wished, by column.
        corrections: a word as it was typed -> what it was taken for.
        ignored: words that no product has, as they were typed.
    """

    meanings: Sequence[Meaning] = ()
    requested: Requested = field(default_factory=dict)
    others: Sequence[str] = ()
    refused: Requested = field(default_factory=dict)
    unwanted: Sequence[str] = ()
    ranges: Mapping[str, Between] = field(default_factory=dict)
    corrections: Mapping[str, str] = field(default_factory=dict)
    ignored: Sequence[str] = ()


class TextParser:
    """Parses texts by the words and the values of a catalogue."""

    def __init__(self, terms: Terms, names: AttributeParser, columns: Collection[str]) -> None:
        self._terms = terms
        self._names = names
        self._columns = columns

    def parse(self, text: str) -> ParsedText:
        """Return what a text says."""
        taken = ranges.taken(text, self._columns)
        tokens = list(self._opposites(translation.translated(marked(taken.text)[:WORDS_READ], self._known)))
        stands_for = self._meanings(tokens)
        mended = [
            Token(meaning[0][0] if meaning else token.word, token.typed)
            for token, meaning in zip(tokens, stands_for, strict=True)
        ]
        understood = [token for token, meaning in zip(mended, stands_for, strict=True) if meaning is not None]
        reading = read(understood, self._names)
        refused, unwanted = self._refused(reading.refused)
        requested, others = self._names.parse(reading.wanted)
        lacking = [f"{thing}{LESS}" for thing in unwanted if self._terms.times(f"{thing}{LESS}")]  # sleeveless
        by_word = {token.word: meaning for token, meaning in zip(mended, stands_for, strict=True) if meaning}
        return ParsedText(
            meanings=[*self._wished(reading.wanted, by_word), *([(word, 1.0)] for word in lacking)],
            requested=_without(requested, refused),
            others=[*others, *lacking],
            refused=refused,
            unwanted=unwanted,
            ranges=taken.ranges,
            corrections={
                token.typed: meant.word for token, meant in zip(tokens, mended, strict=True) if meant.word != token.word
            },
            ignored=[
                *taken.ignored,
                *(token.typed for token, meaning in zip(tokens, stands_for, strict=True) if meaning is None),
            ],
        )

    def _meanings(self, tokens: Sequence[Token]) -> list[Meaning | None]:
        """Return what each token stands for: [] for a mark or what says nothing, None for what no product has."""
        said = [token.word for token in tokens]
        named = self._in_names(said)
        content = [
            place
            for place, word in enumerate(said)
            if place not in named and word not in MARKS and word not in STOP_WORDS and word not in OPENERS
        ]
        found = self._terms.meanings([said[place] for place in content], [tokens[place].typed for place in content])
        known = {
            place: meaning if meaning and self._terms.times(meaning[0][0]) else None
            for place, meaning in zip(content, found, strict=True)
        }
        return [known.get(place, []) for place in range(len(said))]

    def _in_names(self, said: Sequence[str]) -> set[int]:
        """Return the places of words that are part of a name of the catalogue, or of a synonym."""
        places: set[int] = set()
        start = 0
        while start < len(said):
            length, _ = self._names.at(said, start)
            places |= set(range(start, start + length))
            start += max(length, 1)
        return places

    def _opposites(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """Take "collarless" for a refusal of collars where no product says it."""
        for token in tokens:
            stem = spelled(token.word.removesuffix(LESS))
            if token.word.endswith(LESS) and not self._known(token.word) and self._known(stem):
                yield Token(REFUSE_ONE, REFUSE_ONE)
                yield Token(stem, token.typed)
            else:
                yield token

    def _wished(self, wanted: Sequence[str], by_word: Mapping[str, Meaning]) -> Iterator[Meaning]:
        """Yield the meanings of words; a synonym that no product says stands for the words of the values it means."""
        start = 0
        while start < len(wanted):
            length = max(self._names.at(wanted, start)[0], 1)
            name = tuple(wanted[start : start + length])
            yield from (by_word.get(word) or [(word, 1.0)] for word in name)
            if name in self._names.synonyms and not all(map(self._terms.times, name)):
                values = dict.fromkeys(word for _, value in self._names.synonyms[name] for word in words(value))
                yield from ([(word, 1.0)] for word in values)
            start += length

    def _refused(self, things: Sequence[tuple[str, ...]]) -> tuple[Requested, list[str]]:
        refused: dict[str, list[str]] = {}
        unwanted = []
        for thing in things:
            requested, _ = self._names.parse(thing)
            unwanted += [] if requested else [" ".join(thing)]
            for column, values in requested.items():
                refused.setdefault(column, []).extend(values)
        return refused, unwanted

    def _known(self, word: str) -> bool:
        return self._terms.times(word) > 0


def _without(requested: Requested, refused: Requested) -> Requested:
    """Take what is refused out of what is requested."""
    kept = {
        column: [value for value in values if value not in refused.get(column, ())]
        for column, values in requested.items()
    }
    return {column: values for column, values in kept.items() if values}
