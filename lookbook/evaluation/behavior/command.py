"""What `lookbook evaluate --behavior` measures and prints."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lookbook.behavior.errors import BehaviorError
from lookbook.behavior.ranked import Ranked
from lookbook.behavior.shop import BESIDE, Shop
from lookbook.behavior.simulation.shopping import Simulation, products
from lookbook.book import Lookbook
from lookbook.evaluation.behavior import spaces, table
from lookbook.evaluation.behavior.figures import Figures, K
from lookbook.evaluation.behavior.folds import Fold, Question, rolling
from lookbook.evaluation.behavior.protocol import evaluate, makers
from lookbook.evaluation.behavior.sets import SETS, USUAL, question

WEEK, FOLDS, LEARNED_FROM = 7, 4, 6
Found = Mapping[str, Mapping[str, Figures]]


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
    own = Question(name="own purchases", folds=folds, goods=shop.goods, horizon=WEEK, weeks=LEARNED_FROM)
    return [replace(own, oracle=_oracle(shop))]


def _oracle(shop: Shop) -> Callable[[Fold], Ranked] | None:
    """Return what knows the customers' tastes where the purchases are the simulation's; None where they are not."""
    styles, table = shop.folder / "styles.csv", shop.folder / BESIDE
    if not (styles.is_file() and table.is_file()):
        return None
    simulation = Simulation(products(styles))
    if simulation.as_csv().encode() != table.read_bytes():
        return None
    return lambda fold: simulation.oracle(fold.past, fold.customers, fold.today, K)


def of_sets(folder: Path, only: Sequence[str]) -> Iterator[Question]:
    """Return the public sets, or some of them. Raises TransactionsError."""
    named = [name for name in SETS if name in only]
    return (question(name, folder) for name in named or USUAL)


def measured(questions: Iterable[Question], only: Sequence[str], say: Callable[[str], None]) -> Found:
    """Measure every model, or some, on questions.

    Args:
        questions: what is asked.
        only: names of models; where none of them is a model's, all are measured.
        say: is told each figure as it comes.

    Returns:
        Question -> model -> its figures.
    """
    found: dict[str, dict[str, Figures]] = {}
    for asked in questions:
        models = makers(asked)
        chosen = {name: make for name, make in models.items() if name in only or not set(only) & set(models)}
        found[asked.name] = {}
        for name, figures in evaluate(asked, chosen):
            found[asked.name][name] = figures
            say(f"{asked.name}, {name}: MAP@12 {figures.means['MAP@12']:.4f}, {figures.seconds:.1f} s")
    return found


def as_text(found: Found) -> str:
    """Put figures into tables: the questions side by side, then all of each."""
    full = (
        f"{name}, {next(iter(models.values())).customers:,} customers:\n\n{table.in_full(models)}"
        for name, models in found.items()
    )
    return "\n\n".join([table.side_by_side(found), *full])


def side_by_side(questions: Iterable[Question], say: Callable[[str], None]) -> str:
    """Measure the spaces of words, pictures, features and the two towers, and all of them joined."""
    tables = []
    for asked in questions:
        found = {}
        for name, figures in spaces.measured(asked):
            found[name] = figures
            say(f"{asked.name}, {name}: recall@100 {figures.next_bought.means['recall@100']:.4f}")
        customers = next(iter(found.values())).next_bought.customers
        tables.append(f"{asked.name}, {customers:,} customers:\n\n{table.aligned(spaces.rows(found))}")
    return "\n\n".join(tables)
