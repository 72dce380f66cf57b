"""Questions of many threads are answered in batches, and one that fails costs only itself."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from lookbook.together import Together


class Slow:
    """Answers with squares; the first batch waits until it is let go, and a negative number breaks its batch."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun, self.go = Event(), Event()

    def __call__(self, numbers: list[int]) -> list[int]:
        self.batches.append(numbers)
        self.begun.set()
        assert self.go.wait(10)
        if any(number < 0 for number in numbers):
            raise ArithmeticError("negative")
        return [number * number for number in numbers]


def ask_while_busy(slow: Slow, numbers: list[int], most: int = 64) -> list[int | None]:
    """Ask 7, and all the others while it is being answered."""
    together = Together(slow, most)
    with ThreadPoolExecutor(len(numbers) + 1) as pool:
        first = pool.submit(together.ask, 7)
        assert slow.begun.wait(10)
        others = [pool.submit(together.ask, number) for number in numbers]
        while len(together) < len(numbers):
            pass
        slow.go.set()
        assert first.result(10) == 49
        return [None if other.exception(10) else other.result() for other in others]


def test_who_comes_alone_goes_alone() -> None:
    slow = Slow()
    slow.go.set()
    together = Together(slow, 64)
    assert [together.ask(2), together.ask(3)] == [4, 9]
    assert slow.batches == [[2], [3]]


def test_those_who_come_meanwhile_go_together() -> None:
    slow = Slow()
    assert ask_while_busy(slow, [1, 2, 3]) == [1, 4, 9]
    assert [sorted(batch) for batch in slow.batches] == [[7], [1, 2, 3]]


def test_no_more_go_together_than_may() -> None:
    slow = Slow()
    assert ask_while_busy(slow, [1, 2, 3, 4, 5], most=2) == [1, 4, 9, 16, 25]
    assert [len(batch) for batch in slow.batches] == [1, 2, 2, 1]


def test_one_that_fails_costs_only_itself() -> None:
    assert ask_while_busy(Slow(), [1, -2, 3]) == [1, None, 9]


def test_what_fails_is_raised_where_it_was_asked() -> None:
    slow = Slow()
    slow.go.set()
    with pytest.raises(ArithmeticError, match="negative"):
        Together(slow, 64).ask(-1)
