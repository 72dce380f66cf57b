"""One thing that is not as it should be."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is wrong with a file.

    Attributes:
        file: which one.
        says: one sentence that says what is wrong, with which file, and what to do.
        harm: whether answers, or pictures, suffer; else it costs the next start or build some time, and that is all.
        mend: mends it; None where nothing here can.
    """

    file: Path
    says: str
    harm: bool = True
    mend: Callable[[], object] | None = None

    @classmethod
    def of(cls, file: Path, error: Exception) -> Self:
        """Return what an error says as a finding."""
        return cls(file=file, says=f"{str(error).rstrip('.')}.")

    def as_json(self, *, mended: bool = False) -> dict[str, Any]:
        """Return it as an object for programs."""
        return {
            "file": str(self.file),
            "says": self.says,
            "harm": self.harm,
            "mendable": self.mend is not None,
            "mended": mended,
        }
