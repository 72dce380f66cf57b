"""What can be asked: one object, made of the same arguments wherever a question is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from lookbook.encoders.base import Photo
from lookbook.hit import require_positive
from lookbook.retrieval import registry
from lookbook.retrieval.columns import Where

Source = Photo | bytes | str | Path
"""A photo as pixels (H, W, 3), as a file's bytes, or as a path."""

P = ParamSpec("P")
Q = TypeVar("Q")
S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Query:
    """What is looked for, and how.

    Args:
        photo: a path, a file's bytes, or pixels (H, W, 3).
        k: how many results; by default the setting `results`.
        where: column of styles.csv -> the value that results must have, values any of which will do, or `Between` two
            numbers.
        text: what to look for, in any words; beside a photo, what is to be different from it.
        like: a product's id, instead of a photo; itself is left out.
        mode: the way of searching. "visual" = by the picture, "text" = by words, "features" = by type, colour and the
            like that are seen in the photo, known of the product or named in the text, "all" = by all that is given;
            "auto" = visual for a photo alone, text for words alone, else all.
        distinct: whether copies of one picture are shown once.
        diversity: 0..1, how much results should differ from each other rather than fit; they may then not be in the
            order of their scores.

    Raises:
        ValueError: there is no such mode, diversity is not in 0..1, k is not positive, or both a photo and a product
            are given.
    """

    photo: Source | None = None
    k: int | None = None
    where: Where | None = None
    text: str | None = None
    like: str | None = None
    mode: str = "auto"
    distinct: bool = False
    diversity: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what can't be asked."""
        registry.checked(self.mode)
        if self.k is not None:
            require_positive(self.k)
        if not 0 <= self.diversity <= 1:
            raise ValueError(f"diversity must be in 0..1, got {self.diversity}")
        if self.photo is not None and self.like is not None:
            raise ValueError(f"both a photo and the product {self.like!r} were given; give one of them.")


def spread(make: Callable[P, Q]) -> Callable[[Callable[[S, Q], T]], Callable[Concatenate[S, P], T]]:
    """Let a method that takes one object be called with the arguments that make it."""

    def of_method(method: Callable[[S, Q], T]) -> Callable[Concatenate[S, P], T]:
        @wraps(method)
        def called(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
            return method(self, make(*args, **kwargs))

        own = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
        shown = signature(method).replace(parameters=[own, *signature(make).parameters.values()])
        called.__signature__ = shown  # type: ignore[attr-defined]  # what help() shows
        return called

    return of_method
