"""What many threads ask at about the same time is answered as one batch: photos by an encoder, vectors by a store."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


class Together(Generic[Asked, Answered]):
    """Answers one question of each thread, those of several threads at once.

    Group commit, as databases write their logs (DeWitt et al., 1984, Implementation techniques for main memory
    database systems): whoever comes while nothing is being done goes at once and alone; those that come while a batch
    is being done wait, and are the next batch together. Nobody waits for a clock.

    Args:
        answer: answers several questions, in their order.
        most: how many are answered at once.
    """

    def __init__(self, answer: Callable[[list[Asked]], Sequence[Answered]], most: int) -> None:
        self._answer, self._most = answer, most
        self._waiting: deque[tuple[Asked, Future[Answered]]] = deque()
        self._turn = Lock()

    def __len__(self) -> int:
        """Return how many wait for their turn."""
        return len(self._waiting)

    def ask(self, asked: Asked) -> Answered:
        """Return the answer to one question; raises what answering it raised."""
        own: Future[Answered] = Future()
        self._waiting.append((asked, own))
        with self._turn:
            while not own.done():  # more may be waiting before it than go at once
                self._next()
        return own.result()

    def _next(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
        try:
            answers = self._answer([asked for asked, _ in batch])
        except Exception as error:  # noqa: BLE001  it is raised where it is waited for
            if len(batch) == 1:
                batch[0][1].set_exception(error)
                return
            self._each(batch)  # one may be at fault, and the others are not to suffer
            return
        except BaseException as error:  # the program ends, and nobody is to wait for ever
            for _, future in batch:
                future.set_exception(error)
            raise
        for (_, future), answer in zip(batch, answers, strict=True):
            future.set_result(answer)

    def _each(self, batch: Sequence[tuple[Asked, Future[Answered]]]) -> None:
        for asked, future in batch:
            try:
                (answer,) = self._answer([asked])
            except Exception as error:  # noqa: BLE001  it is raised where it is waited for
                future.set_exception(error)
            else:
                future.set_result(answer)
