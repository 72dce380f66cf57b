"""What is proposed for a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of our columns, and the table's that seems to be it.

    Attributes:
        ours: our column.
        theirs: the table's.
        why: what speaks for it, for a person.
        others: columns of which as much can be said, so that a person should look.
        separator: what stands between the levels of a category, such as > in Clothing > Tops, "" where there is one.
    """

    ours: str
    theirs: str
    why: str
    others: Sequence[str] = ()
    separator: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """All that is proposed.

    Attributes:
        choices: in the order of our columns.
        pictures: further columns of pictures.
        genders: the table's value -> ours, where they differ.
        filled: whether a product has several rows, of which only the first says everything.
    """

    choices: Sequence[Choice]
    pictures: Sequence[str] = ()
    genders: Mapping[str, str] = field(default_factory=dict)
    filled: bool = False

    @property
    def open(self) -> Sequence[Choice]:
        """The choices that a person should look at."""
        return [choice for choice in self.choices if choice.others]
