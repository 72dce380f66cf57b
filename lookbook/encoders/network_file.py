"""What the file of the embedded network says of itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from lookbook.encoders.base import EncoderError

CALIBRATION = "calibration"
"""Where the file's metadata keep it."""


@dataclass(frozen=True)
class Calibration:
    """What was found on held-out pictures after training, so that probabilities can be taken at their word.

    Attributes:
        temperatures: attribute -> temperature (Guo et al., 2017, arXiv:1706.04599); above 1 the network was too sure.
        threshold: below this probability of a garment, the photo is unknown.
    """

    temperatures: Mapping[str, float] = field(default_factory=dict)
    threshold: float = 0.0


@dataclass(frozen=True)
class NetworkFile:
    """An ONNX file that `lookbook.training.export` wrote.

    Attributes:
        version: of the network.
        classes: attribute -> its values, in the order of the probabilities.
        calibration: a network just trained has an empty one.
        frame: height and width of the pictures it takes, in pixels.
    """

    version: str
    classes: Mapping[str, list[str]]
    calibration: Calibration
    frame: tuple[int, int]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read all but the weights.

        Raises:
            EncoderError: the file is not what `lookbook.training.export` writes.
        """
        import onnx
        from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

        try:
            model = onnx.load(path)
            metadata = {entry.key: entry.value for entry in model.metadata_props}
            _, height, width, _ = (side.dim_value for side in model.graph.input[0].type.tensor_type.shape.dim)
            calibration = Calibration(**json.loads(metadata.get(CALIBRATION, "{}")))
            return cls(metadata["version"], json.loads(metadata["classes"]), calibration, (height, width))
        except (OSError, DecodeError, LookupError, ValueError, TypeError) as error:
            raise EncoderError(f"{path} holds no weights of the fashion encoder; install Lookbook again.") from error
