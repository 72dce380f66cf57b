"""What `lookbook evaluate --behavior` measures and prints."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from lookbook.behavior.errors import BehaviorError
from lookbook.book import Lookbook
from lookbook.evaluation.behavior import table
from lookbook.evaluation.behavior.figures import Figures
from lookbook.evaluation.behavior.folds import Question, rolling
from lookbook.evaluation.behavior.protocol import evaluate, makers
from lookbook.evaluation.behavior.sets import SETS, USUAL, question

WEEK, FOLDS, LEARNED_FROM = 7, 4, 6


def of_index(book: Lookbook) -> list[Question]:
    """Return the last weeks of the purchases beside an index as a question.

    Raises:
        BehaviorError: there are none, or fewer than two weeks.
    """
    shop = book.personal.shop
    if shop is None:
        raise BehaviorError("there are no purchases beside this index; bring some with lookbook transactions FILE.")
    folds = rolling(shop.purchases, WEEK, FOLDS)
    if not folds:
        raise BehaviorError("the purchases beside this index are of one week; a week is foretold from those before.")
    return [Question(name="own purchases", folds=folds, goods=shop.goods, horizon=WEEK, weeks=LEARNED_FROM)]


def of_sets(folder: Path, only: Sequence[str]) -> Iterator[Question]:
    """Return the public sets, or some of them. Raises TransactionsError."""
    named = [name for name in SETS if name in only]
    return (question(name, folder) for name in named or USUAL)


def measured(questions: Iterable[Question], only: Sequence[str], as_json: bool, say: Callable[[str], None]) -> str:
    """Measure every model, or some, on questions.

    Args:
        questions: what is asked.
        only: names of models; where none of them is a model's, all are measured.
        as_json: whether the answer is JSON rather than tables.
        say: is told each figure as it comes.
    """
    found: dict[str, dict[str, Figures]] = {}
    for asked in questions:
        models = makers(asked)
        chosen = {name: make for name, make in models.items() if name in only or not set(only) & set(models)}
        found[asked.name] = {}
        for name, figures in evaluate(asked, chosen):
            found[asked.name][name] = figures
            say(f"{asked.name}, {name}: MAP@12 {figures.means['MAP@12']:.4f}, {figures.seconds:.1f} s")
    if as_json:
        return json.dumps(table.as_record(found))
    full = (
        f"{name}, {next(iter(models.values())).customers:,} customers:\n\n{table.in_full(models)}"
        for name, models in found.items()
    )
    return "\n\n".join([table.side_by_side(found), *full])
