"""Models by name, and those that a mixture has."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec

from lookbook.behavior.models.again import BoughtAgain
from lookbook.behavior.models.alike import LookAlike, SameWords
from lookbook.behavior.models.als import Factors
from lookbook.behavior.models.base import Model
from lookbook.behavior.models.copurchase import CoPurchase
from lookbook.behavior.models.kinds import Kinds
from lookbook.behavior.models.popularity import Popularity
from lookbook.behavior.models.variants import Variants
from lookbook.behavior.towers.two_tower import TwoTower

MODELS: Mapping[str, Callable[[], Model]] = {
    "popular": Popularity,
    "popular-days": partial(Popularity, 14, 1.0),
    "popular-month": partial(Popularity, 28, 14.0),
    "again": BoughtAgain,
    "copurchase-products": partial(CoPurchase, products=True),
    "copurchase": CoPurchase,
    "copurchase-bm25": partial(CoPurchase, "bm25", 90),
    "variants": Variants,
    "looks": LookAlike,
    "words": SameWords,
    "factors": Factors,
    "kinds": Kinds,
    "towers": TwoTower,
}
"""The names under which models are asked for, with their settings."""
NEEDS: Mapping[str, str] = {"factors": "implicit"}
"""The library that a model needs."""
APART = {"kinds", "towers"}
"""Models that are no members of a mixture: one is for new articles alone, and one takes minutes to train."""


def available() -> list[str]:
    """Return the models whose libraries are installed: the members of a mixture."""
    return [name for name in MODELS if name not in APART and (name not in NEEDS or find_spec(NEEDS[name]))]
