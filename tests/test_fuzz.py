"""Whatever strangers send is answered, or refused in one sentence: a short run of `python -m tests.fuzz`."""

import subprocess
import sys
import time
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from lookbook.errors import LookbookError
from tests.fuzz import __main__ as program
from tests.fuzz import targets, worker
from tests.fuzz.__main__ import NAMES, fuzz
from tests.fuzz.target import ROOT, Target, UnclearError
from tests.fuzz.worker import Watch

COUNT = 60


@pytest.mark.parametrize("name", targets.TARGETS)
def test_bad_input_is_answered_or_refused_in_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "SECONDS", 60)  # a busy machine is no fault of what is tested
    with closing(targets.TARGETS[name](tmp_path)) as target:
        for way in (worker.damaged, worker.drawn):
            with Watch(lambda data: targets.outcome(target, data), tmp_path, COUNT) as watch:
                way(name, target, watch, time.monotonic() + 600, 3)
            assert watch.findings == {}
            assert watch.count >= COUNT - 10


@pytest.mark.skipif(find_spec("atheris") is None, reason="Atheris is not installed; it has wheels for Linux")
def test_ways_that_no_input_has_gone_are_looked_for() -> None:
    found = fuzz("pickle", "guided", 400, 120, 3)
    assert found["inputs"] == 400
    assert set(found["tally"]) <= {targets.ANSWERED, targets.REFUSED}
    assert found["findings"] == {}


def test_all_targets_are_fuzzed_where_none_is_named() -> None:
    assert tuple(targets.TARGETS) == NAMES


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    def take(data: bytes) -> None:
        if data == b"fault":
            raise ZeroDivisionError
        if data == b"silence":
            raise LookbookError("")
        if data == b"slow":
            end = time.process_time() + 2.1
            while time.process_time() < end:
                pass

    target = Target([b""], take)
    with Watch(lambda data: targets.outcome(target, data), tmp_path, 9) as watch:
        for data in (b"good", b"fault", b"silence", b"slow"):
            watch.take(data)
    assert [kind.split(" ")[0] for kind in watch.findings] == ["ZeroDivisionError", "UnclearError", "slow"]
    with pytest.raises(UnclearError):
        targets.outcome(target, b"silence")


def test_a_process_that_ends_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MOST_DEATHS", 1)
    assert list(fuzz("no such target", "damaged", 5, 30, 1)["findings"]) == ["ended with 1"]


def test_the_program_prints_a_table_and_fails_where_something_is_found() -> None:
    command = [sys.executable, "-m", "tests.fuzz", "zip", "--ways", "damaged", "--count", "20"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("zip     damaged        20 inputs")


def test_bytes_of_no_language_in_an_address_are_no_fault_of_the_server(tmp_path: Path) -> None:
    with closing(targets.TARGETS["api"](tmp_path)) as target, pytest.raises(LookbookError, match="Method Not Allowed"):
        target.take(b"PUT /v1/products?start=3&limi\xf4=2 HTTP/1.1\r\nHost: h\r\n\r\n")
