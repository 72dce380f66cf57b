"""The text tower that was published with a vision network: words into the same space as its pictures."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lookbook.encoders.base import EncoderError, Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TOWERS = ("text_model.onnx", "onnx/text_model.onnx", "model.onnx", "onnx/model.onnx")
OUTPUTS = ("text_embeds", "text_embeddings", "sentence_embedding", "pooler_output")
TOKENIZER = "tokenizer.json"
LONGEST = 77
"""Tokens that are read of a text where neither network nor tokenizer says: CLIP's."""


class TextTower:
    """Unit vectors of texts."""

    def __init__(self, folder: Path) -> None:
        """Load tokenizer and network.

        Args:
            folder: where text_model.onnx (or model.onnx, of both towers) and tokenizer.json lie.

        Raises:
            EncoderError: there is no text tower, it can't be used, or the package tokenizers is not installed.
        """
        import openvino as ov

        path = next((folder / name for name in TOWERS if (folder / name).is_file()), None)
        if path is None:
            raise EncoderError(f"{folder} has none of {', '.join(TOWERS)}, so this network reads no words.")
        network = ov.Core().read_model(path)
        inputs = {name: port for port in network.inputs for name in port.get_names()}
        outputs = {name: port for port in network.outputs for name in port.get_names()}
        name = next((name for name in OUTPUTS if name in outputs), None)
        if "input_ids" not in inputs or name is None:
            raise EncoderError(f"{path} has no input_ids, or none of {', '.join(OUTPUTS)}; it is no text tower.")
        used = [key for key in ("input_ids", "attention_mask") if key in inputs]
        source = outputs[name].get_node().input_value(0)
        tower = ov.Model([source], [inputs[key].get_node() for key in used], "texts")
        self._compiled = ov.Core().compile_model(tower, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        self._used = used
        self._tokenizer = _tokenizer(folder, inputs["input_ids"].get_partial_shape()[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Turn texts into unit vectors (N, D)."""
        read = self._tokenizer.encode_batch(list(texts))
        columns = {
            "input_ids": np.array([each.ids for each in read], np.int64),
            "attention_mask": np.array([each.attention_mask for each in read], np.int64),
        }
        vectors = self._compiled([columns[name] for name in self._used])[0]
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _tokenizer(folder: Path, length: Any) -> "Tokenizer":
    """Load tokenizer.json; where the network takes texts of one length, all are brought to it."""
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise EncoderError("reading words needs tokenizers; install it with: pip install 'lookbook[words]'") from error
    path = folder / TOKENIZER
    if not path.is_file():
        raise EncoderError(f"{path} is missing; it comes with the network and tells how texts go in.")
    tokenizer = Tokenizer.from_file(str(path))
    fixed = None if length.is_dynamic else length.get_length()
    if fixed or tokenizer.truncation is None:
        tokenizer.enable_truncation(fixed or LONGEST)
    padding = dict(tokenizer.padding or _padding(folder, tokenizer))
    tokenizer.enable_padding(**{**padding, "length": fixed or padding.get("length")})
    return tokenizer


def _padding(folder: Path, tokenizer: "Tokenizer") -> dict[str, Any]:
    """Find what texts are filled up with; 0 where the tokenizer's config names nothing."""
    path = folder / "tokenizer_config.json"
    token = json.loads(path.read_text("utf-8")).get("pad_token") if path.is_file() else None
    text = token["content"] if isinstance(token, dict) else token
    number = tokenizer.token_to_id(text) if text else None
    return {} if number is None else {"pad_id": number, "pad_token": text}
