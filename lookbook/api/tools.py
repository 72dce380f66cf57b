"""Searching and recommending as tools of the Model Context Protocol, for programs that a language model leads."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from lookbook.api.reading import pairs
from lookbook.api.shapes import MOST_LETTERS, MOST_RESULTS, Found, Recommendations, Text, Value
from lookbook.conditions import parse
from lookbook.errors import LookbookError
from lookbook.live import Live
from lookbook.query import Query
from lookbook.records import as_recommended, as_record

if TYPE_CHECKING:
    from mcp.server import MCPServer

INSTRUCTIONS = "Finds products of a fashion catalogue by a photo, by words, or by a product, and what suits a customer."
K = Annotated[int, Field(ge=1, le=MOST_RESULTS, description="How many results.")]
Id = Annotated[str, Field(max_length=MOST_LETTERS)]
Conditions = Annotated[
    dict[Text, Value | list[Value]],
    Field(description="Column of the product table -> a value, several any of which will do, or LOW..HIGH."),
]


class Tools:
    """What is offered.

    Args:
        live: opens the index that answers.
    """

    def __init__(self, live: Live) -> None:
        self._live = live

    def search(
        self,
        photo: Annotated[str | None, Field(description="The path of a photo here, or its public address.")] = None,
        text: Annotated[Text | None, Field(description="Words; beside a photo, what is to be different.")] = None,
        like: Annotated[Id | None, Field(description="A product's id, instead of a photo.")] = None,
        where: Conditions = {},  # noqa: B006  it is read alone
        k: K = 5,
    ) -> Found:
        """Find the products that look most like a photo, fit words, or are like a product."""
        with _said():
            book = self._live.current().book
            query = Query(photo=photo, text=text, like=like, where=parse(pairs(where)), k=k)
            return Found.model_validate(as_record(book, photo or text or like or "", book.ask(query)))

    def recommend(
        self,
        customer: Annotated[Id, Field(description="The customer's id, as the table of purchases has it.")],
        text: Annotated[Text | None, Field(description="Only what fits these words.")] = None,
        again: Annotated[bool, Field(description="Whether what was bought may come again.")] = True,
        k: K = 5,
    ) -> Recommendations:
        """Recommend products to a customer, by what they and others bought, each with its reason."""
        with _said():
            book, started = self._live.current().book, time.perf_counter()
            found = book.recommend(customer, k, text=text, again=again)
            milliseconds = 1000 * (time.perf_counter() - started)
            return Recommendations.model_validate(as_recommended(book, customer, found, milliseconds))


def tool_server(live: Live) -> "MCPServer":
    """Return the server that offers them."""
    from mcp.server import MCPServer
    from mcp.types import ToolAnnotations

    server = MCPServer("lookbook", instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in (Tools(live).search, Tools(live).recommend):
        server.tool(annotations=ToolAnnotations(read_only_hint=True))(tool)
    return server


@contextmanager
def _said() -> Iterator[None]:
    """Tell what a person can mend in its sentence; of any other fault the protocol tells nothing but that it is one."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        yield
    except LookbookError as error:
        raise ToolError(str(error)) from error
