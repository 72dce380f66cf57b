"""What is taught: Lite0, labels told from its maps, a vector that leans towards them, garment, place, and words."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from lookbook.encoders.attributes import ATTRIBUTES
from lookbook.training.lite.lite0 import HEAD, Lite0

DIM = 256
SHARPNESS = 16.0
FROZEN = 3
"""Blocks that stay as ImageNet taught them, with the stem before them."""
FINE, MIDDLE, LAST = 4, 10, 15
"""Blocks whose maps are used besides the last: 40, 112 and 320 channels."""
POOLED = 2 * HEAD + 40 + 112
LEANING = ("articleType", "baseColour", "gender")
"""Attributes towards whose likely values a vector leans."""
HIDDEN = 0.2
"""The share of the pooled features that labels are told without while learning (dropout)."""
WORD_DIM = 128
ROWS = 32768


class CosineHead(nn.Module):  # type: ignore[misc]
    """Class scores by the angle alone (normalised softmax; Zhai and Wu, 2019, arXiv:1811.12649)."""

    def __init__(self, dim: int, classes: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(classes, dim))

    def forward(self, vectors: Tensor) -> Tensor:
        """Return logits (N, classes) of unit vectors (N, dim)."""
        return SHARPNESS * functional.linear(vectors, functional.normalize(self.weight, dim=1))


class Mask(nn.Module):  # type: ignore[misc]
    """Where the garment is, on a grid of a quarter of the picture's side, from maps of four depths."""

    def __init__(self) -> None:
        super().__init__()
        self.sides = nn.ModuleList([nn.Conv2d(channels, 24, 1) for channels in (24, 40, 112, 320)])
        self.around = nn.Conv2d(24, 24, 3, padding=1)
        self.last = nn.Conv2d(24, 1, 1)

    def forward(self, maps: list[Tensor]) -> Tensor:
        """Return logits (N, H / 4, W / 4) of maps, finest first."""
        size = maps[0].shape[2:]
        total = self.sides[0](maps[0])
        for side, each in zip(self.sides[1:], maps[1:], strict=True):
            total = total + functional.interpolate(side(each), size=size, mode="nearest")
        return self.last(functional.relu(self.around(functional.relu(total))))[:, 0]


class Words(nn.Module):  # type: ignore[misc]
    """A text's vector: the mean of its hashed pieces' rows, one hidden layer."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = nn.EmbeddingBag(ROWS, WORD_DIM, mode="mean")
        nn.init.normal_(self.rows.weight, std=0.1)
        self.hidden = nn.Linear(WORD_DIM, 512)
        self.out = nn.Linear(512, DIM)

    def forward(self, pieces: Tensor, starts: Tensor) -> Tensor:
        """Return unit vectors (N, 256) of texts, each the pieces from its start to the next text's."""
        return functional.normalize(self.out(functional.relu(self.hidden(self.rows(pieces, starts)))), dim=1)


class Pupil(nn.Module):  # type: ignore[misc]
    """The whole network."""

    def __init__(self, backbone: Lite0, classes: Mapping[str, int], frame: tuple[int, int] = (128, 96)) -> None:
        super().__init__()
        self.frame = frame
        self.backbone = backbone
        self.freeze(FROZEN)
        self.project = nn.Linear(POOLED, DIM, bias=False)
        self.told = nn.ModuleDict({n: nn.Linear(POOLED, count) for n, count in classes.items() if n in ATTRIBUTES})
        self.pull = nn.ParameterDict({n: torch.zeros(classes[n], DIM) for n in LEANING if n in classes})
        self.heads = nn.ModuleDict({name: CosineHead(DIM, count) for name, count in classes.items()})
        self.garment = nn.Sequential(nn.Linear(POOLED, 64), nn.ReLU(), nn.Linear(64, 2))
        self.place = nn.Conv2d(320, 32, 1)
        self.box = nn.Linear(32 * (frame[0] // 32) * (frame[1] // 32), 4)
        self.mask = Mask()
        self.words = Words()
        self.scale = nn.Parameter(torch.tensor(14.0).log())

    def freeze(self, blocks: int) -> None:
        """Let the stem and the first blocks learn no more."""
        for part in (self.backbone.stem, *self.backbone.blocks[:blocks]):
            part.requires_grad_(False)

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        """Return what `tell` returns, "box" (N, 4) in 0..1 and "mask" logits.

        Args:
            pictures: (N, 3, 128, 96) in 0..255.
        """
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            maps = self.maps(pictures)
            mask = self.mask([maps[2], maps[FINE], maps[MIDDLE], maps[LAST]]).float()
            place = functional.relu(self.place(maps[LAST])).flatten(1).float()
        return {**self.tell(_pooled(maps)), "box": torch.sigmoid(self.box(place)), "mask": mask}

    def tell(self, pooled: Tensor) -> dict[str, Tensor]:
        """Return "embedding" (N, 256) of length 1, logits by attribute and "garment" logits of features (N, 2712).

        Labels are told from the features themselves, of which the embedding's 256 numbers keep too little; the
        embedding is then moved towards what each likely value pulls it to.
        """
        seen = functional.dropout(pooled, HIDDEN, self.training)
        told = {name: layer(seen) for name, layer in self.told.items()}
        embedding = functional.normalize(self.project(pooled), dim=1)
        embedding = embedding + sum(told[name].softmax(1) @ pull for name, pull in self.pull.items())
        return {"embedding": functional.normalize(embedding, dim=1), "garment": self.garment(pooled), **told}

    def maps(self, pictures: Tensor) -> list[Tensor]:
        """Return Lite0's 17 maps of pictures (N, 3, H, W) in 0..255."""
        return list(self.backbone(pictures / 127.5 - 1.0))

    def pooled(self, pictures: Tensor) -> Tensor:
        """Return what embedding and garment are told from, (N, 2712), of pictures (N, 3, H, W) in 0..255."""
        return _pooled(self.maps(pictures))

    def above(self, middle: Tensor, fine: Tensor) -> tuple[Tensor, Tensor]:
        """Return the pooled features and the last block's map from the map of block 10 and the mean of block 4's."""
        x = middle
        for block in self.backbone.blocks[MIDDLE + 1 :]:
            x = block(x)
        last = functional.relu6(self.backbone.head(x))
        return torch.cat([last.mean((2, 3)), last.amax((2, 3)), fine, middle.mean((2, 3))], 1), x


def _pooled(maps: list[Tensor]) -> Tensor:
    last, fine, middle = (each.float() for each in (maps[-1], maps[FINE], maps[MIDDLE]))
    return torch.cat([last.mean((2, 3)), last.amax((2, 3)), fine.mean((2, 3)), middle.mean((2, 3))], 1)
