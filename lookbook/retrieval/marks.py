"""A text as tokens: its words as they compare, and marks where something is refused or something else begins."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lookbook.retrieval.words import joined, spelled

BREAK, REFUSE, REFUSE_ONE, TURN, OR, AND = ",", "¬", "¬1", "but", "or", "and"
"""Marks: a pause; what follows is refused; the next name is; something else begins; a list goes on."""
MARKS = frozenset((BREAK, REFUSE, REFUSE_ONE, TURN, OR, AND))
OPENERS = frozenset(["for", "in", "with", "from", "on", "of", "by", "to", "at", "into"])
"""Words that begin another part of a wish: "not black for women"."""

_NOT = r"(?:(?:do|doe|does|did|is|are|was|must|should|ca|wo|would|could)n['\u2019]?t|cannot)"
_ANY = r"(?:colou?r|size|price|brand|style|fabric|pattern)s?"
_UNIMPORTANT = rf"{_ANY}\s+(?:{_NOT}|is not|not)\s+(?:matter|important|relevant)"
_RULES = [
    # what does not matter, and whom something is not for
    (rf"\b{_UNIMPORTANT}\b|\bno preference\b", f" {BREAK} "),
    (r"\b(?:as|so) long as\b|\bprovided\b", f" {BREAK} "),
    (
        r"(?:^|(?<=[,;.:]))([^,;.:]+?)\s+(?:(?:is|are)\s+)?(?:not (?:wanted|welcome|needed|allowed)|unwanted)\b",
        rf" {REFUSE} \1 {BREAK} ",
    ),
    (r"\b(?:meant|made|designed|intended|suitable|suited|aimed|sold)\s+(?=(?:for|at|to)\b)", " "),
    # what looks like a refusal and is none
    (r"\bnothing (?:but|except|other than)\b", " "),
    (r"\bnot (?:only|just|necessarily|to mention)\b|\bwhy not\b|\bno (?:matter|problem|worries)\b", " "),
    (r"\bbut also\b", " "),
    (r"\b(?:instead|rather)\b(?! (?:of|than)\b)", " "),
    # parts of words
    (r"\bnon[- ](?=\w)", f" {REFUSE_ONE} "),
    (r"(?:^|(?<=[\s,;(]))[-\u2212\u2013!](?=[^\W_])", f" {REFUSE_ONE} "),
    (r"\s[-\u2013\u2014]+\s", f" {BREAK} "),
    # words that refuse
    (r"\b(?:can(?:not|['\u2019]?t) stand|not interested in|not into|allergic to|tired of|sick of|fed up with)\b", None),
    (r"\b(?:leav|rul|tak|filter)(?:e|ing)?\s+out\b|\bomit(?:ting)?\b", None),
    (r"\b(?:get rid of|stay away from|steer clear of|hold the|enough of|no more)\b", None),
    (r"\b(?:any|every|all)\s?(?:thing|colou?rs?|shades?|types?|kinds?|styles?|brands?|one)?\s+(?:but|except)\b", None),
    (r"\b(?:any|all|every)\s+((?:[^\W_]+\s+){1,2})but\b(?! not)", rf" \1 {REFUSE} "),
    (r"\b(?:other than|apart from|aside from|but not|and not|or not|instead of|rather than|free (?:of|from))\b", None),
    (
        rf"\b{_NOT}\b|\b(?:without|not|no|nor|neither|never|nothing|none|except(?:ing)?|exclud(?:e|es|ing)|besides)\b",
        None,
    ),
    (r"\b(?:minus|sans|avoid(?:ing)?|hates?|dislikes?|skip|w/o(?:ut)?)(?!\w)", None),
    (r"\b(?:ohne|keine?[nrs]?|nicht|pas de|sin|senza|bina)\b", None),
    (rf"{REFUSE}\s+(?:come|contain|include|feature|see|buy|prefer|anything|everything)\b", None),
    (r"[,;.:!?()\[\]/|\u2026]|\n", f" {BREAK} "),
    (r"\b(?:but|yet|however|while|though)\b", f" {TURN} "),
    (r"\bor\b", f" {OR} "),
    (r"\band\b|&|\+", f" {AND} "),
]
_COMPILED = [(re.compile(pattern, re.IGNORECASE), f" {REFUSE} " if put is None else put) for pattern, put in _RULES]
_NUISANCES = "wrinkle|crease|iron|care|hand|duty|tax|post|stress|pain|sweat|odou?r|cruelty|risk|tag|hassle|fuss|buy"
"""Nobody wants these: what is free of them is praised so in its title."""
_BEFORE_FREE = re.compile(
    rf"\b(?!(?:{_NUISANCES})s?-)([^\W\d_]+)-free\b"
    r"|\b(logo|print|pattern|sleeve|collar|hood|button|lace|zip|pocket|stripe|leather|buckle)s? free\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<=\d)[.,/](?=\d)")
_TOKEN = re.compile(r"¬1?|,|[^\W_]+")
_QUOTED = re.compile(r"[\"\u201c\u201e]([^\"\u201c\u201d]*)[\"\u201d\u201c]")
_APOSTROPHES = re.compile(r"['\u2019`]s?\b")


class Token(NamedTuple):
    """A word as it compares, or a mark, and how it was typed."""

    word: str
    typed: str


def marked(text: str) -> list[Token]:
    """Return the tokens of a text: "jeans, not black" -> jeans , ¬ black."""
    text = text.replace("¬", " ")
    text = _BEFORE_FREE.sub(rf" {REFUSE_ONE} \1\2 ", _DIGITS.sub(" ", text))
    for pattern, put in _COMPILED:
        text = pattern.sub(put, text)
    return list(_tokens(_TOKEN.findall(_APOSTROPHES.sub("", text))))


def quoted(text: str) -> frozenset[str]:
    """Return the words between quotation marks, which are meant as they are typed."""
    return frozenset(word for part in _QUOTED.findall(text) for word in _TOKEN.findall(part))


def _tokens(parts: list[str]) -> Iterator[Token]:
    spellings = [part if part in MARKS else spelled(part) for part in parts]
    typed = {word: part for spelling, part in zip(spellings, parts, strict=True) for word in spelling.split()}
    return (Token(word, typed.get(word, word)) for word in joined(spellings))
