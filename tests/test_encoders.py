"""What every encoder does; what the embedded one tells besides; and how the right one is chosen and loaded."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lookbook import encoders
from lookbook.encoders import ENCODERS, Encoder, EncoderError, Identity, fashion, registry
from lookbook.encoders.base import Photo
from lookbook.encoders.fashion import FashionEncoder, keras_runtime, likeliest, tempered
from lookbook.encoders.letterbox import Placement, letterbox, resize
from lookbook.encoders.network_file import NetworkFile
from lookbook.encoders.runtime import OpenVino, Outputs, supports_bf16
from lookbook.photos import read
from lookbook.training.nothing import made_up
from tests.conftest import LoadResNet50
from tests.published import CLIP, publish

ROOT = Path(__file__).parents[1]
SHAPES = {"portrait": (200, 150), "landscape": (90, 260), "square": (64, 64), "one pixel": (1, 1), "thread": (1, 300)}


def photo(rows: int, columns: int, seed: int = 0) -> Photo:
    return np.random.default_rng(seed).integers(0, 256, (rows, columns, 3), np.uint8)


PHOTOS = [photo(*shape, seed) for seed, shape in enumerate(SHAPES.values())]


# The frame


@pytest.mark.parametrize(
    ("shape", "top", "left", "rows", "columns"),
    [
        pytest.param((100, 200), 35, 0, 42, 84, id="landscape: 84 / 200 = 0.42, so 42 rows in the middle of 112"),
        pytest.param((300, 100), 0, 23, 112, 37, id="portrait: 112 / 300 = 0.373, so 37 columns"),
        pytest.param((50, 50), 14, 0, 84, 84, id="square: 84 / 50, so 84 rows"),
        pytest.param((224, 168), 0, 0, 112, 84, id="of the frame's proportions"),
        pytest.param((1, 1000), 55, 0, 1, 84, id="lying thread: less than a row becomes one"),
        pytest.param((1000, 1), 0, 41, 112, 1, id="standing thread"),
    ],
)
def test_a_photo_is_fitted_into_the_middle_of_a_white_frame(
    shape: tuple[int, int], top: int, left: int, rows: int, columns: int
) -> None:
    frame, placement = letterbox(np.zeros((*shape, 3), np.uint8), 112, 84)
    expected = np.full((112, 84, 3), 255, np.uint8)
    expected[top : top + rows, left : left + columns] = 0
    assert np.array_equal(frame, expected)
    assert placement == Placement((columns / shape[1], rows / shape[0]), (left, top), (shape[1], shape[0]))


def test_a_box_comes_back_in_pixels_of_the_photo_cut_at_its_edges() -> None:
    placement = Placement(scale=(0.5, 0.25), offset=(10, 20), size=(100, 200))
    # x: (20 - 10) / 0.5 = 20, (40 - 10) / 0.5 = 60; y: (25 - 20) / 0.25 = 20, (45 - 20) / 0.25 = 100
    assert placement.to_photo(np.array([20, 25, 40, 45], np.float32)) == [20, 20, 60, 100]
    assert placement.to_photo(np.array([0, 0, 84, 112], np.float32)) == [0, 0, 100, 200]


@settings(deadline=None)
@given(rows=st.integers(1, 500), columns=st.integers(1, 500), data=st.data())
def test_any_box_in_the_frame_is_a_box_in_the_photo(rows: int, columns: int, data: st.DataObject) -> None:
    _, placement = letterbox(np.zeros((rows, columns, 3), np.uint8), 112, 84)
    x0, x1 = sorted(data.draw(st.tuples(st.floats(0, 84), st.floats(0, 84))))
    y0, y1 = sorted(data.draw(st.tuples(st.floats(0, 112), st.floats(0, 112))))
    left, top, right, bottom = placement.to_photo(np.array([x0, y0, x1, y1], np.float32))
    assert 0 <= left <= right <= columns
    assert 0 <= top <= bottom <= rows
    assert placement.to_photo(np.array([0, 0, 84, 112], np.float32)) == pytest.approx([0, 0, columns, rows])


def test_shrinking_averages() -> None:
    picture = np.tile(np.array([[0, 100], [200, 100]], np.uint8), (3, 3))[..., None].repeat(3, axis=2)
    assert (resize(picture, 3, 3) == 100).all()


# What every encoder does


@pytest.fixture(params=sorted(ENCODERS))
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "resnet50":  # its own weights can't be had without a network
        load: LoadResNet50 = request.getfixturevalue("load_resnet50")
        return load("max")
    if request.param == "onnx":
        folder: Path = request.getfixturevalue("tmp_path")
        request.getfixturevalue("monkeypatch").setenv("XDG_CACHE_HOME", str(folder))
        return encoders.load("onnx", publish(folder / "published", "model.onnx", ["map"], CLIP))
    return encoders.load(request.param)


def prepared(encoder: Encoder, photos: Sequence[Photo]) -> NDArray[np.uint8]:
    return np.stack([encoder.prepare(photo) for photo in photos])


def test_vectors_have_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode(prepared(encoder, PHOTOS))
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(PHOTOS), encoder.dim)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(PHOTOS)), abs=1e-5)


def test_photos_of_any_shape_are_prepared_to_one_shape(encoder: Encoder) -> None:
    frames = [encoder.prepare(each) for each in PHOTOS]
    assert len({frame.shape for frame in frames}) == 1
    assert {frame.dtype for frame in frames} == {np.dtype(np.uint8)}
    height, width, channels = frames[0].shape
    assert max(height, width) <= encoder.side  # a reader may decode a JPEG no smaller
    assert channels == 3


def test_what_is_seen_has_the_vectors_that_are_encoded(encoder: Encoder) -> None:
    seen = np.stack([prediction.vector for prediction in encoder.predict(PHOTOS)])
    assert np.allclose(seen, encoder.encode(prepared(encoder, PHOTOS)), atol=1e-6)


def test_photos_and_frames_stay_as_they_were(encoder: Encoder) -> None:
    given = [each.copy() for each in PHOTOS]
    frames = prepared(encoder, given)
    before = frames.copy()
    for array in (*given, frames):
        array.flags.writeable = False
    encoder.predict(given)
    encoder.encode(frames)
    assert np.array_equal(frames, before)
    assert all(np.array_equal(now, then) for now, then in zip(given, PHOTOS, strict=True))


def test_a_photo_may_lie_in_memory_in_any_way(encoder: Encoder) -> None:
    mirrored, plain = PHOTOS[0][:, ::-1], PHOTOS[0][:, ::-1].copy()
    assert np.array_equal(encoder.prepare(mirrored), encoder.prepare(plain))
    frames = prepared(encoder, PHOTOS[:2])
    assert np.array_equal(encoder.encode(frames[::-1]), encoder.encode(frames[::-1].copy()))


def test_the_same_photo_always_gives_the_same_vector(encoder: Encoder) -> None:
    frames = prepared(encoder, PHOTOS)
    assert np.array_equal(encoder.encode(frames), encoder.encode(frames))


def test_a_vector_does_not_depend_on_what_else_is_in_the_batch(encoder: Encoder) -> None:
    frames, others = prepared(encoder, PHOTOS[:4]), prepared(encoder, [photo(50, 40, seed) for seed in range(90, 94)])
    alone = encoder.encode(frames)
    for place in range(4):
        batch = others.copy()
        batch[place] = frames[0]
        assert np.allclose(encoder.encode(batch)[place], alone[0], atol=1e-6)


def test_batches_of_every_size_agree(encoder: Encoder) -> None:
    frames = prepared(encoder, PHOTOS)
    singly = np.concatenate([encoder.encode(frames[row : row + 1]) for row in range(len(frames))])
    assert np.einsum("nd,nd->n", singly, encoder.encode(frames)).min() > 1 - 1e-5


def test_different_photos_get_different_vectors(encoder: Encoder) -> None:
    vectors = encoder.encode(prepared(encoder, PHOTOS[:3]))
    assert (vectors @ vectors.T)[np.triu_indices(3, 1)].max() < 0.9999


def test_an_identity_survives_being_written_as_json(encoder: Encoder) -> None:
    identity = encoder.identity
    assert Identity(**json.loads(json.dumps(asdict(identity)))) == identity
    assert identity.name in ENCODERS
    assert len(bytes.fromhex(identity.weights_sha256)) == 32


# The embedded encoder


@pytest.fixture(scope="module")
def embedded() -> FashionEncoder:
    return FashionEncoder()


def test_attributes_are_listed_by_falling_probability(embedded: FashionEncoder) -> None:
    for prediction in embedded.predict(PHOTOS):
        assert set(prediction.attributes) == {"articleType", "baseColour", "gender", "season", "usage"}
        for listed in prediction.attributes.values():
            chances = [chance for _, chance in listed]
            assert 1 <= len(listed) <= 5
            assert chances == sorted(chances, reverse=True)
            assert 0.0 <= sum(chances) <= 1.0 + 1e-5
            assert len({value for value, _ in listed}) == len(listed)


def test_probabilities_of_an_attribute_add_up_to_one(embedded: FashionEncoder) -> None:
    outputs = embedded._runtime.run(prepared(embedded, PHOTOS))
    for name in outputs.keys() - {"embedding", "box", "mask"}:
        assert outputs[name].min() >= 0.0
        assert outputs[name].sum(axis=1) == pytest.approx(np.ones(len(PHOTOS)), abs=1e-4)


def test_the_likeliest_come_first_and_ties_in_the_values_order() -> None:
    chances = np.array([0.125, 0.25, 0.125, 0.5], np.float32)
    assert likeliest(chances, ["a", "b", "c", "d"], 3) == [("d", 0.5), ("b", 0.25), ("a", 0.125)]
    assert sum(chance for _, chance in likeliest(chances, ["a", "b", "c", "d"], 9)) == 1.0


def test_a_temperature_above_one_makes_less_sure_and_one_changes_nothing() -> None:
    sure = np.array([0.9, 0.1], np.float32)
    assert tempered(sure, 1.0) == pytest.approx([0.9, 0.1])
    # logits ln 9 and 0, halved: sqrt(9) to 1
    assert tempered(sure, 2.0) == pytest.approx([0.75, 0.25])


def test_noise_and_text_are_unknown_and_the_samples_products_are_not(embedded: FashionEncoder) -> None:
    pictures = [read(path.read_bytes()) for path in sorted((ROOT / "images").glob("*.jpg"))[::5]]
    refused = [prediction.unknown for prediction in embedded.predict(pictures)]
    assert np.mean(refused) <= 0.03
    assert (
        np.mean([prediction.unknown for prediction in embedded.predict([made for _, made in made_up(50, seed=77)])])
        >= 0.8
    )


def test_the_box_lies_inside_the_photo(embedded: FashionEncoder) -> None:
    for prediction, (rows, columns) in zip(embedded.predict(PHOTOS), SHAPES.values(), strict=True):
        assert prediction.box is not None
        x0, y0, x1, y1 = prediction.box
        assert 0 <= x0 <= x1 <= columns
        assert 0 <= y0 <= y1 <= rows


class Fixed:
    """A runtime that gives the same outputs for every frame."""

    def __init__(self, box: list[float]) -> None:
        self.box = box

    def run(self, frames: NDArray[np.uint8]) -> Outputs:
        classes = NetworkFile.read(fashion.WEIGHTS).classes
        outputs = {name: np.full(len(values), 1 / len(values)) for name, values in classes.items()}
        outputs |= {"box": np.array(self.box), "embedding": np.eye(256)[0]}
        return {name: np.tile(value.astype(np.float32), (len(frames), 1)) for name, value in outputs.items()}


@pytest.mark.parametrize("box", [[0.25, 0.25, 0.75, 0.75], [0.75, 0.75, 0.25, 0.25]], ids=["in order", "inside out"])
def test_the_box_is_brought_from_the_frame_to_the_photo(box: list[float]) -> None:
    wide, tall = photo(84, 168), photo(224, 84)
    seen = FashionEncoder(runtime=Fixed(box)).predict([wide, tall])
    # in the frame of 84 x 112: x 21 .. 63, y 28 .. 84
    # wide: scale 84 / 168 = 0.5, 42 rows, 35 above: x 42 .. 126, y (28 - 35) / 0.5, cut to 0, .. (84 - 35) / 0.5, cut
    # tall: scale 112 / 224 = 0.5, 42 columns, 21 at the left: x 0 .. 84, y 56 .. 168
    assert [prediction.box for prediction in seen] == [[42, 0, 126, 84], [0, 56, 84, 168]]


def test_keras_computes_what_openvino_computes(embedded: FashionEncoder) -> None:
    here = FashionEncoder(runtime=keras_runtime(fashion.WEIGHTS))
    frames = prepared(embedded, PHOTOS)
    there = embedded._runtime.run(frames)
    for name, value in here._runtime.run(frames).items():
        # weights are stored in half precision, which a standardised kernel feels when it is made anew
        assert np.abs(value - there[name]).max() < 1e-2, name
    assert np.einsum("nd,nd->n", here.encode(frames), embedded.encode(frames)).min() > 1 - 1e-3


def test_without_openvino_keras_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def rebuild(weights: Path) -> Fixed:
        asked.append(weights)
        return Fixed([0, 0, 1, 1])

    monkeypatch.setattr(fashion, "has_openvino", lambda: False)
    monkeypatch.setattr(fashion, "keras_runtime", rebuild)
    assert FashionEncoder().predict([photo(10, 10)])[0].box == [0, 0, 10, 10]
    assert asked == [fashion.WEIGHTS]


def test_the_embedded_encoder_never_imports_tensorflow() -> None:
    script = """
import sys, numpy as np
from lookbook import encoders
encoder = encoders.load("fashion")
encoder.predict([np.zeros((40, 30, 3), np.uint8)])
print(encoder.identity.name, *({"keras", "tensorflow", "torch", "jax"} & sys.modules.keys()))
"""
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["fashion"]


def test_a_file_that_is_no_fashion_network_is_refused_in_one_sentence(tmp_path: Path) -> None:
    text, foreign = tmp_path / "text.onnx", tmp_path / "foreign.onnx"
    text.write_text("version https://git-lfs.github.com/spec/v1\n")
    empty = onnx.helper.make_graph([], "empty", [], [])
    onnx.save(onnx.helper.make_model(empty), foreign)
    for path in (text, foreign):
        with pytest.raises(EncoderError, match=r"onnx holds no weights of the fashion encoder; [^.]+\.$"):
            encoders.load("fashion", path)


@pytest.mark.skipif(not supports_bf16(), reason="this CPU does not compute in bfloat16")
def test_bfloat16_is_near_float32(embedded: FashionEncoder) -> None:
    rough = FashionEncoder(precision="bf16")
    frames = prepared(embedded, PHOTOS)
    assert np.einsum("nd,nd->n", rough.encode(frames), embedded.encode(frames)).min() > 0.99
    assert rough.identity != embedded.identity


def test_a_runtime_names_its_outputs_as_the_file_does() -> None:
    frames = np.zeros((2, 128, 96, 3), np.uint8)
    names = {"embedding", "box", "mask", "articleType", "baseColour", "gender", "season", "usage", "garment"}
    assert OpenVino(fashion.WEIGHTS).run(frames).keys() == names


# Choosing and loading


def test_an_unknown_encoder_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(ValueError, match="there is no encoder 'vgg'; choose one of fashion, onnx, resnet50"):
        encoders.load("vgg")


def test_the_encoder_of_an_index_is_loaded_again(embedded: FashionEncoder) -> None:
    assert registry.matching(embedded.identity).identity == embedded.identity
    assert registry.matching(replace(embedded.identity, weights_sha256="")).identity == embedded.identity


def test_other_weights_than_those_of_the_index_are_refused(embedded: FashionEncoder) -> None:
    with pytest.raises(EncoderError, match=r"built with other weights of fashion \(version old\).*run build_index"):
        registry.matching(replace(embedded.identity, weights_sha256="0" * 64, version="old"))


@pytest.mark.parametrize(
    "identity",
    [Identity("vgg", "1", ""), Identity("fashion", "1", "", {"pooling": "max"})],
    ids=["unknown name", "unknown option"],
)
def test_an_encoder_that_is_not_here_is_refused(identity: Identity) -> None:
    with pytest.raises(EncoderError, match="the index needs an encoder that is not here"):
        registry.matching(identity)
