"""The one door: opens an index once and answers every question about it."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lookbook import encoders, photos
from lookbook.catalog import Catalog
from lookbook.encoders.base import Encoder, Photo, Sight
from lookbook.hit import Hit
from lookbook.index import Index
from lookbook.neighbors import ENGINES
from lookbook.ordered import batched, in_order
from lookbook.retrieval.visual import VisualRetriever, Where
from lookbook.settings import Settings

Source = Photo | bytes | str | Path
"""A photo as pixels (H, W, 3), as a file's bytes, or as a path."""
BATCH = 64


@dataclass(frozen=True)
class Answer:
    """What one photo brought.

    Attributes:
        hits: the results, best first.
        sight: what the encoder saw; None where the photo can't be read.
        milliseconds: from the photo's bytes to the hits; in a batch, the photo's share of it.
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


class Lookbook:
    """A catalogue that can be searched; safe to share between threads once it is open."""

    def __init__(self, index: Index, catalog: Catalog, encoder: Encoder, settings: Settings | None = None) -> None:
        self.index = index
        self.catalog = catalog
        self.encoder = encoder
        self.settings = settings or Settings.load()
        self._visual = VisualRetriever(ENGINES["exact"](), index.vectors, index.filenames, catalog)

    @classmethod
    def open(cls, folder: str | Path = ".", settings: Settings | None = None) -> Self:
        """Open an index folder.

        Raises:
            BadIndexError, CatalogError, EncoderError, SettingsError: one sentence that says what to do.
        """
        folder, settings = Path(folder), settings or Settings.load()
        index = Index.load(folder)
        catalog = Catalog.at(index.images_root, index.filenames, index.styles, folder)
        return cls(index, catalog, encoders.matching(index.encoder, settings.resnet50_weights), settings)

    def __len__(self) -> int:
        """How many pictures can be found."""
        return len(self.index.filenames)

    def search(self, photo: Source, k: int | None = None, where: Where | None = None) -> list[Hit]:
        """Find the products that look most like a photo.

        Args:
            photo: a path, a file's bytes, or pixels (H, W, 3).
            k: how many; by default the setting `results`.
            where: column of styles.csv -> the value that results must have.

        Returns:
            Hits, best first, scored by cosine similarity.

        Raises:
            PhotoError: the photo can't be read.
            ValueError: k is not positive, or there is no such column.
        """
        return self.answer(photo, k, where).hits

    def answer(self, photo: Source, k: int | None = None, where: Where | None = None) -> Answer:
        """Search, and tell what was seen and how long it took. Takes and raises what `search` does."""
        started = time.perf_counter()
        pixels, size = self._sized(photo)
        answer = self._found(self.encoder.see([pixels])[0].of_photo(pixels, size), k, where)
        return replace(answer, milliseconds=1000 * (time.perf_counter() - started))

    def answers(self, paths: Iterable[Path], k: int | None = None, where: Where | None = None) -> Iterator[Answer]:
        """Answer many photos in batches, in order; one that can't be read has its `error` and the rest go on."""
        for batch in batched(in_order(self._read_or_reason, paths, workers=2, ahead=2 * BATCH), BATCH):
            started = time.perf_counter()
            readable = [photo for photo in batch if not isinstance(photo, str)]
            seen = self.encoder.see([pixels for pixels, _ in readable]) if readable else []
            sights = iter([sight.of_photo(*photo) for sight, photo in zip(seen, readable, strict=True)])
            found = [
                Answer(error=photo) if isinstance(photo, str) else self._found(next(sights), k, where)
                for photo in batch
            ]
            share = 1000 * (time.perf_counter() - started) / len(batch)
            yield from (replace(answer, milliseconds=share) for answer in found)

    def like(self, vector: NDArray[np.float32], k: int | None = None, where: Where | None = None) -> list[Hit]:
        """Find the products nearest to a unit vector (D,)."""
        return self._visual.search(vector, self.settings.results if k is None else k, where)

    def _sized(self, photo: Source) -> tuple[Photo, tuple[int, int]]:
        """Read a photo no larger than the encoder needs it, and tell the width and height that it has in full."""
        if isinstance(photo, np.ndarray):
            return photo, (photo.shape[1], photo.shape[0])
        most, name = self.settings.max_photo_bytes, None if isinstance(photo, bytes) else str(photo)
        data = photo if isinstance(photo, bytes) else photos.file_bytes(photo, most)
        pixels = photos.read(
            data, self.encoder.side, name=name, max_bytes=most, max_pixels=self.settings.max_photo_pixels
        )
        return pixels, photos.upright_size(data)

    def picture(self, hit: Hit) -> bytes:
        """Give the bytes of a hit's picture. Raises PhotoError when it is gone."""
        return self.catalog.read(hit.filename)

    def product(self, hit: Hit) -> Mapping[str, str]:
        """Give a hit's row of styles.csv, {} if it has none."""
        return self.catalog.product(hit.filename)

    def _found(self, sight: Sight, k: int | None, where: Where | None) -> Answer:
        return Answer(self.like(sight.vector, k, where), sight)

    def _read_or_reason(self, path: Path) -> tuple[Photo, tuple[int, int]] | str:
        try:
            return self._sized(path)
        except photos.PhotoError as error:
            return str(error)
