"""The garments of a photo that shows several: a second look at parts of it, and the best of what is seen there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lookbook.encoders import parts
from lookbook.encoders.base import Encoder, Photo
from lookbook.encoders.parts import Box, Part

ENLARGED = 2
"""A window has at least half the photo's sides: a photo need not be read larger than this many times the frame."""
LIKELY = 0.45
"""From this probability on, a part is a piece."""
SAME, INSIDE = 0.3, 0.5
"""Of two parts that share more of what both cover, or of the smaller one, only the likelier is a piece."""


def _windows(share: float, count: int) -> list[Box]:
    starts = [float(start) for start in np.linspace(0.0, 1.0 - share, count)]
    return [(left, top, min(1.0, left + share), min(1.0, top + share)) for top in starts for left in starts]


WINDOWS: Sequence[Box] = [(0.0, 0.0, 1.0, 1.0), *_windows(0.7, 3), *_windows(0.5, 4)]
"""What is looked at, as shares of width and height: the whole, and parts that overlap."""


@dataclass(frozen=True)
class Piece:
    """A garment of a photo.

    Attributes:
        box: x0, y0, x1, y1 in pixels of the upright photo.
        kind: its likeliest article type, "" where the encoder tells none.
        likelihood: 0..1, that it is one garment, and whole.
    """

    box: Box
    kind: str
    likelihood: float

    def of_photo(self, seen: Photo, size: tuple[int, int]) -> "Piece":
        """Bring the box from pixels of the picture that was seen to pixels of the photo in its full (width, height)."""
        across, down = (full / side for full, side in zip(size, seen.shape[1::-1], strict=True))
        left, top, right, bottom = self.box
        return replace(self, box=(left * across, top * down, right * across, bottom * down))


def find(encoder: Encoder, photo: Photo) -> list[Piece]:
    """Find the garments of a photo (H, W, 3), likeliest first; none where the encoder tells no masks."""
    rows, columns = photo.shape[:2]
    pieces = []
    for part in best(looked_at(encoder, photo)):
        left, top, right, bottom = part.box
        box = (left * columns, top * rows, right * columns, bottom * rows)
        pieces.append(Piece(box, part.kind, part.likelihood))
    return pieces


def looked_at(encoder: Encoder, photo: Photo) -> list[Part]:
    """Return the garment in each window of a photo (H, W, 3) that shows one; none where the whole shows none."""
    (whole,) = encoder.predict([photo])
    if whole.mask is None or whole.unknown:
        return []
    seen = [whole, *encoder.predict([_cut(photo, window) for window in WINDOWS[1:]])]
    found = (parts.of_window(window, one) for window, one in zip(WINDOWS, seen, strict=True))
    return [part for part in found if part is not None]


def best(found: Sequence[Part]) -> list[Part]:
    """Keep the likely parts, of several in one place the likeliest (non-maximum suppression)."""
    kept: list[Part] = []
    for part in sorted(found, key=lambda part: part.likelihood, reverse=True):
        if part.likelihood >= LIKELY and not any(_same(part.box, other.box) for other in kept):
            kept.append(part)
    return kept


def _same(first: Box, second: Box) -> bool:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    shared = max(0.0, width) * max(0.0, height)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return shared > SAME * (sum(areas) - shared) or shared > INSIDE * min(areas)


def _cut(photo: Photo, window: Box) -> Photo:
    left, top, right, bottom = (round(share * side) for share, side in zip(window, photo.shape[1::-1] * 2, strict=True))
    return photo[top : max(top + 1, bottom), left : max(left + 1, right)]
