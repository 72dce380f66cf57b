"""The fashion network begins as it should, and the file it is exported to computes the same."""

import json
from pathlib import Path

import keras
import numpy as np
import onnx
import pytest
from keras import layers, ops
from numpy.typing import NDArray

from lookbook.encoders.network import (
    CosineSoftmax,
    StandardizedConv2D,
    build,
    residual,
)
from lookbook.encoders.runtime import OpenVino
from lookbook.training.export import save

Array = NDArray[np.float32]

CLASSES = {"articleType": ["Jeans", "Shirts", "Watches"], "gender": ["Men", "Women"], "garment": ["no", "yes"]}
COUNTS = {name: len(values) for name, values in CLASSES.items()}
TINY = ((8, 1, 2), (12, 2, 1))


def pictures(count: int = 4) -> NDArray[np.uint8]:
    return np.random.default_rng(3).integers(0, 256, (count, 112, 84, 3), np.uint8)


def numbers(tensor: object) -> Array:
    return np.asarray(ops.convert_to_numpy(tensor), np.float32)


def shaken(network: keras.Model) -> keras.Model:
    """Return every weight something to do: as it is built, half of the convolutions have gain zero."""
    rng = np.random.default_rng(7)
    network.set_weights([value + rng.normal(0, 0.05, value.shape) for value in network.get_weights()])
    return network


@pytest.fixture(scope="module")
def tiny() -> keras.Model:
    keras.utils.set_random_seed(1)
    return shaken(build(COUNTS, TINY))


@pytest.fixture(scope="module")
def exported(tiny: keras.Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "tiny.onnx"
    save(tiny, CLASSES, path, version="of this test")
    return path


# Layers


@pytest.mark.parametrize("gain", [1.0, 0.25])
def test_every_filter_has_mean_zero_and_the_variance_of_its_gain(gain: float) -> None:
    layer = StandardizedConv2D(5, 3, gain=gain)
    layer.build((None, 8, 8, 4))
    layer.kernel.assign(np.random.default_rng(0).normal(2.0, 3.0, layer.kernel.shape))
    kernel = numbers(layer.standardized())
    assert kernel.shape == (3, 3, 4, 5)
    assert kernel.mean(axis=(0, 1, 2)) == pytest.approx(np.zeros(5), abs=1e-6)
    assert kernel.var(axis=(0, 1, 2)) == pytest.approx(np.full(5, gain**2 / (3 * 3 * 4)), rel=1e-4)


def test_a_convolution_is_the_sum_of_products_under_the_standardised_kernel() -> None:
    layer = StandardizedConv2D(2, 3)
    picture = np.random.default_rng(1).normal(size=(1, 5, 4, 3)).astype(np.float32)
    convolved = numbers(layer(picture))
    layer.bias.assign([1.0, -2.0])
    kernel = numbers(layer.standardized())
    padded = np.pad(picture[0], ((1, 1), (1, 1), (0, 0)))
    windows = [[padded[row : row + 3, column : column + 3] for column in range(4)] for row in range(5)]
    expected = np.einsum("yxhwc,hwcf->yxf", np.array(windows), kernel)
    assert convolved[0] == pytest.approx(expected, abs=1e-5)
    assert numbers(layer(picture))[0] == pytest.approx(expected + np.array([1.0, -2.0]), abs=1e-5)


def test_class_scores_are_sharpened_cosines() -> None:
    layer = CosineSoftmax(2, sharpness=10.0)
    layer.build((None, 2))
    layer.kernel.assign([[3.0, 0.0], [4.0, -7.0]])  # directions (0.6, 0.8) and (0, -1)
    assert numbers(layer(np.array([[0.8, 0.6], [0.0, 1.0]], np.float32))) == pytest.approx(
        np.array([[9.6, -6.0], [8.0, -10.0]]), abs=1e-5
    )


@pytest.mark.parametrize("layer", [StandardizedConv2D(6, 3, strides=2, gain=0.5), CosineSoftmax(7, sharpness=9.0)])
def test_a_layer_is_rebuilt_from_its_description(layer: keras.Layer) -> None:
    again = type(layer).from_config(layer.get_config())
    assert again.get_config() == layer.get_config()


# The network


@pytest.mark.parametrize(("width", "stride"), [(8, 1), (12, 2), (12, 1)])
def test_a_block_begins_as_what_its_shortcut_gives(width: int, stride: int) -> None:
    picture = layers.Input((16, 12, 8))
    block = keras.Model(picture, residual(picture, width, stride, "block"))
    x = np.random.default_rng(2).normal(size=(2, 16, 12, 8)).astype(np.float32)
    if (width, stride) == (8, 1):
        expected = x
    else:
        positive = np.maximum(x, 0.0)
        halves = positive.reshape(2, 8, 2, 6, 2, 8).mean(axis=(2, 4)) if stride == 2 else positive
        kernel = numbers(block.get_layer("block_shortcut").standardized())[0, 0]
        expected = halves @ kernel
    assert numbers(block(x)) == pytest.approx(expected, abs=1e-5)


def test_the_network_gives_unit_vectors_boxes_in_the_frame_and_a_score_for_every_value(tiny: keras.Model) -> None:
    outputs = {name: numbers(value) for name, value in tiny(pictures()).items()}
    assert {name: value.shape for name, value in outputs.items()} == {
        "embedding": (4, 256),
        "box": (4, 4),
        "articleType": (4, 3),
        "gender": (4, 2),
        "garment": (4, 2),
    }
    assert np.linalg.norm(outputs["embedding"], axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert 0.0 <= outputs["box"].min() <= outputs["box"].max() <= 1.0


def test_outputs_are_float32_though_convolutions_are_bfloat16() -> None:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        network = build(COUNTS, TINY)
    finally:
        keras.config.set_dtype_policy(before)
    assert network.get_layer("stem").compute_dtype == "bfloat16"
    assert {output.dtype for output in network.output.values()} == {"float32"}


# Export


def test_the_exported_file_is_valid_and_names_its_version_and_classes(exported: Path) -> None:
    model = onnx.load(exported)
    onnx.checker.check_model(model, full_check=True)
    told = {entry.key: entry.value for entry in model.metadata_props}
    assert told["version"] == "of this test"
    assert json.loads(told["classes"]) == CLASSES
    assert [output.name for output in model.graph.output] == ["embedding", "box", "articleType", "gender", "garment"]
    assert [path.name for path in exported.parent.iterdir()] == ["tiny.onnx"]


def test_the_exported_file_computes_what_the_network_computes(tiny: keras.Model, exported: Path) -> None:
    there, here = OpenVino(exported).run(pictures()), tiny(pictures())
    embedding = numbers(here["embedding"])
    for name, strength in {"articleType": 0.9, "gender": 0.7}.items():
        scores, kernel = numbers(here[name]), numbers(tiny.get_layer(name).kernel)
        chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        assert there[name] == pytest.approx(chances, abs=2e-3)  # weights are stored in half precision
        embedding = embedding + strength * chances @ (kernel / np.linalg.norm(kernel, axis=0)).T
    embedding /= np.linalg.norm(embedding, axis=1, keepdims=True)
    assert there["embedding"] == pytest.approx(embedding, abs=2e-3)
    assert there["box"] == pytest.approx(numbers(here["box"]), abs=2e-3)
    apart = np.exp(numbers(here["garment"]))
    assert there["garment"] == pytest.approx(apart / apart.sum(axis=1, keepdims=True), abs=1e-2)
    assert np.ptp(there["articleType"], axis=0).max() > 0.02  # pictures differ by far more than the tolerance


def test_one_network_is_always_exported_to_the_same_bytes(tiny: keras.Model, exported: Path, tmp_path: Path) -> None:
    save(tiny, CLASSES, tmp_path / "again.onnx", version="of this test")
    assert (tmp_path / "again.onnx").read_bytes() == exported.read_bytes()


def test_a_failed_export_leaves_the_old_file(
    tiny: keras.Model, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exported.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(onnx, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        save(tiny, CLASSES, exported, version="2")
    assert exported.read_bytes() == before
    assert [path.name for path in exported.parent.iterdir()] == ["tiny.onnx"]


def test_a_layer_of_an_unknown_type_can_not_be_exported(tiny: keras.Model, tmp_path: Path) -> None:
    embedding = layers.LayerNormalization()(tiny.output["embedding"])
    network = keras.Model(tiny.input, {**tiny.output, "embedding": embedding})
    with pytest.raises(KeyError, match="LayerNormalization"):
        save(network, CLASSES, tmp_path / "no.onnx", version="1")
    assert list(tmp_path.iterdir()) == []
