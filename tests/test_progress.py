"""How far a work is: a bar where somebody looks at it, else a line now and then."""

import io
import sys
import types
from collections.abc import Iterator

import pytest

from lookbook.building.progress import Lines, in_notebook, progress, tracked


def test_a_line_every_ten_seconds_says_how_far_it_is() -> None:
    times: Iterator[float] = iter([0.0, 4.0, 10.0, 19.9, 20.0, 25.0])
    said = io.StringIO()
    step = Lines("embedding", 40_043, 1000, "pictures", clock=lambda: next(times), to=said)
    for more in (400, 600, 900, 100, 1):
        step(more)
    # at ten seconds 1,000 are done in ten seconds: 38,043 more take 380 s; at twenty 2,000 in twenty: 37,043 take 370 s
    assert said.getvalue().splitlines() == [
        "embedding: 2,000 of 40,043 pictures, 100.0/s, 6:20 left",
        "embedding: 3,000 of 40,043 pictures, 100.0/s, 6:10 left",
    ]


def test_what_has_not_moved_and_what_takes_hours_is_said_as_such() -> None:
    times, said = iter([0.0, 10.0, 20.0]), io.StringIO()
    step = Lines("reading", 10_000, 0, "pictures", clock=lambda: next(times), to=said)
    step(0)
    step(10)
    assert said.getvalue().splitlines() == [
        "reading: 0 of 10,000 pictures, 0.0/s",
        "reading: 10 of 10,000 pictures, 0.5/s, 5:33:00 left",
    ]


def test_without_a_terminal_a_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("embedding", 3) as step:
        step(3)
    assert capsys.readouterr().err == ""


def test_in_a_terminal_it_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress("embedding", 7, 3) as step:
        step(4)
    assert "7/7" in terminal.getvalue()
    assert "embedding: 100%" in terminal.getvalue()


@pytest.mark.parametrize(("config", "expected"), [({"IPKernelApp": {}}, True), ({}, False), (None, False)])
def test_a_notebook_is_known_by_its_kernel(
    config: dict[str, object] | None, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = None if config is None else types.SimpleNamespace(config=config)
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    assert in_notebook() is expected


def test_what_is_tracked_comes_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(tracked(iter("abc"), "reading", 3)) == ["a", "b", "c"]
    assert capsys.readouterr().err == ""
