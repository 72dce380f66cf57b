"""Pictures read, and other work done, in threads: results in order, and never too far ahead."""

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def in_order(work: Callable[[A], B], items: Iterable[A], workers: int, ahead: int) -> Iterator[B]:
    """Do work in threads and give the results in the items' order, never more than `ahead` of them."""
    waiting: deque[Future[B]] = deque()
    rest = iter(items)
    with ThreadPoolExecutor(workers, thread_name_prefix="reader") as pool:
        try:
            waiting.extend(pool.submit(work, item) for item in itertools.islice(rest, ahead))
            while waiting:
                result = waiting.popleft().result()
                waiting.extend(pool.submit(work, item) for item in itertools.islice(rest, 1))
                yield result
        finally:
            for future in waiting:
                future.cancel()


def batched(items: Iterable[A], size: int) -> Iterator[list[A]]:
    """Cut into lists of `size`, the last one shorter."""
    rest = iter(items)
    return iter(lambda: list(itertools.islice(rest, size)), [])
