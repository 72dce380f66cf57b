"""The course of a training: warm up, go on at one rate for as long as there is time, then decay to nothing.

Warm-up, stable, decay (Hu et al., 2024, arXiv:2404.06395): what is learned at the steady rate can be taken up again at
any time; a decayed copy is made whenever a good network is wanted.
"""

import copy
import os
import signal
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, Protocol, Self

import numpy as np
import torch
from torch import Tensor, nn

from lookbook.training.lite.batches import Batch, Batches
from lookbook.training.lite.kept import KeptBatch, KeptBatches
from lookbook.training.lite.lesson import WholeLesson
from lookbook.training.lite.lite0 import imagenet
from lookbook.training.lite.pupil import FROZEN, Pupil
from lookbook.training.lite.served import take_up

CHECKPOINT = "checkpoint.pt"
SLOW = ("backbone", "told", "pull")
"""What learns at the backbone's rate."""
TELLING = 30.0
"""Seconds between lines in the log."""


class Taught(Protocol):
    """What a batch teaches."""

    def losses(self, pupil: Pupil, batch: Any) -> dict[str, Tensor]:
        """Return each part of the loss, weighed."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast it learns.

    Attributes:
        backbone, new: learning rates of what ImageNet taught (and of `SLOW`) and of what is new.
        warmup: steps until the full rates.
        averaging: momentum of the running average of the weights, which is what is exported.
        decay: weight decay of AdamW.
        steady: the share of a run that ends, before the rates fall.
        every: seconds between checkpoints.
    """

    backbone: float = 4e-4
    new: float = 1.5e-3
    warmup: int = 100
    averaging: float = 0.998
    decay: float = 0.02
    steady: float = 0.0
    every: float = 300.0

    def slower(self, share: float) -> Self:
        """Return the same at a share of the rates."""
        return replace(self, backbone=share * self.backbone, new=share * self.new)


@dataclass
class Course:
    """A training that can be stopped at any moment and goes on from its last checkpoint.

    Attributes:
        folder: of checkpoints and log; while a file PAUSE lies there, it waits.
        batches: what it learns from.
        pace: how fast.
        frozen: how many of the first blocks stay as they are.
    """

    folder: Path
    batches: Batches | KeptBatches
    pace: Pace = field(default_factory=Pace)
    frozen: int = FROZEN

    def __post_init__(self) -> None:
        torch.manual_seed(0)
        self.pupil = Pupil(imagenet(), {n: len(v) for n, v in self.batches.classes.items()})
        self.pupil.freeze(self.frozen)
        self.pupil.to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.pupil).requires_grad_(False)
        self.optimizer = torch.optim.AdamW(self._groups(), weight_decay=self.pace.decay, betas=(0.9, 0.99))
        self.step, self.stopping = 0, False
        self.lesson: Taught = WholeLesson()

    def _groups(self) -> list[dict[str, object]]:
        groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
        for name, parameter in self.pupil.named_parameters():
            if parameter.requires_grad:
                plain = parameter.ndim < 2 or name.startswith("words.rows")
                groups.setdefault((name.startswith(SLOW), plain), []).append(parameter)
        rates = {True: self.pace.backbone, False: self.pace.new}
        return [
            {"params": own, "lr": rates[old], "base": rates[old], **({"weight_decay": 0.0} if plain else {})}
            for (old, plain), own in groups.items()
        ]

    def restore(self, path: Path) -> None:
        """Take up a checkpoint."""
        saved = torch.load(path, weights_only=True)
        self.pupil.load_state_dict(saved["pupil"])
        self.average.load_state_dict(saved["average"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.step = saved["step"]
        torch.set_rng_state(saved["chance"])

    def take_up(self, path: Path) -> None:
        """Begin from the weights of a served file."""
        take_up(self.pupil, path, self.batches.classes)
        self.average.load_state_dict(self.pupil.state_dict())

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        state = {"pupil": self.pupil.state_dict(), "average": self.average.state_dict(), "step": self.step,
                 "optimizer": self.optimizer.state_dict(), "chance": torch.get_rng_state()}  # fmt: skip
        torch.save(state, path.with_suffix(".part"))
        os.replace(path.with_suffix(".part"), path)

    def stop(self, *_: object) -> None:
        """Save after this step and end."""
        self.stopping = True

    def run(self, decay: float | None = None) -> None:
        """Learn until told to stop.

        Args:
            decay: in how many seconds the rates fall to nothing, after which it ends; None = it goes on at full rates.
        """
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        source = _ahead(self.batches, self.step)
        began = saved = told = time.monotonic()
        since, sums = self.step, np.zeros(0)
        while not self.stopping:
            while (self.folder / "PAUSE").exists() and not self.stopping:
                time.sleep(2)
            left = 1.0 - (time.monotonic() - began) / decay if decay else 1.0
            if left <= 0:
                break
            share = min(1.0, left / (1.0 - self.pace.steady))
            losses = self.learn(source.get(), min(share, (self.step + 1) / self.pace.warmup), decay is not None)
            values = np.array(list(losses.values()))
            sums = 0.95 * sums + 0.05 * values if sums.size else values
            now = time.monotonic()
            if now - told > TELLING:
                self._tell(losses, sums, (self.step - since) / (now - told))
                told, since = now, self.step
            if now - saved > self.pace.every:
                self.save(self.folder / CHECKPOINT)
                saved = now
        self.save(self.folder / CHECKPOINT)

    def _tell(self, losses: dict[str, float], sums: np.ndarray, rate: float) -> None:
        parts = " ".join(f"{name} {value:.3f}" for name, value in zip(losses, sums, strict=True))
        line = f"{time.strftime('%H:%M:%S')} step {self.step} {rate:.2f} steps/s {parts}"
        with (self.folder / "log.txt").open("a", encoding="utf-8") as file:
            print(line, file=file)

    def learn(self, batch: Batch | KeptBatch, share: float, decaying: bool) -> dict[str, float]:
        """Make one step at a share of the full rates; returns the parts of the loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * share
        parts = self.lesson.losses(self.pupil, batch)
        total = sum(parts.values())
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(self.pupil.parameters(), 5.0)
        self.optimizer.step()
        self.step += 1
        momentum = 0.95 if decaying else min(self.pace.averaging, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, own in zip(self.average.parameters(), self.pupil.parameters(), strict=True):
                mean.lerp_(own, 1.0 - momentum)
        return {"loss": total.item(), **{name: value.item() for name, value in parts.items()}}


def _ahead(batches: Batches | KeptBatches, step: int) -> "Queue[Batch | KeptBatch]":
    """Draw batches in a thread of their own, two ahead."""
    ready: Queue[Batch | KeptBatch] = Queue(2)

    def work() -> None:
        number = step
        while True:
            ready.put(batches.batch(number))
            number += 1

    Thread(target=work, daemon=True).start()
    return ready
