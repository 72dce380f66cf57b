"""What one batch teaches: the weighed sum of labels, one product in two views, titles, garment, box and mask."""

import torch
from torch import Tensor, nn

from lookbook.training.lite.batches import Batch
from lookbook.training.lite.objective import any_of, box_distance, instance, paired
from lookbook.training.lite.pupil import Pupil

WEIGHTS = {"articleType": 1.0, "baseColour": 0.6, "gender": 0.4, "season": 0.2, "usage": 0.2, "pattern": 0.3}
PHOTO, INSTANCE, TEXT, GARMENT, BOX, MASK = 0.6, 0.7, 0.3, 0.2, 0.25, 0.25
REMEMBERED = 1440
"""Pictures of earlier batches that serve as further negatives of titles."""


class Lesson:
    """The parts of the loss; remembers the pictures of earlier batches."""

    def __init__(self) -> None:
        self.queue: list[tuple[Tensor, Tensor]] = []

    def losses(self, pupil: Pupil, batch: Batch) -> dict[str, Tensor]:
        """Return each part of the loss, weighed."""
        pictures = torch.from_numpy(batch.pictures).permute(0, 3, 1, 2).float()
        told = pupil(pictures.contiguous(memory_format=torch.channels_last))
        count = len(batch.products)
        both, photos = slice(0, 2 * count), slice(2 * count, 2 * count + len(batch.photo_types))
        parts = {
            name: weight * any_of(told[name][both], torch.from_numpy(batch.allowed[name]).repeat(2, 1)).mean()
            for name, weight in WEIGHTS.items()
        }
        parts["photo"] = PHOTO * any_of(told["articleType"][photos], torch.from_numpy(batch.photo_types)).mean()
        products = torch.from_numpy(batch.products)
        first, second = told["embedding"][:count], told["embedding"][count : 2 * count]
        parts["instance"] = INSTANCE * instance(first, second, products[:, None] == products[None]).mean()
        parts["text"] = TEXT * self._text(pupil, batch, first, second, products)
        shown = torch.ones(len(pictures), dtype=torch.long)
        shown[photos.stop :] = 0
        parts["garment"] = GARMENT * nn.functional.cross_entropy(told["garment"], shown, label_smoothing=0.02)
        placed = torch.from_numpy(batch.placed)
        where = box_distance(told["box"][both][placed], torch.from_numpy(batch.boxes)[placed])
        parts["box"] = BOX * where.mean()
        cover = torch.from_numpy(batch.cover)[placed]
        parts["mask"] = MASK * nn.functional.binary_cross_entropy_with_logits(told["mask"][both][placed], cover)
        return parts

    def _text(self, pupil: Pupil, batch: Batch, first: Tensor, second: Tensor, products: Tensor) -> Tensor:
        texts = pupil.words(torch.from_numpy(batch.words), torch.from_numpy(batch.starts))
        past = torch.cat([vectors for vectors, _ in self.queue]) if self.queue else first[:0].detach()
        whose = torch.cat([products, *(numbers for _, numbers in self.queue)])
        same = products[:, None] == whose[None]
        scale = pupil.scale.exp().clamp(max=50.0)
        loss = sum(paired(texts, torch.cat([seen, past]), same, scale).mean() for seen in (first, second)) / 2
        self.queue = [(first.detach(), products), *self.queue][: REMEMBERED // len(products)]
        return loss
