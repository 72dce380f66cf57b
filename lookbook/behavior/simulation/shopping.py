"""What invented people buy, and what somebody who knew their tastes would recommend: the oracle."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.errors import TransactionsError
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.ranked import Ranked
from lookbook.behavior.simulation.tastes import DAYS, World
from lookbook.disk import atomic

PEOPLE = 300
VISITS = 12
"""How often a person comes in all, on average."""
BASKET = 0.5
"""The chance of each further piece on a visit."""
AGAIN = 0.1
"""The chance that a piece is one that they bought before."""
START = date(2026, 3, 2)
SEED = 7
HEADER = ("t_dat", "customer_id", "article_id", "price", "sales_channel_id")
NAMES = (
    *("Ada", "Ben", "Cleo", "Dario", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Leo", "Mara", "Nils"),
    *("Olga", "Paul", "Quinn", "Rosa", "Sami", "Tara", "Ugo", "Vera", "Willem", "Xenia", "Yara", "Zeno"),
)


@dataclass(frozen=True)
class Simulation:
    """Purchases of invented people.

    Attributes:
        rows: the product table.
        people: how many there are.
        seed: the same seed gives the same people and purchases.
    """

    rows: Sequence[Mapping[str, str]]
    people: int = PEOPLE
    seed: int = SEED

    @cached_property
    def world(self) -> World:
        """Their tastes."""
        return World.of(self.rows, self.people, np.random.default_rng(self.seed))

    @cached_property
    def bought(self) -> list[tuple[int, int, int]]:
        """What they bought: day, person and product, by day."""
        rng = np.random.default_rng(self.seed + 1)
        before: list[list[int]] = [[] for _ in range(self.people)]
        rates = rng.gamma(2.0, 0.5, size=self.people) * VISITS / DAYS
        found = []
        for day in range(DAYS):
            visitors = np.flatnonzero(rng.random(self.people) < rates)
            chances = _chances(self.world.wishes(visitors, day))
            for person, chance in zip(visitors.tolist(), chances, strict=True):
                pieces = rng.geometric(1 - BASKET)
                items = rng.choice(len(self.rows), size=pieces, p=chance)
                old = rng.random(pieces) < AGAIN
                basket = [
                    int(rng.choice(before[person])) if again and before[person] else int(item)
                    for item, again in zip(items, old, strict=True)
                ]
                before[person] += basket
                found += [(day, person, item) for item in basket]
        return found

    def oracle(self, purchases: Purchases, customers: NDArray[np.int32], day: int, k: int) -> Ranked:
        """Rank what some customers (Q,) really want most on a day of the purchases read back from the table.

        Args:
            purchases: whose customers and items are meant.
            customers: the positions of the customers.
            day: since 1970.
            k: how many.
        """
        numbers = {name: person for person, name in enumerate(self.names)}
        items = np.array([purchases.item_codes.get(row["id"], -1) for row in self.rows])
        people = np.array([numbers[purchases.customer_ids[customer]] for customer in customers])
        first = START.toordinal() - date(1970, 1, 1).toordinal()
        wishes = np.full((len(people), len(purchases.item_ids) + 1), -np.inf, np.float32)
        wishes[:, items] = self.world.wishes(people, day - first)
        return Ranked.best(wishes[:, :-1], k)

    @property
    def names(self) -> list[str]:
        """What the people are called."""
        return [f"{NAMES[person % len(NAMES)]} {person // len(NAMES) + 1}" for person in range(self.people)]

    def write(self, path: Path) -> None:
        """Write the purchases as a table."""
        atomic.write(path, self.as_csv().encode())

    def as_csv(self) -> str:
        """Return the purchases as a table in H&M's layout."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(HEADER)
        names = self.names
        for day, person, item in self.bought:
            when = (START + timedelta(day)).isoformat()
            writer.writerow([when, names[person], self.rows[item]["id"], f"{self.world.prices[item]:.2f}", 2])
        return text.getvalue()


def products(styles: Path) -> list[dict[str, str]]:
    """Read a product table. Raises TransactionsError where it is not there or has no ids."""
    try:
        with styles.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise TransactionsError(f"{styles} can't be read ({error}); draw the sample first.") from error
    if not rows or "id" not in rows[0]:
        raise TransactionsError(f"{styles} has no products; draw the sample first.")
    return rows


def _chances(wishes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the softmax of each row (P, I)."""
    weights = np.exp(wishes - wishes.max(axis=1, initial=-1e9, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), float)
