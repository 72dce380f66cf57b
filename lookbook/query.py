"""All that can be asked, as one object, and what it brought."""

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lookbook.catalog import ordering
from lookbook.catalog.table import Rows
from lookbook.conditions import Between, Condition, understood
from lookbook.encoders.base import Prediction
from lookbook.errors import BadArgument
from lookbook.hit import Hit, require_positive


@dataclass(frozen=True, eq=False, kw_only=True)
class Query:
    """What is looked for, and how.

    Args:
        photo: a path, a public address of the web, a file's bytes, an open file, a Pillow image, or pixels as an array,
            red first: what OpenCV reads has blue first, and is turned by `[..., ::-1]`.
        k: how many results; by default the setting `results`.
        where: column of the product table -> the value that results must have, values any of which will do, or
            `Between` two numbers; alone, without a photo, words or a product, all that has them is found.
        text: what to look for, in any words; beside a photo, what is to be different from it.
        like: a product's id, instead of a photo; itself is left out.
        mode: the way of searching. "visual" = by the picture, "text" = by words, "features" = by type, colour and the
            like that are seen in the photo, known of the product or named in the text, "all" = by all that is given;
            "auto" = visual for a photo alone, text for words alone, else all.
        distinct: whether copies of one picture are shown once.
        diversity: 0..1, how much results should differ from each other rather than fit; they may then not be in the
            order of their scores.
        customer: whose purchases have a gentle say in the order of what is found; then not that of the scores.
        sort: the order of results: "" = the best first, "new" = by a column of dates or years, the newest first,
            "price", "price-high" = the dearest first, "name". Of what a picture finds the best 200 are put in that
            order, of what words find all, those that meet more wishes first.

    Raises:
        BadArgument: an argument of the wrong type or out of its range, both a photo and a product, or an order beside
            a customer or diversity, which have their own.
        BadCondition: a condition that can't be understood.
    """

    photo: Any = None
    k: int | None = None
    where: Mapping[str, Condition] = field(default_factory=dict)
    text: str | None = None
    like: str | None = None
    mode: str = "auto"
    distinct: bool = False
    diversity: float = 0.0
    customer: str | None = None
    sort: str = ""

    def __post_init__(self) -> None:
        """Take what can be meant, and refuse what can't be asked."""
        object.__setattr__(self, "where", understood(self.where))
        object.__setattr__(self, "k", None if self.k is None else _count(self.k))
        object.__setattr__(self, "like", None if self.like is None else _id(self.like))
        object.__setattr__(self, "diversity", _share(self.diversity))
        object.__setattr__(self, "sort", ordering.checked(self.sort))
        for name in ("text", "mode", "customer"):
            if not isinstance(value := getattr(self, name), str | None):
                raise BadArgument(f"{name} must be text, got {value!r}")
        if self.photo is not None and self.like is not None:
            raise BadArgument(f"both a photo and the product {self.like!r} were given; give one of them.")
        if self.sort and (self.customer is not None or self.diversity):
            raise BadArgument(f"sort={self.sort!r} was given beside a customer or diversity; give one order.")

    @property
    def asks(self) -> bool:
        """Whether there is a photo, a text or a product to search with; conditions and an order alone browse."""
        return not (self.photo is None and self.text is None and self.like is None)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Results that meet the same wishes.

    Attributes:
        start: the place of the first of them, from 0.
        unmet: the columns whose wishes they do not meet.
        says: a sentence to stand above them; "" where they meet all.
    """

    start: int
    unmet: tuple[str, ...]
    says: str


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What was understood of a text.

    Attributes:
        wishes: column -> the values that are asked for by name.
        wished_words: other words that are asked for.
        ranges: column -> the numbers that are asked for.
        refusals: column -> the values that are refused.
        refused_words: other things that are refused.
        corrections: a word as it was typed -> what it was taken for.
        ignored: words that no product says, as they were typed.
        groups: the results, by the wishes that they meet.
        notes: what is to be said in sentences: what was mended, and what was not understood.
        offered: where there are no results, a kind of garment that there is.
    """

    wishes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    wished_words: Sequence[str] = ()
    ranges: Mapping[str, Between] = field(default_factory=dict)
    refusals: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refused_words: Sequence[str] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)
    ignored: Sequence[str] = ()
    groups: Sequence[Group] = ()
    notes: Sequence[str] = ()
    offered: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one query brought.

    Attributes:
        hits: the results, best first.
        prediction: what the encoder saw; None where there was no photo, or it can't be read.
        milliseconds: from the photo's bytes or the text to the hits; in a batch, the photo's share of it.
        seeing: of these, what it took to read the photo and to see what is in it, for those before it, too; in a batch
            it is not told.
        error: why there are no hits, in one sentence; None where all went well.
        understood: what was understood of the text; None where there was none.
        total: how many products can be found, if enough are asked for; copies of one picture are counted.
        among: the pictures, as rows of the product table, that the words allow; None = all of them.
    """

    hits: list[Hit] = field(default_factory=list)
    prediction: Prediction | None = None
    milliseconds: float = 0.0
    seeing: float = 0.0
    error: str | None = None
    understood: Understood | None = None
    total: int = 0
    among: Rows | None = field(default=None, compare=False, repr=False)

    @property
    def unknown(self) -> bool:
        """Whether the photo looks like nothing in a fashion catalogue; the hits are then the nearest of what is far."""
        return self.prediction is not None and self.prediction.unknown


def _count(k: Any) -> int:
    try:
        count = int(k) if isinstance(k, str) else operator.index(k)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"k must be a whole number, got {k!r}") from error
    require_positive(count)
    return count


def _id(like: Any) -> str:
    if isinstance(like, str):
        return like
    try:
        return str(operator.index(like))
    except TypeError as error:
        raise BadArgument(f"like must be a product's id, got {like!r}") from error


def _share(diversity: Any) -> float:
    if isinstance(diversity, int | float) and 0 <= diversity <= 1:
        return float(diversity)
    raise BadArgument(f"diversity must be in 0..1, got {diversity}")
