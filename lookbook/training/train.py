"""Teach the network: checkpoints after every epoch, and a stopped run goes on where it was."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from lookbook.encoders.network import STAGES, Stages, build
from lookbook.training.batches import Batches, Source
from lookbook.training.export import save
from lookbook.training.learner import WEIGHTS, Learner

VERSION = "1"
"""Of the network; it goes up whenever other weights ship."""


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
    sources: Sequence[Source],
    backdrops: NDArray[np.uint8],
    classes: Mapping[str, Sequence[str]],
    folder: Path,
    schedule: Schedule = Schedule(),
    start: Path | None = None,
    stages: Stages = STAGES,
) -> Path:
    """Train and export the network.

    Args:
        sources: the pictures, and how many of each source a batch takes.
        backdrops: uint8 (B, 112, 84, 3) pieces of photos used as backgrounds.
        classes: attribute -> its values.
        folder: where checkpoints and the result lie; a run that was stopped there goes on.
        schedule: how long and how fast.
        start: weights (.weights.h5) to begin with.
        stages: the network's size, as `lookbook.encoders.network.build` takes it.

    Returns:
        The exported network, an ONNX file.
    """
    keras.utils.set_random_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    network = build({name: len(values) for name, values in classes.items()}, stages)
    if start:
        network.load_weights(start)
    learner = Learner(network, schedule.weights)
    learner.compile(_optimizer(schedule))
    learner.optimizer.build(learner.trainable_variables)
    exported = folder / "fashion.onnx"
    learner.fit(
        Batches(sources, backdrops, schedule.steps),
        epochs=schedule.epochs,
        callbacks=[
            keras.callbacks.BackupAndRestore(str(folder / "backup"), delete_checkpoint=False),
            keras.callbacks.SwapEMAWeights(swap_on_epoch=True),
            keras.callbacks.CSVLogger(str(folder / "log.csv"), append=True),
            _Export(network, classes, exported),
        ],
        verbose=2,
    )
    return exported


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

    def __init__(self, network: keras.Model, classes: Mapping[str, Sequence[str]], path: Path) -> None:
        super().__init__()
        self.network = network
        self.classes = classes
        self.path = path

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        self.network.save_weights(self.path.with_suffix(".weights.h5"))
        save(self.network, self.classes, self.path, VERSION)
