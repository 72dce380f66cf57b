"""What came of all that was asked and built, counted by several threads, and what went wrong in words."""

from collections import Counter
from collections.abc import Mapping
from threading import Lock

MOST_WORDS = 50


class Tally:
    """Counts by name; safe to share between threads."""

    def __init__(self) -> None:
        self._lock, self._counts = Lock(), Counter[str]()
        self.said: list[str] = []

    def count(self, name: str) -> None:
        """Count one more."""
        with self._lock:
            self._counts[name] += 1

    def wrong(self, name: str, said: str) -> None:
        """Count what should not have been, and keep how it was."""
        with self._lock:
            self._counts[name] += 1
            if len(self.said) < MOST_WORDS:
                self.said.append(f"{name}: {said[:500]}")

    def counts(self) -> Mapping[str, int]:
        """Return the counts of now."""
        with self._lock:
            return dict(self._counts)
