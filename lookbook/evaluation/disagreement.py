"""Where a product's label and its picture disagree: the neighbours of the picture are nearly all labelled otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lookbook.book import Lookbook
from lookbook.building.progress import progress
from lookbook.stores.base import Match

VOTERS = 20
"""How many neighbours vote."""
MOST, BATCH = 200, 256


@dataclass(frozen=True)
class Disagreement:
    """A label that the look of its picture speaks against.

    Attributes:
        filename, product: whose it is.
        label: what the table says.
        likelier: what most of its neighbours are.
        sureness: how much of the vote is for that, less how much is for what the table says; above 0, at most 1.
    """

    filename: str
    product: str
    label: str
    likelier: str
    sureness: float


def disagreements(book: Lookbook, column: str, most: int = MOST) -> list[Disagreement]:
    """Find the labels that the pictures speak against the most.

    The nearest pictures of other products vote, each by its cosine similarity; a label with few voices where another
    has nearly all is likely an error (Northcutt, Jiang and Chuang, 2021, Confident learning: estimating uncertainty in
    dataset labels, has guesses of a classifier in their place).

    Args:
        book: the catalogue.
        column: of the product table.
        most: how many are returned.

    Returns:
        The surest first, ties by filename.

    Raises:
        UnknownColumn: there is no such column.
    """
    book.counts(column)  # says so where there is no such column
    labels = {name: book.catalog.product(name).get(column, "").strip() for name in book.catalog.filenames}
    told = {name: label for name, label in labels.items() if label}
    return sorted(_all(book, told), key=lambda one: (-one.sureness, one.filename))[:most]


def _all(book: Lookbook, labels: Mapping[str, str]) -> Iterator[Disagreement]:
    """Compare each picture that has a label with its neighbours."""
    names = list(labels)
    several = max((len(book.catalog.pictures(name)) for name in names), default=1)
    with progress("looking for labels that pictures contradict", len(names)) as step:
        for start in range(0, len(names), BATCH):
            batch = names[start : start + BATCH]
            found = book.store.search(book.store.fetch(batch), VOTERS + several)
            yield from filter(None, (_voted(book, labels, *one) for one in zip(batch, found, strict=True)))
            step(len(batch))


def _voted(book: Lookbook, labels: Mapping[str, str], name: str, near: Sequence[Match]) -> Disagreement | None:
    """Let the neighbours of a picture vote; None where they are for its label, or there are none."""
    product, own = book.catalog.product_id(name), labels[name]
    voters = [one for one in near if one.key in labels and book.catalog.product_id(one.key) != product][:VOTERS]
    votes = dict.fromkeys([own, *sorted({labels[voter.key] for voter in voters})], 0.0)
    for voter in voters:
        votes[labels[voter.key]] += max(voter.score, 0.0) / len(voters)
    likelier = max(votes, key=lambda label: votes[label])  # of several alike its own, else the first by name
    return None if likelier == own else Disagreement(name, product, own, likelier, votes[likelier] - votes[own])
