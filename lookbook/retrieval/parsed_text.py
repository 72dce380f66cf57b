"""What a text says, in terms of one catalogue."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lookbook.conditions import Between
from lookbook.retrieval import ranges, translation
from lookbook.retrieval.attribute_parser import AttributeParser, Requested
from lookbook.retrieval.marks import MARKS, OPENERS, REFUSE, REFUSE_ONE, Token, marked, quoted
from lookbook.retrieval.reading import read
from lookbook.retrieval.spelling import Meaning
from lookbook.retrieval.terms import Terms
from lookbook.retrieval.vocabulary import VOCABULARY
from lookbook.retrieval.words import STOP_WORDS, spelled, words

WORDS_READ = 64
"""Words of a query that count."""
LESS, UN = "less", "un"
"""The ending and the beginning of words that say that something is not there."""
IMPLIED = 0.5
"""What a word weighs that a refusal implies: "without sleeves" may be sleeveless."""
REFUSALS = (REFUSE, REFUSE_ONE)


@dataclass(frozen=True, kw_only=True, eq=False)
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

    @property
    def unsaid(self) -> Sequence[str]:
        """The words, as they were typed, for what a picture shows, that no product says."""
        return [word for word in self.ignored if spelled(word) in VOCABULARY.shown]

    @property
    def shown(self) -> Sequence[str]:
        """The words, as they compare, for what a picture shows: a print, where no column of the table has it."""
        return [*(word for word in self.others if word in VOCABULARY.shown), *map(spelled, self.unsaid)]

    @property
    def wished(self) -> Sequence[str]:
        """All words that are wished, as they compare, without those that no product says and no picture shows."""
        return [*(meaning[0][0] for meaning in self.meanings if meaning), *map(spelled, self.unsaid)]


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
        tokens, stands_for = _rejoined(tokens, self._meanings(tokens, quoted(text)))
        mended = [
            Token(meaning[0][0] if meaning else token.word, token.typed)
            for token, meaning in zip(tokens, stands_for, strict=True)
        ]
        unknown = {token.word: token.typed for token, found in zip(mended, stands_for, strict=True) if found is None}
        reading = read(mended, self._names)
        wanted = [word for word in reading.wanted if word not in unknown]
        requested, others = self._names.parse(wanted)
        refused, unwanted = self._refused(reading.refused, requested)
        lacking = [f"{thing}{LESS}" for thing in unwanted if self._terms.times(f"{thing}{LESS}")]  # sleeveless
        by_word = {token.word: meaning for token, meaning in zip(mended, stands_for, strict=True) if meaning}
        return ParsedText(
            meanings=[*self._wished(wanted, by_word), *([(word, IMPLIED)] for word in lacking)],
            requested=_without(requested, refused),
            others=[*others, *lacking],
            refused=refused,
            unwanted=unwanted,
            ranges=taken.ranges,
            corrections={
                token.typed: meant.word for token, meant in zip(tokens, mended, strict=True) if meant.word != token.word
            },
            ignored=[*taken.ignored, *(unknown[word] for word in dict.fromkeys(reading.wanted) if word in unknown)],
        )

    def _meanings(self, tokens: Sequence[Token], meant: Collection[str]) -> list[Meaning | None]:
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
            place: self._allowed(tokens[place], meaning, meant) for place, meaning in zip(content, found, strict=True)
        }
        return [known.get(place, []) for place in range(len(said))]

    def _allowed(self, token: Token, meaning: Meaning, meant: Collection[str]) -> Meaning | None:
        """Return what a token stands for, itself alone where it is quoted; None where no product has it."""
        if token.typed in meant:
            meaning = [(token.word, 1.0)]
        return meaning if meaning and self._known(meaning[0][0]) else None

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
        """Take "collarless" and "unprinted" for refusals of collars and prints where no product says them."""
        before = ""
        for token in tokens:
            stems = [token.word.removesuffix(LESS), token.word.removeprefix(UN)]
            stem = next((spelled(stem) for stem in stems if stem != token.word and self._known(spelled(stem))), "")
            if stem and not self._known(token.word) and before not in REFUSALS:
                yield Token(REFUSE_ONE, REFUSE_ONE)
                yield Token(stem, token.typed)
            else:
                yield token
            before = token.word

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

    def _refused(self, things: Sequence[tuple[str, ...]], requested: Requested) -> tuple[Requested, list[str]]:
        """Return what is refused by name, and the rest; what only stands for a value that is requested refuses none."""
        refused: dict[str, list[str]] = {}
        unwanted = []
        for thing in things:
            named, _ = self._names.parse(thing)
            unwanted += [] if named else [" ".join(thing)]
            for column, values in named.items():
                kept = requested.get(column, ()) if thing in self._names.synonyms else ()
                refused.setdefault(column, []).extend(value for value in values if value not in kept)
        return {column: values for column, values in refused.items() if values}, unwanted

    def _known(self, word: str) -> bool:
        return self._terms.times(word) > 0


def _rejoined(tokens: list[Token], meanings: list[Meaning | None]) -> tuple[list[Token], list[Meaning | None]]:
    """Make one of two words that are a phrase only as they were mended: "t shrit" is a T-shirt."""
    joined: list[Token] = []
    meant: list[Meaning | None] = []
    for token, meaning in zip(tokens, meanings, strict=True):
        phrase = f"{joined[-1].word} {meaning[0][0]}" if joined and meaning else ""
        if meaning and meaning[0][0] != token.word and phrase in VOCABULARY.phrases:
            before = joined[-1]
            joined[-1] = Token(f"{before.word} {token.word}", f"{before.typed}-{token.typed}")
            meant[-1] = [(VOCABULARY.phrases[phrase], 1.0), *meaning[1:]]
        else:
            joined.append(token)
            meant.append(meaning)
    return joined, meant


def _without(requested: Requested, refused: Requested) -> Requested:
    """Take what is refused out of what is requested."""
    kept = {
        column: [value for value in values if value not in refused.get(column, ())]
        for column, values in requested.items()
    }
    return {column: values for column, values in kept.items() if values}
