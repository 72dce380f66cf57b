"""Many texts in little memory: one run of UTF-8 and where each text begins."""

from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class Texts(Sequence[str]):
    """V texts, each decoded when it is asked for.

    Args:
        data: all texts in UTF-8, one after the other, uint8 (B,).
        starts: where each begins, and where the last one ends (V + 1,).
    """

    def __init__(self, data: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self.data = data
        self.starts = starts

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        """Put texts together; what is no proper text (a file's name may not be) is kept as it is."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        starts = np.concatenate([[0], np.cumsum([len(text) for text in encoded], dtype=np.int64)]).astype(np.int64)
        return cls(np.frombuffer(b"".join(encoded), np.uint8), starts)

    def __len__(self) -> int:
        """Return how many texts there are, V."""
        return len(self.starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        """Return one text or several."""
        places = range(len(self))[place]
        return self._text(places) if isinstance(places, int) else [self._text(number) for number in places]

    def find(self, text: str) -> int | None:
        """Return the last place of a text, None where it is not there, without decoding any other."""
        wanted = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
        places = np.flatnonzero(np.diff(self.starts) == len(wanted))
        for offset in reversed(range(len(wanted))):  # ids differ most at their ends
            places = places[self.data[self.starts[places] + offset] == wanted[offset]]
        return int(places[-1]) if len(places) else None

    def _text(self, place: int) -> str:
        return self.data[self.starts[place] : self.starts[place + 1]].tobytes().decode("utf-8", "surrogatepass")
