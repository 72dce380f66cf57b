"""A copy of the sample whose pictures change places back and forth, and what is found in either of its two states."""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lookbook import conditions
from lookbook.book import Lookbook
from lookbook.query import Query
from lookbook.settings import Settings

ROOT = Path(__file__).parents[2]
PAIRS = 20
"""So many pairs of pictures change places."""
DRAFT = ".draft"
NEAR = 0.002
"""How far a score may be from the one that it should be: networks add in another order on another day."""
STATES = ("as drawn", "exchanged")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question, as every way of asking understands it.

    Attributes:
        photo: a picture that changes its place.
        text, like: words, and a product's id.
        where: conditions, COLUMN=VALUE.
    """

    photo: Path | None = None
    text: str | None = None
    like: str | None = None
    where: tuple[str, ...] = field(default=())

    def query(self, k: int, *, distinct: bool = False) -> Query:
        """Return it as the package takes it."""
        photo = self.photo.read_bytes() if self.photo else None
        where = conditions.parse(pair.split("=", 1) for pair in self.where)  # type: ignore[misc]
        return Query(photo=photo, text=self.text, like=self.like, where=where, k=k, distinct=distinct)


def pairs(images: Path) -> Sequence[tuple[Path, Path]]:
    """Return the pictures that change places with each other."""
    names = sorted(path for path in images.iterdir() if path.suffix != DRAFT)
    step = len(names) // PAIRS
    return [(names[number * step], names[number * step + step // 2]) for number in range(PAIRS)]


def copied(folder: Path, pictures: int | None = None) -> Path:
    """Copy so many pictures of the sample, or all, into a new folder, with an index of their own."""
    (folder / "images").mkdir(parents=True)
    for picture in sorted((ROOT / "images").iterdir())[:pictures]:
        shutil.copy2(picture, folder / "images")
    shutil.copy2(ROOT / "styles.csv", folder)
    bring_up_to_date(folder)
    return folder


def bring_up_to_date(folder: Path) -> None:
    """Build the index of a folder. Raises CalledProcessError."""
    subprocess.run(command(folder), cwd=ROOT, check=True, capture_output=True)


def exchange(folder: Path) -> None:
    """Let the pictures of each pair change places, each replaced at once."""
    for one, other in pairs(folder / "images"):
        first, second = one.read_bytes(), other.read_bytes()
        for path, data in ((one, second), (other, first)):
            (draft := path.with_suffix(DRAFT)).write_bytes(data)
            draft.replace(path)


def command(folder: Path) -> list[str]:
    """Return how an index is brought up to date."""
    images, styles = str(folder / "images"), str(folder / "styles.csv")
    build = [sys.executable, "-m", "lookbook", "build", images, "--styles", styles, "--output", str(folder)]
    return [*build, "--encoder", "fashion", "--precision", "f32"]


class Known:
    """What is found in either state.

    Args:
        folders: an index folder for each of STATES.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._books = [Lookbook.open(folder, Settings(store="local")) for folder in folders]
        self._scores: dict[tuple[Question, int], tuple[Sequence[float], Mapping[str, float]]] = {}
        self._titles: dict[tuple[Question, int], Sequence[str]] = {}

    def states(self, question: Question, results: Sequence[Mapping[str, Any]]) -> set[int]:
        """Return the states whose answer this is: the same scores, each of a product that has it."""
        return {state for state in range(len(STATES)) if self._is_of(state, question, results)}

    def titles(self, question: Question, state: int) -> Sequence[str]:
        """Return the titles of the products that the page shows first, in alphabetical order."""
        if (question, state) not in self._titles:
            book = self._books[state]
            hits = book.ask(question.query(50, distinct=True)).hits[:5]
            self._titles[question, state] = sorted(book.product(hit)["productDisplayName"] for hit in hits)
        return self._titles[question, state]

    def _is_of(self, state: int, question: Question, results: Sequence[Mapping[str, Any]]) -> bool:
        best, scores = self._scores_of(question, state)
        if len(results) != min(len(best), 5):
            return False
        own = [(result["score"], scores.get(result["id"], 9.0)) for result in results]
        return all(
            abs(score - known) <= NEAR and abs(score - place) <= NEAR
            for (score, known), place in zip(own, best, strict=False)
        )

    def _scores_of(self, question: Question, state: int) -> tuple[Sequence[float], Mapping[str, float]]:
        if (question, state) not in self._scores:
            hits = self._books[state].ask(question.query(50)).hits
            self._scores[question, state] = [hit.score for hit in hits], {hit.id: hit.score for hit in hits}
        return self._scores[question, state]
