"""What every retriever is: from a query to the products that fit it best."""

from typing import ClassVar, Protocol

from lookbook.conditions import Where
from lookbook.hit import Hit
from lookbook.retrieval.encoded_query import EncodedQuery


class Retriever(Protocol):
    """A way of searching, made from `Resources`.

    Attributes:
        needs: what it can't do without, of "vector" and "text".
        suits: it is the choice of mode "auto" where exactly this is given; empty = never.
    """

    needs: ClassVar[frozenset[str]]
    suits: ClassVar[frozenset[str]]

    def search(self, query: EncodedQuery, k: int, where: Where | None = None) -> list[Hit]:
        """Find the k products that fit a query best, best first, ties by filename; its own score is in `Hit.why`.

        Args:
            query: what is looked for; what it says to leave out is not found.
            k: how many; more than there are gives all that fit.
            where: the conditions that results fulfil.

        Raises:
            BadArgument: k is not positive.
            UnknownColumn: a condition is on a column that is not there.
        """
