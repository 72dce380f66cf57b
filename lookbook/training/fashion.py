"""The embedded network as it is taught, and the ONNX file that it is served from."""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from lookbook.encoders.network import STAGES, Stages, build
from lookbook.training.export import save

VERSION = "2"
"""Of the network; it goes up whenever other weights ship."""


class Fashion:
    """Learns to tell products apart, their attributes, and where they are."""

    exported = "fashion.onnx"

    def __init__(
        self, classes: Mapping[str, Sequence[str]], start: Path | None = None, stages: Stages = STAGES
    ) -> None:
        """Build the network.

        Args:
            classes: attribute -> its values.
            start: weights (.weights.h5) to begin with; None = random ones.
            stages: the network's size, as `lookbook.encoders.network.build` takes it.

        Raises:
            ValueError: the weights are not of this network.
        """
        self.classes = classes
        self.network = build({name: len(values) for name, values in classes.items()}, stages)
        if start:
            self._begin_with(start)

    def _begin_with(self, start: Path) -> None:
        try:
            with warnings.catch_warnings(action="ignore", category=UserWarning):  # the sentence below says it all
                self.network.load_weights(start)
        except (OSError, ValueError, KeyError) as error:
            raise ValueError(
                f"{start} holds no weights of this network with these labels; leave --weights out, or name the "
                "fashion.weights.h5 of a training with the same catalogues."
            ) from error

    def export(self, folder: Path) -> None:
        """Write fashion.onnx, and fashion.weights.h5 to begin another training with."""
        self.network.save_weights(folder / "fashion.weights.h5")
        save(self.network, self.classes, folder / self.exported, VERSION)
