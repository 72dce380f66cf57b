"""Teach a network: checkpoints after every epoch, and a stopped run goes on where it was."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import keras
import numpy as np
from numpy.typing import NDArray

from lookbook.training.batches import Batches, Source
from lookbook.training.learner import WEIGHTS, Learner
from lookbook.training.progress import Progress, progress_bar


class Pupil(Protocol):
    """What is taught.

    Attributes:
        exported: the name of the file that it is served from.
        network: from views (N, 112, 84, 3) in 0..255 to a dict: "embedding" (N, D) of length 1, logits (N, C) under the
            names of attributes, and "box" (N, 4) where it tells one.
    """

    exported: str
    network: keras.Model

    def export(self, folder: Path) -> None:
        """Write the file that it is served from, and what another training begins with."""


@dataclass(frozen=True)
class Schedule:
    """How long and how fast.

    Attributes:
        epochs, steps: epochs, and batches in each.
        rate: the highest learning rate, reached after `warmup` batches, then falling to zero as a cosine.
        decay: weight decay of AdamW.
        weights: what each part of the loss counts.
        averaging: momentum of the running average of the weights, which is what is exported.
    """

    epochs: int = 20
    steps: int = 200
    rate: float = 1.5e-3
    warmup: int = 300
    decay: float = 0.03
    weights: Mapping[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    averaging: float = 0.998


@contextmanager
def _computing_in(policy: str) -> Iterator[None]:
    """Make layers of a dtype policy, and leave Keras's own as it was."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


@_computing_in("mixed_bfloat16")
def train(
    make: Callable[[], Pupil],
    sources: Sequence[Source],
    backdrops: NDArray[np.uint8],
    folder: Path,
    schedule: Schedule = Schedule(),
    title: str = "training",
) -> Path:
    """Train and export a network.

    Args:
        make: makes the pupil; called here, so that its layers compute in half precision.
        sources: the pictures, and how many of each source a batch takes.
        backdrops: uint8 (B, 112, 84, 3) pieces of photos used as backgrounds.
        folder: where checkpoints and the result lie; a run that was stopped there goes on.
        schedule: how long and how fast.
        title: what the line calls it that says whether it begins or goes on.

    Returns:
        The file that the pupil is served from.
    """
    keras.utils.set_random_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    pupil = make()
    learner = Learner(pupil.network, _taught(schedule.weights, pupil.network))
    learner.compile(_optimizer(schedule))
    learner.optimizer.build(learner.trainable_variables)
    backup = folder / "backup"
    done = _epochs_done(backup)
    if done >= schedule.epochs:
        print(f"{title} is done", file=sys.stderr)
    else:
        print(f"{title} {'goes on' if done else 'begins'} with epoch {done + 1} of {schedule.epochs}", file=sys.stderr)
        with progress_bar(done, schedule.epochs, schedule.steps) as bar:
            learner.fit(
                Batches(sources, backdrops, schedule.steps, epoch=done),
                epochs=schedule.epochs,
                callbacks=[
                    keras.callbacks.BackupAndRestore(str(backup), delete_checkpoint=False),
                    keras.callbacks.SwapEMAWeights(swap_on_epoch=True),
                    keras.callbacks.CSVLogger(str(folder / "log.csv"), append=True),
                    _Export(pupil, folder),
                    Progress(bar),
                ],
                verbose=0,
            )
    return folder / pupil.exported


def _taught(weights: Mapping[str, float], network: keras.Model) -> dict[str, float]:
    """Leave out the parts of the loss that a network has no output for."""
    return {name: weight for name, weight in weights.items() if name == "instance" or name in network.output}


def _epochs_done(backup: Path) -> int:
    """Read from what Keras's BackupAndRestore keeps how many epochs lie behind."""
    kept = backup / "training_metadata.json"
    return int(json.loads(kept.read_text("utf-8"))["epoch"]) if kept.exists() else 0


def _optimizer(schedule: Schedule) -> keras.optimizers.Optimizer:
    total = schedule.epochs * schedule.steps
    rate = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0, decay_steps=max(1, total - schedule.warmup), warmup_target=schedule.rate,
        warmup_steps=schedule.warmup,
    )  # fmt: skip
    optimizer = keras.optimizers.AdamW(
        rate, weight_decay=schedule.decay, global_clipnorm=1.0, use_ema=True, ema_momentum=schedule.averaging
    )
    optimizer.exclude_from_weight_decay(var_names=["gain", "bias"])
    return optimizer


class _Export(keras.callbacks.Callback):  # type: ignore[misc]
    """Writes the averaged network after every epoch, so that each can be tried while the next is learned."""

    def __init__(self, pupil: Pupil, folder: Path) -> None:
        super().__init__()
        self.pupil = pupil
        self.folder = folder

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        self.pupil.export(self.folder)
