"""The words' side taught anew, alone: pictures stay as they are, so their vectors are made once and minutes do.

python -m lookbook.training.lite.reading INDEX FILE
"""

import copy
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from lookbook.book import Lookbook
from lookbook.disk import atomic
from lookbook.encoders.base import Vectors
from lookbook.encoders.hashing import pieces
from lookbook.errors import LookbookError
from lookbook.evaluation.copies import Copies
from lookbook.evaluation.split import held_out
from lookbook.training.lite import titles
from lookbook.training.lite.export import tables
from lookbook.training.lite.pupil import Words
from lookbook.training.lite.titles import TITLE, Row


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How it learns.

    Attributes:
        epochs, batch: how often all titles are read, and how many at once.
        against: how many other pictures each title must tell from its own.
        rate: of Adam at its highest, after `warmup` steps; it falls to nothing along a cosine.
        sharpness: by what cosines are multiplied at first; it is learned.
        averaging: momentum of the running average of the weights, which is what comes out.
    """

    epochs: int = 10
    batch: int = 512
    against: int = 4096
    rate: float = 4e-3
    warmup: int = 50
    sharpness: float = 30.0
    averaging: float = 0.998


def teach(vectors: Vectors, rows: Sequence[Row], pace: Pace | None = None, seed: int = 0) -> tuple[Words, float]:
    """Teach words to find pictures: a softmax over a title's own picture and others (van den Oord et al., 2018).

    Args:
        vectors: unit vectors of pictures (N, 256).
        rows: of the product table, with a title each, N.
        pace: how it learns.
        seed: of all chance.

    Returns:
        The words' side, and by what it multiplies cosines.
    """
    torch.manual_seed(seed)
    course = _Course(torch.from_numpy(vectors), rows, pace or Pace(), np.random.default_rng(seed))
    course.run()
    return course.average, course.scale.exp().item()


class _Course:
    def __init__(self, pictures: Tensor, rows: Sequence[Row], pace: Pace, rng: np.random.Generator) -> None:
        self.pictures, self.rows, self.pace, self.rng = pictures, rows, pace, rng
        self.same = torch.from_numpy(titles.same(rows))
        self.words = Words()
        self.words.rows.sparse = True  # a step touches few rows
        self.average = copy.deepcopy(self.words).requires_grad_(False)
        self.scale = nn.Parameter(torch.tensor(pace.sharpness).log())
        layers = [*self.words.hidden.parameters(), *self.words.out.parameters(), self.scale]
        self.optimizers = [torch.optim.SparseAdam([self.words.rows.weight], lr=pace.rate, betas=(0.9, 0.99)),
                           torch.optim.Adam(layers, lr=pace.rate, betas=(0.9, 0.99))]  # fmt: skip

    def run(self) -> None:
        batch = min(self.pace.batch, len(self.rows))
        steps = self.pace.epochs * (len(self.rows) // batch)
        order: list[int] = []
        for step in range(steps):
            if len(order) < batch:
                order = self.rng.permutation(len(self.rows)).tolist()
            asked, order = order[:batch], order[batch:]
            share = min(1.0, (step + 1) / self.pace.warmup) * 0.5 * (1 + math.cos(math.pi * step / steps))
            self._step(np.array(asked), share * self.pace.rate)
            momentum = min(self.pace.averaging, (2 + step) / (11 + step))
            with torch.no_grad():
                for kept, own in zip(self.average.parameters(), self.words.parameters(), strict=True):
                    kept.lerp_(own, 1 - momentum)

    def _step(self, asked: NDArray[np.int64], rate: float) -> None:
        others = self.rng.choice(len(self.rows), min(self.pace.against, len(self.rows)), replace=False)
        among = torch.from_numpy(np.concatenate([asked, others]))
        target = torch.arange(len(asked))
        equal = self.same[among[: len(asked)]][:, None] == self.same[among][None]
        equal[target, target] = False
        cosines = self.words(*self._pieces(asked)) @ self.pictures[among].T
        logits = (self.scale.exp().clamp(max=100.0) * cosines).masked_fill(equal, -1e9)
        for optimizer in self.optimizers:
            optimizer.zero_grad()
            optimizer.param_groups[0]["lr"] = rate
        functional.cross_entropy(logits, target).backward()
        for optimizer in self.optimizers:
            optimizer.step()

    def _pieces(self, asked: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        own = [pieces(titles.said(self.rows[row], self.rng)) for row in asked.tolist()]
        starts = np.cumsum([0, *map(len, own[:-1])])
        return torch.tensor([piece for each in own for piece in each]), torch.from_numpy(starts)


def put(words: Words, sharpness: float, path: Path) -> None:
    """Put a words' side in the place of a file's own; all that pictures go through stays bit for bit."""
    model = onnx.load(path)
    own = tables(words, sharpness)
    kept = [tensor for tensor in model.graph.initializer if tensor.name not in own]
    del model.graph.initializer[:]
    model.graph.initializer.extend([*kept, *(numpy_helper.from_array(value, name) for name, value in own.items())])
    with atomic.replacing(path) as draft:
        onnx.save(model, draft)


def learned(book: Lookbook) -> NDArray[np.int64]:
    """Return the rows of pictures that have a title and are of no product that is held out, nor copies of one."""
    copies, rows = Copies(), []
    for row, name in enumerate(book.index.filenames):
        own = book.catalog.product_id(name)
        product = copies.product(own, book.catalog.read(name))
        if not (held_out(product) or held_out(own)) and book.catalog.product(name).get(TITLE):
            rows.append(row)
    return np.array(rows)


def main(index: Path, path: Path) -> None:
    """Teach the words of a file by the titles of an index that it made."""
    book = Lookbook.open(index)
    if book.index.encoder.weights_sha256 != atomic.sha256(path):
        raise LookbookError(f"{index} was not made with {path}; build it with that first.")
    rows = learned(book)
    said = [book.catalog.product(book.index.filenames[row]) for row in rows.tolist()]
    put(*teach(np.asarray(book.index.vectors[rows]), said), path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
