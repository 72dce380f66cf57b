"""Used while its index is replaced, every answer is that of one index: a short run of `python -m tests.soak`."""

import csv
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from tests.browsing import CHROMIUM
from tests.soak.asking import Asker
from tests.soak.building import Builder
from tests.soak.catalogue import ROOT, Known, Question, exchange, pairs
from tests.soak.plot import draw
from tests.soak.tally import Tally
from tests.soak.watching import COUNTED, WRONG, columns

PICTURES = 120
SHIRTS = Question(text="shirt")


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")
@pytest.mark.skipif(sys.platform != "linux", reason="memory and handles are read from /proc")
def test_server_and_page_answer_rightly_while_their_index_is_replaced(tmp_path: Path) -> None:
    out, plot = tmp_path / "soak.csv", tmp_path / "soak.svg"
    command = [sys.executable, "-m", "tests.soak", "--minutes", "0.3", "--swap", "3", "--every", "2"]
    command += ["--pictures", str(PICTURES), "--out", str(out), "--plot", str(plot)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with out.open(newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert [int(last[name]) for name in WRONG] == [0] * len(WRONG)
    assert int(last["API requests"]) > 0
    assert float(last["page MB"]) > 0
    assert plot.stat().st_size > 0


class Served:
    """A server that always answers with the same results, and what is known of them."""

    def __init__(self, states: set[int], certain: int | None, status: int = 200) -> None:
        self.tally = Tally()
        self.states_of, self.state, self.status = states, certain, status
        self.asker = Asker("http://h", cast("Known", self), cast("Builder", self), self.tally)
        self.asker._http = httpx.Client(base_url="http://h", transport=httpx.MockTransport(self._answer))

    def states(self, question: Question, results: Sequence[Any]) -> set[int]:
        """Return the states whose answer this is."""
        return self.states_of

    def certain(self, asked_at: float) -> int | None:
        """Return the state that must have answered."""
        return self.state

    def _answer(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(self.status, json={"results": [], "error": ""})


@pytest.mark.parametrize(
    ("states", "certain", "status", "wrong"),
    [
        ({0}, None, 200, ""),
        ({0, 1}, 1, 200, ""),
        (set(), None, 200, "API wrong answers"),
        ({0}, 1, 200, "API wrong answers"),
        ({0}, None, 500, "API errors"),
    ],
)
def test_what_is_of_neither_index_or_of_the_old_one_is_counted_as_wrong(
    states: set[int], certain: int | None, status: int, wrong: str
) -> None:
    served = Served(states, certain, status)
    served.asker.ask(SHIRTS)
    assert [name for name in WRONG if served.tally.counts().get(name)] == ([wrong] if wrong else [])


def test_a_refusal_without_a_sentence_is_counted_as_wrong() -> None:
    served = Served(set(), None, 422)
    served.asker.ask_in_vain({"method": "GET", "url": "/v1/search"}, 422)
    assert served.tally.counts()["API wrong answers"] == 1


def test_an_answer_with_one_result_of_another_index_is_of_neither() -> None:
    known = object.__new__(Known)
    known._scores = {
        (SHIRTS, 0): ([0.9, 0.8], {"1": 0.9, "2": 0.8}),
        (SHIRTS, 1): ([0.9, 0.7], {"1": 0.9, "3": 0.7}),
    }
    first, second, third = ({"id": name, "score": score} for name, score in (("1", 0.9), ("2", 0.8), ("3", 0.7)))
    assert known.states(SHIRTS, [first, second]) == {0}
    assert known.states(SHIRTS, [first, third]) == {1}
    assert known.states(SHIRTS, [first, {**third, "score": 0.8}]) == set()
    assert known.states(SHIRTS, [first]) == set()


def test_pictures_that_are_exchanged_twice_are_where_they_were(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    for number in range(60):
        (tmp_path / "images" / f"{number:02}.jpg").write_bytes(bytes([number]))
    exchange(tmp_path)
    one, other = pairs(tmp_path / "images")[1]
    assert (one.read_bytes(), other.read_bytes()) == (bytes([int(other.stem)]), bytes([int(one.stem)]))
    exchange(tmp_path)
    assert {path.read_bytes() for path in (one, other)} == {bytes([int(one.stem)]), bytes([int(other.stem)])}
    assert one.read_bytes() == bytes([int(one.stem)])


def test_the_plot_has_a_line_for_each_measure_of_each_process(tmp_path: Path) -> None:
    names = ["seconds", "resting", *columns(("API", "page")), *COUNTED]
    with (tmp_path / "soak.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(names)
        rows.writerows([[15 * row, int(row == 2), *[100 + row] * 6, *[0] * len(COUNTED)] for row in range(9)])
    draw(tmp_path / "soak.csv", tmp_path / "soak.svg")
    parts = ET.parse(tmp_path / "soak.svg").getroot().iter("{http://www.w3.org/2000/svg}path")
    assert sum("L" in part.get("d", "") or " " in part.get("d", "") for part in parts) == 6
