"""ResNet50 gives the tutorials' own vectors, from any file of weights that Keras writes, and starts fast."""

import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import h5py  # type: ignore[import-untyped]
import keras
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from lookbook import encoders, photos
from lookbook.disk import atomic
from lookbook.encoders import EncoderError, registry, resnet50
from lookbook.encoders.imagenet import IMAGENET
from lookbook.encoders.recipes import POOLINGS, Pooling
from lookbook.encoders.resnet50 import ResNet50Encoder, load_network
from lookbook.encoders.runtime import KerasModel, OpenVino
from lookbook.settings import Settings
from tests.conftest import LoadResNet50

ROOT = Path(__file__).parents[1]
POOLS = {"max": keras.layers.GlobalMaxPooling2D, "avg": keras.layers.GlobalAveragePooling2D}


def noise(rows: int, columns: int, seed: int = 0) -> NDArray[np.uint8]:
    """Blocks of colour with a fine grain: the pixel that is taken matters."""
    rng = np.random.default_rng(seed)
    blocks = np.kron(rng.integers(0, 216, (6, 5, 3)), np.ones((rows // 6 + 1, columns // 5 + 1, 1)))
    return np.asarray(blocks[:rows, :columns] + rng.integers(0, 40, (rows, columns, 3)), np.uint8)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A portrait, a landscape, and a JPEG smaller than the network's picture."""
    folder = tmp_path_factory.mktemp("pictures")
    paths = [folder / "portrait.png", folder / "landscape.png", folder / "small.jpg"]
    for seed, (path, size) in enumerate(zip(paths, [(400, 300), (231, 500), (80, 60)], strict=True)):
        Image.fromarray(noise(*size, seed)).save(path)
    return paths


def as_in_the_tutorials(network: keras.Model, pooling: str, path: Path) -> NDArray[np.float32]:
    model = keras.Sequential([network, POOLS[pooling]()])
    image = keras.utils.load_img(path, target_size=(224, 224))
    batch = np.expand_dims(keras.utils.img_to_array(image), axis=0)
    result = model.predict(keras.applications.resnet50.preprocess_input(batch), verbose=0).flatten()
    return np.asarray(result / np.linalg.norm(result), np.float32)


# Vectors


@pytest.mark.parametrize("pooling", ["max", "avg"])
def test_vectors_are_those_of_the_tutorials(
    random_resnet50: keras.Model, load_resnet50: LoadResNet50, pictures: list[Path], pooling: Pooling
) -> None:
    encoder = load_resnet50(pooling)
    for path in pictures:
        expected = as_in_the_tutorials(random_resnet50, pooling, path)
        (seen,) = encoder.predict([photos.read(path)])
        assert seen.vector @ expected > 1 - 1e-4
        assert np.abs(seen.vector - expected).max() < 1e-3
        assert (seen.attributes, seen.box) == ({}, None)


def test_other_pictures_and_another_pooling_give_other_vectors(
    load_resnet50: LoadResNet50, pictures: list[Path]
) -> None:
    vectors = [
        prediction.vector
        for pooling in POOLINGS
        for prediction in load_resnet50(pooling).predict([photos.read(path) for path in pictures])
    ]
    likeness = np.stack(vectors) @ np.stack(vectors).T
    assert likeness[~np.eye(6, dtype=bool)].max() < 1 - 1e-3  # ten times what the tutorials' test lets pass


def test_keras_computes_what_openvino_computes(
    load_resnet50: LoadResNet50, pictures: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = load_resnet50("max")
    monkeypatch.setattr(resnet50, "has_openvino", lambda: False)
    here = load_resnet50("max")
    frames = np.stack([here.prepare(photos.read(path)) for path in pictures])
    assert isinstance(here._runtime, KerasModel)
    assert isinstance(there._runtime, OpenVino)
    assert np.einsum("nd,nd->n", here.encode(frames), there.encode(frames)).min() > 1 - 1e-5
    assert here.identity == there.identity


@settings(deadline=None)
@given(rows=st.integers(1, 900), columns=st.integers(1, 900))
@example(rows=640, columns=1280)
@example(rows=1, columns=5000)
def test_a_photo_is_squashed_by_taking_the_nearest_pixel_as_pillow_does(rows: int, columns: int) -> None:
    numbered = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    photo = np.stack([numbered & 255, numbered >> 8 & 255, numbered >> 16], axis=2).astype(np.uint8)
    encoder = ResNet50Encoder(Path(__file__), runtime=KerasModel(dict))
    expected = Image.fromarray(photo).resize((224, 224), Image.Resampling.NEAREST)
    assert np.array_equal(encoder.prepare(photo), np.asarray(expected))


def test_an_unknown_pooling_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(ValueError, match="pooling is 'mean'; choose one of max, avg"):
        encoders.load("resnet50", Path(__file__), pooling="mean")


def test_the_identity_tells_weights_and_options(load_resnet50: LoadResNet50, resnet50_folder: Path) -> None:
    encoder = load_resnet50("avg")
    assert encoder.identity.name == "resnet50"
    assert encoder.identity.weights_sha256 == atomic.sha256(resnet50_folder / "random.weights.h5")
    assert encoder.identity.options == {"pooling": "avg", "precision": "f32"}


# Files of weights


def test_weights_come_from_any_file_that_keras_writes(random_resnet50: keras.Model, tmp_path: Path) -> None:
    random_resnet50.save(tmp_path / "whole.keras")
    random_resnet50.save(tmp_path / "whole.h5")
    keras.Sequential([random_resnet50, keras.layers.GlobalMaxPooling2D()]).save(tmp_path / "tutorial.keras")
    with h5py.File(tmp_path / "whole.h5") as whole, h5py.File(tmp_path / IMAGENET, "w") as weights:
        for name in whole["model_weights"]:
            whole.copy(f"model_weights/{name}", weights)
        weights.attrs.update(whole["model_weights"].attrs)
    expected = random_resnet50.get_weights()
    for path in tmp_path.iterdir():
        loaded = load_network(path).get_weights()
        assert len(loaded) == len(expected)
        assert all(np.array_equal(one, other) for one, other in zip(loaded, expected, strict=True)), path.name


def test_of_weights_with_a_top_the_top_is_left_aside_where_keras_can(tmp_path: Path) -> None:
    network = keras.applications.ResNet50(weights=None, include_top=True, classes=3)
    network.save_weights(tmp_path / "top.weights.h5")
    loaded = load_network(tmp_path / "top.weights.h5").get_weights()
    assert all(np.array_equal(one, other) for one, other in zip(loaded, network.get_weights()[:-2], strict=True))


def refuse(path: Path) -> None:
    with pytest.raises(EncoderError, match=r"holds no weights of ResNet50 without its top; [^.]+[^;]+\.$") as caught:
        load_network(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["text.h5", "text.weights.h5", "text.keras", "text.txt"])
def test_a_file_that_is_no_weights_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("no weights")
    refuse(tmp_path / name)


@pytest.mark.parametrize("name", ["top.keras", "top.h5"])
def test_a_network_with_its_top_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    keras.applications.ResNet50(weights=None, include_top=True, classes=3).save(tmp_path / name)
    refuse(tmp_path / name)


@pytest.mark.parametrize("name", ["other.keras", "other.h5", "other.weights.h5"])
def test_another_network_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    other = keras.applications.MobileNetV2(weights=None, include_top=False, alpha=0.35)
    save = other.save_weights if name == "other.weights.h5" else other.save
    save(tmp_path / name)
    refuse(tmp_path / name)


def test_weights_that_are_not_there_are_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"none\.h5 do not exist; check the path\."):
        encoders.load("resnet50", tmp_path / "none.h5")


# Conversion


def run(script: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout


def test_a_converted_network_is_kept_and_needs_no_tensorflow(
    load_resnet50: LoadResNet50, resnet50_folder: Path, pictures: list[Path]
) -> None:
    script = f"""
import sys
from pathlib import Path
from lookbook import encoders, photos
encoder = encoders.load("resnet50", Path({str(resnet50_folder / "random.weights.h5")!r}))
(prediction,) = encoder.predict([photos.read(Path({str(pictures[0])!r}))])
print(*prediction.vector[:50].tolist(), *({{"keras", "tensorflow"}} & sys.modules.keys()))
"""
    (expected,) = load_resnet50("max").predict([photos.read(pictures[0])])
    printed = run(script, XDG_CACHE_HOME=str(resnet50_folder)).split()
    assert [float(word) for word in printed] == pytest.approx(expected.vector[:50].tolist(), abs=1e-6)


def test_other_weights_and_another_pooling_are_kept_apart(load_resnet50: LoadResNet50, resnet50_folder: Path) -> None:
    for pooling in POOLINGS:
        load_resnet50(pooling)
    short = atomic.sha256(resnet50_folder / "random.weights.h5")[:16]
    kept = {path.name for path in (resnet50_folder / "lookbook").iterdir()}
    names = [f"resnet50-{short}-{pooling}-savedmodel" for pooling in ("max", "avg")]
    assert kept == {f"{name}.{end}" for name in names for end in ("bin", "xml")}


def test_a_network_that_was_converted_in_another_way_is_not_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.h5").write_bytes(b"weights")
    older = tmp_path / "lookbook" / f"resnet50-{atomic.sha256(tmp_path / 'mine.h5')[:16]}-max.xml"
    atomic.write(older, b"converted by convert_model")
    converted: list[Path] = []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(resnet50, "build", lambda weights, pooling: None)
    monkeypatch.setattr(resnet50, "convert", lambda network, path: converted.append(path))
    encoder = ResNet50Encoder(tmp_path / "mine.h5", runtime=KerasModel(dict))
    network = encoder.network
    assert converted == [network]
    assert network != older


def test_converting_leaves_the_processs_log_alone(tmp_path: Path) -> None:
    picture = keras.Input((4, 4, 3))
    before = (logging.root.level, [*logging.root.filters], [*logging.root.handlers])
    resnet50.convert(keras.Model(picture, {"embedding": keras.layers.Flatten()(picture)}), tmp_path / "small.xml")
    assert (logging.root.level, [*logging.root.filters], [*logging.root.handlers]) == before


def test_the_file_that_is_looked_for_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = keras.Input((4, 4, 3))
    network = keras.Model(picture, {"embedding": keras.layers.GlobalMaxPooling2D()(picture)})
    replaced: list[str] = []
    replace = os.replace

    def record(source: Path, target: Path) -> None:
        replaced.append(target.name)
        replace(source, target)

    monkeypatch.setattr("lookbook.disk.atomic.os.replace", record)
    resnet50.convert(network, tmp_path / "small.xml")
    assert replaced == ["small.bin", "small.xml"]
    outputs = OpenVino(tmp_path / "small.xml").run(np.arange(48, dtype=np.uint8).reshape(1, 4, 4, 3))
    assert {name: value.tolist() for name, value in outputs.items()} == {"embedding": [[45, 46, 47]]}


# ImageNet's weights


def test_auto_takes_imagenets_weights_where_keras_keeps_them(
    resnet50_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    kept = tmp_path / "models" / IMAGENET
    kept.parent.mkdir()
    kept.write_bytes((resnet50_folder / "random.weights.h5").read_bytes())
    assert registry.auto(Settings(), None) == ("resnet50", f"encoder resnet50, with the ImageNet weights {kept}")
    encoder = ResNet50Encoder(runtime=KerasModel(dict))
    assert encoder.identity.weights_sha256 == atomic.sha256(resnet50_folder / "random.weights.h5")


def test_auto_takes_the_weights_that_are_named(tmp_path: Path) -> None:
    name, why = registry.auto(Settings(), tmp_path / "mine.h5")
    assert name == "resnet50"
    assert str(tmp_path / "mine.h5") in why


def test_auto_falls_to_fashion_where_nothing_can_be_downloaded(tmp_path: Path) -> None:
    script = """
import socket
from lookbook.encoders import imagenet, registry
from lookbook.settings import Settings
imagenet.PATIENCE = 0.1
print(*registry.auto(Settings(), None), socket.getdefaulttimeout(), sep="|")
"""
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and never says a word
        proxy = f"http://127.0.0.1:{silent.getsockname()[1]}"
        printed = run(script, KERAS_HOME=str(tmp_path), https_proxy=proxy, HTTPS_PROXY=proxy, no_proxy="", NO_PROXY="")
    name, why, timeout = printed.splitlines()[-1].split("|")
    assert name == "fashion"
    assert why == "encoder fashion, as ResNet50's ImageNet weights are not on disk and can't be downloaded"
    assert timeout == "None"
