"""What tells whether a product table is still the one that was read, whatever holds it."""

from typing import Protocol

Stamp = tuple[int, ...]


class Watch(Protocol):
    """Tells whether a product table is still the one that was read."""

    @property
    def stamp(self) -> Stamp:
        """Its state when it was read."""

    @property
    def changed(self) -> bool:
        """Whether what was read may be another than what is there now."""

    def now(self) -> Stamp:
        """Return a value that changes when the table does."""
