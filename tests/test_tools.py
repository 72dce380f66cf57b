"""Search and recommendations as tools, asked for by the protocol's own client."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from typer.testing import CliRunner

from lookbook.api.tools import tool_server
from lookbook.commands import mcp as command
from lookbook.commands.app import commands
from lookbook.live import Live
from tests.calling import plain_index

ROOT = Path(__file__).parents[1]
Ask = Callable[[Client], Awaitable[Any]]


def asked(server: Any, ask: Ask) -> Any:
    """What a client that is connected to a server gets."""

    async def session() -> Any:
        async with Client(server) as client:
            return await ask(client)

    return anyio.run(session)


def test_the_command_offers_both_tools_and_answers_over_its_standard_input() -> None:
    async def ask(client: Client) -> tuple[Any, ...]:
        photo = {"photo": "images/1002.jpg", "where": {"articleType": "Shirts"}, "k": 2}
        return (
            (await client.list_tools()).tools,
            await client.call_tool("search", photo),
            await client.call_tool("search", {"text": "red shirt", "k": 1}),
            await client.call_tool("recommend", {"customer": "Rosa 1", "k": 3}),
            await client.call_tool("search", {"like": "no such"}),
        )

    started = StdioServerParameters(
        command=sys.executable, args=["-m", "lookbook", "mcp"], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    tools, by_photo, by_words, suits, unknown = asked(stdio_client(started), ask)
    assert [tool.name for tool in tools] == ["search", "recommend"]
    assert "photo" in tools[0].input_schema["properties"]
    assert "results" in tools[0].output_schema["properties"]
    shirts = by_photo.structured_content["results"]
    assert [result["product"]["articleType"] for result in shirts] == ["Shirts", "Shirts"]
    assert by_photo.structured_content["box"]
    assert by_words.structured_content["results"][0]["product"]["baseColour"] == "Red"
    assert len(suits.structured_content["results"]) == 3
    assert all(result["reason"] for result in suits.structured_content["results"])
    assert unknown.is_error
    assert "no product 'no such'" in unknown.content[0].text


def test_what_can_t_be_asked_is_a_sentence_and_a_fault_of_the_program_says_nothing(tmp_path: Path) -> None:
    async def ask(client: Client) -> list[Any]:
        questions: list[dict[str, Any]] = [
            {},
            {"text": "shirt", "where": {"no": 1}},
            {"text": "shirt", "k": 0},
            {"photo": "no.png"},
        ]
        return [await client.call_tool("search", question) for question in questions]

    with plain_index(tmp_path) as folder:
        nothing, column, k, photo = asked(tool_server(Live(folder)), ask)
    assert all(answer.is_error for answer in (nothing, column, k, photo))
    assert "nothing to search with" in nothing.content[0].text
    assert "no column 'no'" in column.content[0].text
    assert "greater than or equal to 1" in k.content[0].text
    assert "does not exist" in photo.content[0].text


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    result = CliRunner().invoke(commands, ["mcp"])
    assert "pip install 'lookbook[mcp]'" in str(result.exception)
