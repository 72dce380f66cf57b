"""What one query brought."""

from dataclasses import dataclass, field

from lookbook.encoders.base import Sight
from lookbook.hit import Hit


@dataclass(frozen=True)
class Answer:
    """What one query brought.

    Attributes:
        hits: the results, best first.
        sight: what the encoder saw; None where there was no photo, or it can't be read.
        milliseconds: from the photo's bytes or the text to the hits; in a batch, the photo's share of it.
        error: why there are no hits, in one sentence; None where all went well.
    """

    hits: list[Hit] = field(default_factory=list)
    sight: Sight | None = None
    milliseconds: float = 0.0
    error: str | None = None

    @property
    def unknown(self) -> bool:
        """Whether the photo looks like nothing in a fashion catalogue; the hits are then the nearest of what is far."""
        return self.sight is not None and self.sight.unknown
