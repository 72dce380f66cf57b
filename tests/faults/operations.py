"""The four operations that are disturbed, each over a small shop, on the way from an old state to a new one."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from lookbook.settings import Settings
from tests.faults import shops
from tests.faults.databases import Database
from tests.faults.looking import answers
from tests.faults.running import Ran, Running

ENCODER = ("--encoder", "mean-colour", "--precision", "f32")
COLLECTION = "faults"


@dataclass
class Place:
    """Where an operation works: a shop, its index folder, what the program remembers elsewhere, and a database."""

    root: Path
    database: Database | None = None

    @property
    def uri(self) -> str:
        """The database's address, "" where there is none."""
        return self.database.uri if self.database else ""

    @property
    def shop(self) -> Path:
        """The pictures and tables, which are not changed while an operation runs."""
        return self.root / "shop"

    @property
    def index(self) -> Path:
        """The index folder."""
        return self.root / "index"

    @property
    def state(self) -> Path:
        """What XDG_STATE_HOME names."""
        return self.root / "state"

    @property
    def settings(self) -> Settings:
        """What the owner set."""
        return Settings(store_uri=SecretStr(self.uri) if self.uri else None)

    def answers(self) -> str:
        """Return all that the index answers."""
        return answers(self.index, self.settings)

    def start(self, arguments: Sequence[str], last: int = -1, said: str = "said") -> Running:
        """Start the program, which says what it says into a file of this name."""
        return Running(arguments, self.root / said, last)

    def run(self, *arguments: str) -> Ran:
        """Run the program to its end. Raises RuntimeError where it fails."""
        ran = self.start(arguments).wait()
        if ran.status:
            raise RuntimeError(f"{' '.join(arguments)}: {ran.said}")
        return ran

    def build(self) -> Sequence[str]:
        """Return the arguments that bring the index up to date."""
        return ["build", str(self.shop / "images"), "--output", str(self.index), *ENCODER]

    def save(self) -> None:
        """Keep the index folder, what is remembered and the database as they are now."""
        if self.database:
            self.database.save()
        for part in (self.index, self.state):
            shutil.rmtree(self._saved(part), ignore_errors=True)
            if part.exists():
                shutil.copytree(part, self._saved(part))

    def restore(self) -> None:
        """Bring back what was kept, in place: a folder that something is mounted on stays."""
        if self.database:
            self.database.restore()
        for part in (self.index, self.state):
            part.mkdir(parents=True, exist_ok=True)
            for each in part.iterdir():
                shutil.rmtree(each) if each.is_dir() else each.unlink()
            if self._saved(part).exists():
                shutil.copytree(self._saved(part), part, dirs_exist_ok=True)

    def _saved(self, part: Path) -> Path:
        return self.root / "saved" / part.name


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        name: what it is called.
        setup: makes the old state, in a place that is empty.
        arguments: those of the program.
        todo: how many pictures it has to embed.
        server: whether it needs PostgreSQL.
    """

    name: str
    setup: Callable[[Place], None]
    arguments: Callable[[Place], Sequence[str]]
    todo: int = 0
    server: bool = field(default=False, kw_only=True)


def _shop(place: Place) -> None:
    shops.open_shop(place.shop)


def _changed(place: Place) -> None:
    shops.open_shop(place.shop)
    place.run(*place.build())
    shops.change_shop(place.shop)


def _published(place: Place) -> None:
    if place.database:
        place.database.clear()
    shops.open_shop(place.shop)
    place.run(*place.build())
    place.run(*_publish(place))


def _rebuilt(place: Place) -> None:
    _published(place)
    shops.change_shop(place.shop)
    place.run(*place.build())


def _repriced(place: Place) -> None:
    _published(place)
    shops.write_table(place.shop, 30)


def bought(place: Place) -> None:
    """Make an index with purchases, and more of these at hand."""
    shops.open_shop(place.shop)
    place.run(*place.build())
    for seed, first in ((1, 1), (2, 6)):
        shops.write_purchases(place.shop / f"bought-{seed}.csv", seed, first)
    place.run(*transactions(place, 1))


def transactions(place: Place, seed: int = 2) -> Sequence[str]:
    """Return the arguments that bring purchases: the second ones, or others."""
    return ["transactions", str(place.shop / f"bought-{seed}.csv"), "--index", str(place.index)]


def _publish(place: Place) -> Sequence[str]:
    given = ["--index", str(place.index), "--uri", place.uri, "--collection", COLLECTION]
    return ["publish", "--store", "pgvector", *given]


OPERATIONS: Mapping[str, Operation] = {
    one.name: one
    for one in (
        Operation("build", _shop, Place.build, len(shops.FIRST)),
        Operation("update", _changed, Place.build, shops.TODO),
        Operation("publish", _rebuilt, _publish, server=True),
        Operation("publish prices", _repriced, _publish, server=True),
        Operation("transactions", bought, transactions),
    )
}
"""By name; what is published is an index with other pictures, or the same one with other prices."""
