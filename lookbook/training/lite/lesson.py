"""What one batch teaches: the weighed sum of labels, one product in two views, titles, garment, box and mask."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from lookbook.training.lite.batches import Batch, Right
from lookbook.training.lite.objective import any_of, box_distance, instance, paired
from lookbook.training.lite.pupil import Pupil

WEIGHTS = {"articleType": 1.0, "baseColour": 0.6, "gender": 0.4, "season": 0.2, "usage": 0.2, "pattern": 0.3}
HEADS, PHOTO, INSTANCE, TEXT, GARMENT, BOX, MASK = 0.3, 0.6, 0.7, 0.3, 0.2, 0.25, 0.25
"""HEADS: of the labels that a vector's own angle tells, beside those that the features tell."""
REMEMBERED = 1440
"""Pictures of earlier batches that serve as further negatives of titles."""


class Lesson:
    """The parts of the loss that need no place; remembers the pictures of earlier batches."""

    def __init__(self) -> None:
        self.queue: list[tuple[Tensor, Tensor]] = []

    def told(self, pupil: Pupil, told: Mapping[str, Tensor], right: Right) -> dict[str, Tensor]:
        """Return the parts that need no place: labels, one product in two views, titles, and garment.

        Args:
            pupil: whose heads and words they are of.
            told: what `Pupil.tell` says of two views of each product, photos, and pictures without a garment.
            right: what is right about products and photos.
        """
        count = len(right.products)
        both, photos = slice(0, 2 * count), slice(2 * count, 2 * count + len(right.photo_types))
        embedding = told["embedding"]
        parts = {}
        for name, weight in WEIGHTS.items():
            allowed = torch.from_numpy(right.allowed[name]).repeat(2, 1)
            parts[f"{name} head"] = HEADS * weight * any_of(pupil.heads[name](embedding[both]), allowed).mean()
            if name in pupil.told:
                parts[name] = weight * any_of(told[name][both], allowed).mean()
        types = torch.from_numpy(right.photo_types)
        for logits in (told["articleType"][photos], pupil.heads["articleType"](embedding[photos])):
            parts["photo"] = parts.get("photo", 0.0) + PHOTO * any_of(logits, types).mean()
        products = torch.from_numpy(right.products)
        first, second = embedding[:count], embedding[count : 2 * count]
        parts["instance"] = INSTANCE * instance(first, second, products[:, None] == products[None]).mean()
        parts["text"] = TEXT * self._text(pupil, right, first, second, products)
        shown = torch.ones(len(embedding), dtype=torch.long)
        shown[photos.stop :] = 0
        parts["garment"] = GARMENT * nn.functional.cross_entropy(told["garment"], shown, label_smoothing=0.02)
        return parts

    def _text(self, pupil: Pupil, right: Right, first: Tensor, second: Tensor, products: Tensor) -> Tensor:
        texts = pupil.words(torch.from_numpy(right.words), torch.from_numpy(right.starts))
        past = torch.cat([vectors for vectors, _ in self.queue]) if self.queue else first[:0].detach()
        whose = torch.cat([products, *(numbers for _, numbers in self.queue)])
        same = products[:, None] == whose[None]
        scale = pupil.scale.exp().clamp(max=50.0)
        loss = sum(paired(texts, torch.cat([seen, past]), same, scale).mean() for seen in (first, second)) / 2
        self.queue = [(first.detach(), products), *self.queue][: REMEMBERED // len(products)]
        return loss


class WholeLesson(Lesson):
    """A lesson of the whole network, which sees pictures."""

    def losses(self, pupil: Pupil, batch: Batch) -> dict[str, Tensor]:
        """Return each part of the loss, weighed."""
        pictures = torch.from_numpy(batch.pictures).permute(0, 3, 1, 2).float()
        told = pupil(pictures.contiguous(memory_format=torch.channels_last))
        parts = self.told(pupil, told, batch.right)
        both, placed = slice(0, len(batch.placed)), torch.from_numpy(batch.placed)
        where = box_distance(told["box"][both][placed], torch.from_numpy(batch.boxes)[placed])
        parts["box"] = BOX * where.mean()
        cover = torch.from_numpy(batch.cover)[placed]
        parts["mask"] = MASK * nn.functional.binary_cross_entropy_with_logits(told["mask"][both][placed], cover)
        return parts
