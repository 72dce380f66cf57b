"""What made an index."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Identity:
    """What two indexes must share to be compared: the encoder's name, version, weights and options."""

    name: str
    version: str
    weights_sha256: str
    options: Mapping[str, Any] = field(default_factory=dict)
