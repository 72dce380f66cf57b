"""A person's own network gives the vectors that it gives elsewhere, in each layout that networks are published in."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from lookbook import encoders
from lookbook.encoders import EncoderError
from lookbook.encoders.imported import Taken, choose
from lookbook.encoders.onnx import OnnxEncoder
from lookbook.encoders.preprocessing import Preprocessing
from lookbook.settings import Settings
from tests.published import CLIP, DEVIATION, KERNEL, MEAN, PROJECT, SIGLIP, TABLE, Array, publish


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Converted networks are kept beside the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def picture(rows: int = 40, columns: int = 27) -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (rows, columns, 3), np.uint8)


def normal(values: Array) -> Array:
    return np.asarray(values / np.linalg.norm(values), np.float32)


def patches(frame: NDArray[np.uint8], mean: Sequence[float], deviation: Sequence[float]) -> Array:
    """Compute the map (6, 4, 4) of a frame (16, 16, 3) with NumPy alone."""
    scaled = ((frame / 255 - mean) / deviation).astype(np.float32)
    tiles = scaled.reshape(4, 4, 4, 4, 3).transpose(0, 2, 4, 1, 3)
    return np.asarray(np.einsum("yxcij,kcij->kyx", tiles, KERNEL), np.float32)


def clip_frame(photo: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Resize 40 x 27 to 23 x 16 (16 * 40 / 27 = 23.7) and cut rows 3 to 19 ((23 - 16) // 2 = 3)."""
    return np.asarray(Image.fromarray(photo).resize((16, 23), Image.Resampling.BICUBIC))[3:19]


# Layouts


def test_a_clip_in_one_file_is_projected_and_needs_no_text(tmp_path: Path) -> None:
    folder = publish(tmp_path / "clip", "model.onnx", ["text_embeds", "map", "image_embeds"], CLIP)
    (seen,) = OnnxEncoder(folder).predict([picture()])
    expected = patches(clip_frame(picture()), MEAN, DEVIATION).max(axis=(1, 2)) @ PROJECT
    assert seen.vector == pytest.approx(normal(expected), abs=1e-5)
    assert (seen.attributes, seen.box) == ({}, None)


def test_a_vision_tower_alone_is_taken_before_both(tmp_path: Path) -> None:
    publish(tmp_path / "two", "onnx/model.onnx", ["map"], SIGLIP)
    folder = publish(tmp_path / "two", "onnx/vision_model.onnx", ["last_hidden_state"], SIGLIP, side="side")
    (seen,) = OnnxEncoder(folder).predict([picture()])
    squashed = np.asarray(Image.fromarray(picture()).resize((16, 16), Image.Resampling.BILINEAR))
    assert seen.vector == pytest.approx(normal(patches(squashed, [0.5] * 3, [0.5] * 3)[:, 0, 0]), abs=1e-5)


@pytest.mark.parametrize(("told", "pool"), [({}, np.mean), ({"pooling": "max"}, np.max), ({"output": "map"}, np.mean)])
def test_a_map_is_pooled_as_it_is_told(tmp_path: Path, told: dict[str, str], pool: object) -> None:
    folder = publish(tmp_path / "map", "model.onnx", ["map"], CLIP)
    (folder / "lookbook.json").write_text(json.dumps(told))
    (seen,) = OnnxEncoder(folder).predict([picture()])
    expected = pool(patches(clip_frame(picture()), MEAN, DEVIATION), axis=(1, 2))  # type: ignore[operator]
    assert seen.vector == pytest.approx(normal(expected), abs=1e-5)


def test_outputs_are_chosen_by_name_then_by_shape() -> None:
    assert choose({"logits": [None, 1000], "image_embeds": [None, 512]}) == Taken("image_embeds", None)
    assert choose({"last_hidden_state": [None, 50, 768], "pooler_output": [None, 768]}) == Taken("pooler_output", None)
    assert choose({"last_hidden_state": [None, None, 768]}) == Taken("last_hidden_state", "cls")
    assert choose({"whatever": [None, 64, 7, 7]}) == Taken("whatever", "avg")
    assert choose({"a": [None, 9, 8], "b": [None, 4]}, output="a", pooling="avg") == Taken("a", "avg")
    with pytest.raises(ValueError, match="none is a vector"):
        choose({"score": [None]})
    with pytest.raises(ValueError, match="none is missing"):
        choose({"a": [None, 4]}, output="missing")


# Preprocessing


def read(tmp_path: Path, **config: object) -> Preprocessing:
    (tmp_path / "preprocessor_config.json").write_text(json.dumps({**CLIP, **config}))
    return Preprocessing.read(tmp_path / "preprocessor_config.json")


def test_sizes_without_names_mean_what_their_processor_means(tmp_path: Path) -> None:
    old = read(
        tmp_path, size=20, crop_size=16, image_processor_type=None, feature_extractor_type="CLIPFeatureExtractor"
    )
    assert (old.shortest, old.size, old.crops) == (20, (16, 16), True)
    square = read(tmp_path, size=20, do_center_crop=False, image_processor_type="ViTImageProcessor")
    assert (square.shortest, square.size, square.crops) == (None, (20, 20), False)
    next_one = read(tmp_path, size={"shortest_edge": 224}, crop_pct=0.875, do_center_crop=False)
    assert (next_one.shortest, next_one.size, next_one.crops) == (256, (224, 224), True)


def test_a_picture_smaller_than_its_crop_is_surrounded_by_black(tmp_path: Path) -> None:
    frame = read(tmp_path, do_resize=False).frame(np.full((9, 20, 3), 200, np.uint8))
    # seven rows are missing: four above, three below; of twenty columns the middle sixteen
    assert frame.shape == (16, 16, 3)
    assert [int(row.max()) for row in frame] == [0] * 4 + [200] * 9 + [0] * 3


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ({"do_pad": True}, "do_pad is not done here"),
        ({"size": {"longest_edge": 9}}, "is not height and width, nor shortest_edge"),
        ({"do_center_crop": False}, "frames of many sizes"),
        ({"image_mean": None}, "NoneType"),
    ],
)
def test_a_config_that_can_not_be_followed_is_refused(tmp_path: Path, config: dict[str, object], reason: str) -> None:
    with pytest.raises(EncoderError, match=reason):
        read(tmp_path, **config)


# Identity and errors


def test_the_identity_changes_with_all_that_decides_a_vector(tmp_path: Path) -> None:
    folder = publish(tmp_path / "one", "model.onnx", ["map"], CLIP)
    first = OnnxEncoder(folder).identity
    assert OnnxEncoder(folder).identity == first
    assert (first.name, first.options["precision"]) == ("onnx", "f32")
    publish(folder, "model.onnx", ["map"], {**CLIP, "resample": 2})
    second = OnnxEncoder(folder).identity
    (folder / "lookbook.json").write_text('{"pooling": "max"}')
    third = OnnxEncoder(folder).identity
    assert len({first.weights_sha256, second.weights_sha256, third.weights_sha256}) == 3


def test_an_index_finds_its_network_again(tmp_path: Path) -> None:
    folder = publish(tmp_path / "one", "model.onnx", ["map"], CLIP)
    made = encoders.load("onnx", folder)
    again = encoders.matching(made.identity, Settings(onnx_weights=folder))
    assert again.identity == made.identity
    assert again.dim == 6


def test_what_is_no_network_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="LOOKBOOK_ONNX_WEIGHTS"):
        OnnxEncoder()
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderError, match=r"has none of vision_model\.onnx"):
        OnnxEncoder(tmp_path / "empty")
    folder = publish(tmp_path / "one", "model.onnx", ["map"], CLIP)
    (folder / "model.onnx").write_text("no network")
    with pytest.raises(EncoderError, match="can't be used as an encoder"):
        OnnxEncoder(folder)
    (folder / "preprocessor_config.json").unlink()
    with pytest.raises(EncoderError, match=r"preprocessor_config\.json is missing"):
        OnnxEncoder(folder)


# Words


def test_the_text_tower_reads_words_into_the_pictures_space(tmp_path: Path) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="the extra `words` is not installed")
    folder = publish(tmp_path / "clip", "model.onnx", ["image_embeds", "text_embeds"], CLIP)
    words = {"[PAD]": 0, "[UNK]": 1, "red": 2, "shirt": 3}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))

    encoder = OnnxEncoder(folder)
    found = encoder.texts(["red shirt", "shirt"])
    assert found is not None

    # the mean of the rows of the words; the shorter text is filled up by the row of number 0
    assert found[0] == pytest.approx(normal((TABLE[2] + TABLE[3]) / 2), abs=1e-5)
    assert found[1] == pytest.approx(normal((TABLE[3] + TABLE[0]) / 2), abs=1e-5)


def test_a_network_without_words_says_so(tmp_path: Path) -> None:
    from lookbook.encoders.texts import TextTower

    folder = publish(tmp_path / "map", "model.onnx", ["map"], CLIP)
    assert OnnxEncoder(folder).texts(["red shirt"]) is None
    with pytest.raises(EncoderError, match="is no text tower"):
        TextTower(folder)
