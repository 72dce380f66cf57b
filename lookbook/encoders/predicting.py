"""From photos in any form to what an encoder sees in them: read no larger than it needs them, and in batches."""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from lookbook.encoders import pieces
from lookbook.encoders.base import Encoder, Prediction
from lookbook.encoders.pieces import Piece
from lookbook.photos import PhotoError
from lookbook.photos.given import Given, take
from lookbook.photos.parallel import batched, in_order
from lookbook.photos.room import LARGE, LARGE_FILE
from lookbook.settings import Settings
from lookbook.together import Together

BATCH = 64


class Predictor:
    """An encoder that takes photos in any form; those that come from several threads at once go through it together.

    Args:
        encoder: sees what is in them.
        settings: has the limits on a photo, and how many go through the encoder at once.
    """

    def __init__(self, encoder: Encoder, settings: Settings) -> None:
        self._encoder = encoder
        self._settings = settings
        self._together = Together(self.predicted, settings.batch)

    def predict(self, photo: Any) -> Prediction:
        """Return what is seen in a photo, its box in pixels of the whole photo. Raises PhotoError."""
        return self._together.ask(self._read(photo))

    def pieces(self, photo: Any) -> list[Piece]:
        """Return the garments of a photo, likeliest first, their boxes in pixels of the whole photo.

        There are none where nothing is seen, or where the encoder tells no masks. Raises PhotoError.
        """
        given = self._read(photo, pieces.ENLARGED)
        return [piece.of_photo(given.pixels, given.size) for piece in pieces.find(self._encoder, given.pixels)]

    def read_batches(self, paths: Iterable[Path]) -> Iterator[list[Given | str]]:
        """Read photos ahead, and yield them in batches, in order; why one can't be read stands in its place."""
        return batched(in_order(self._read_or_reason, paths, workers=2, ahead=2 * BATCH), BATCH)

    def predicted(self, photos: list[Given]) -> list[Prediction]:
        """Return what is seen in each photo of a batch."""
        seen = self._encoder.predict([photo.pixels for photo in photos]) if photos else []
        return [made.of_photo(photo.pixels, photo.size) for made, photo in zip(seen, photos, strict=True)]

    def _read(self, photo: Any, times: int = 1) -> Given:
        large = isinstance(photo, bytes) and len(photo) >= LARGE_FILE
        with LARGE.taken(1) if large else nullcontext():
            return take(
                photo,
                times * self._encoder.side,
                max_bytes=self._settings.max_photo_bytes,
                max_pixels=self._settings.max_photo_pixels,
            )

    def _read_or_reason(self, path: Path) -> Given | str:
        try:
            return self._read(path)
        except PhotoError as error:
            return str(error)
