"""Many at once are answered, or told when to come back: a short run of `python -m tests.load`."""

import asyncio
import subprocess
import sys

import pytest

from tests.load.arrivals import Outcome, arrive
from tests.load.people import BUSY, Visits
from tests.load.person import Person
from tests.load.requests import KINDS, MIX, drawn
from tests.soak.catalogue import ROOT

SHORT = ["--seconds", "3", "--rate", "20", "--photos", "5", "--step", "1", "--above", "100"]
SMALL = ["--people", "6", "--reading", "0.2", "0.5", "--bytes", "2500000"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_many_at_once_are_answered_or_told_when_to_come_back() -> None:
    command = [sys.executable, "-m", "tests.load", *SHORT, *SMALL]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "6 people: front page" in done.stdout
    assert "right afterwards: 20 x 200" in done.stdout


class Person5(Person):
    """Somebody who sees what a test says."""

    def __init__(self, *said: str, results: int) -> None:
        self.said, self._boxes = list(said), {f"linked-result-{number}": "" for number in range(results)}

    async def press(self, key: str) -> float:
        """Be served at the second try."""
        self.said = []
        return 0.5


@pytest.mark.parametrize(
    ("said", "results", "came"),
    [
        ("", 5, ([2.0], 0, 0)),
        ("Something went wrong here", 0, ([], 0, 1)),
        (f"**{BUSY}.** Try again", 5, ([0.5], 1, 0)),
    ],
)
def test_what_a_person_sees_is_an_answer_an_invitation_to_try_again_or_wrong(
    said: str, results: int, came: tuple[list[float], int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.load.people.PAUSE", 0)
    visits = Visits()
    asyncio.run(visits.take(Person5(said, results=results), 2.0))
    assert (visits.answered, visits.shed, len(visits.wrong)) == came


def test_who_is_turned_away_without_a_time_to_come_back_is_counted_as_failed() -> None:
    heads = [b"200 OK\r\n", b"503 Busy\r\nRetry-After: 1\r\n", b"503 Busy\r\n", b"500 Fault\r\n"]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 " + heads.pop(0) + b"Connection: close\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async def ask() -> Outcome:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            return await arrive(f"http://127.0.0.1:{port}", [b"GET / HTTP/1.1\r\n\r\n"] * 4, 50)

    outcome = asyncio.run(ask())
    assert (outcome.statuses[200], outcome.shed, outcome.clear, outcome.failed) == (1, 2, 1, 2)


def test_the_mix_is_what_it_says() -> None:
    assert sum(MIX.values()) == pytest.approx(1)
    assert set(MIX) == set(KINDS)
    requests = list(drawn(MIX, 1000, 1))
    assert sum(request.startswith(b"POST") for request in requests) == pytest.approx(100, abs=40)
