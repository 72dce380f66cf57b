"""A network in eight bits, calibrated on a catalogue's own pictures and kept beside the index that it made."""

import contextlib
import io
import json
import logging
import os
import zipfile
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lookbook.disk import atomic
from lookbook.encoders.base import EncoderError, NetworkEncoder

if TYPE_CHECKING:
    import openvino as ov

INT8 = Path(".lookbook") / "int8.zip"
GRAPH, WEIGHTS, SOURCE = "network.xml", "network.bin", "encoder.json"
"""What the file holds: OpenVINO's two parts of a network, and which encoder it was made of."""
IN_FULL = ("Add", "Divide", "MatMul", "Multiply", "Power", "ReduceMax", "ReduceMean", "ReduceSum", "Softmax", "Sqrt")
"""Steps that stay as they are; the convolutions, which take nearly all the time, don't."""
ENDS = "^(stem|block0_|project|told_|garment_)"
"""The first layers of `fashion` stay, too: of all that were tried, they gain most in full; and the last stay."""


def made(folder: Path, encoder: NetworkEncoder, frames: NDArray[np.uint8]) -> Path:
    """Return an encoder's network in eight bits, calibrated on frames (N, height, width, 3) unless it was before.

    Raises:
        EncoderError: NNCF is not installed.
    """
    path = folder / INT8
    source = json.dumps(asdict(encoder.identity), sort_keys=True)
    if _source(path) != source:
        atomic.write(path, _packed(_quantized(encoder.network, frames), source))
    return path


def kept(folder: Path, sha256: str) -> Path:
    """Return the network that an index was made with. Raises EncoderError where it is gone or another one."""
    path = folder / INT8
    if not path.is_file() or atomic.sha256(path) != sha256:
        raise EncoderError(
            f"{path}, the network that the index was made with, is missing or another one; "
            "bring it back, or run build_index.py again."
        )
    return path


def options(precision: str, path: Path | None) -> dict[str, str]:
    """Return what an index remembers of its precision: of eight bits, the file's hash, too.

    Raises:
        ValueError: precision int8 without its file, or a file without the precision.
    """
    if (precision == "int8") != (path is not None):
        raise ValueError(f"precision {precision} and the eight-bit network {path} do not go together")
    return {"precision": precision} if path is None else {"precision": precision, "int8": atomic.sha256(path)}


def parts(path: Path) -> tuple[bytes, bytes]:
    """Return graph and weights, as OpenVINO reads them."""
    with zipfile.ZipFile(path) as file:
        return file.read(GRAPH), file.read(WEIGHTS)


def _source(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as file:
            return file.read(SOURCE).decode()
    except (OSError, KeyError, zipfile.BadZipFile):
        return ""


def _packed(network: "ov.Model", source: str) -> bytes:
    import openvino as ov

    packed = io.BytesIO()
    with TemporaryDirectory() as folder, zipfile.ZipFile(packed, "w") as file:
        ov.save_model(network, Path(folder, GRAPH), compress_to_fp16=False)
        contents = {name: Path(folder, name).read_bytes() for name in (GRAPH, WEIGHTS)} | {SOURCE: source.encode()}
        for name, content in contents.items():
            file.writestr(zipfile.ZipInfo(name), content)  # without a date: the same network is the same file
    return packed.getvalue()


def _quantized(path: Path, frames: NDArray[np.uint8]) -> "ov.Model":
    """Quantise a network after training (Jacob et al., 2018, arXiv:1712.05877), as NNCF does it."""
    import openvino as ov
    from openvino.passes import ConstantFolding, Manager

    os.environ.setdefault("NNCF_CI", "1")  # it would tell its makers of its use
    try:
        import nncf
    except ImportError as error:
        raise EncoderError("precision int8 needs NNCF; install it with: pip install nncf") from error
    nncf.set_log_level(logging.ERROR)
    # Without VNNI a CPU adds two products of eight bits in sixteen, which can overflow; of seven bits they can't.
    seven_bits = nncf.AdvancedQuantizationParameters(overflow_fix=nncf.OverflowFix.ENABLE)
    network = ov.Core().read_model(path)
    shape = network.input().partial_shape
    network.reshape([1, *frames.shape[1:]])  # with every size known, biases fold into constants that NNCF can see
    folding = Manager()
    folding.register_pass(ConstantFolding())
    folding.run_passes(network)
    with contextlib.redirect_stdout(io.StringIO()):  # its own progress bars
        quantized = nncf.quantize(
            network,
            nncf.Dataset([frame[None].astype(np.float32) for frame in frames]),
            subset_size=len(frames),
            ignored_scope=nncf.IgnoredScope(types=list(IN_FULL), patterns=[ENDS], validate=False),
            advanced_parameters=seven_bits,
        )
    quantized.reshape(shape)
    return quantized
