"""One calm line while a network learns: epoch, batch, time left and the running loss."""

from collections.abc import Mapping
from typing import Any

import keras
from tqdm import tqdm


def progress_bar(done: int, epochs: int, steps: int) -> "tqdm[None]":
    """Open the line for `epochs` of `steps` batches, of which `done` epochs lie behind; whoever opens it closes it."""
    return tqdm(total=epochs * steps, initial=done * steps, unit="batch", mininterval=1.0, smoothing=0.05)


class Progress(keras.callbacks.Callback):  # type: ignore[misc]
    """Moves a bar on after every batch."""

    def __init__(self, bar: "tqdm[None]") -> None:
        super().__init__()
        self.bar = bar

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        self.bar.set_description(f"epoch {epoch + 1} of {self.params['epochs']}", refresh=False)

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any]) -> None:
        self.bar.set_postfix_str(f"loss {float(logs['loss']):.3f}", refresh=False)
        self.bar.update()
