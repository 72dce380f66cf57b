"""The words' side of the fashion network, taught alone on pictures that stay as they are."""

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest

from lookbook.encoders.fashion import WEIGHTS
from lookbook.encoders.word_tables import WordTables
from lookbook.training.lite import titles

ROW = {"productDisplayName": "Nike Men Striped Blue Shirt", "gender": "Men", "baseColour": "Blue",
       "articleType": "Shirts", "season": "NA"}  # fmt: skip


def test_what_is_said_of_a_product_is_part_of_its_title_or_of_its_values() -> None:
    rng = np.random.default_rng(0)
    said = {titles.said(ROW, rng) for _ in range(500)}
    words = {*ROW["productDisplayName"].split(), "Men", "Blue", "Striped", "Shirts"}
    assert all(text and set(text.split()) <= words for text in said)
    assert {ROW["productDisplayName"], "Men", "Blue", "Shirts"} <= said
    assert any("Nike" not in text and "Shirt" in text.split() for text in said)


def test_titles_of_the_same_words_are_no_wrong_answers_to_each_other() -> None:
    rows = [{"productDisplayName": title} for title in ("Red Shirt", "Blue Shirt", "shirt RED")]
    assert titles.same(rows).tolist() == [0, 1, 0]


def test_words_learn_to_find_pictures_that_stay_as_they_are() -> None:
    pytest.importorskip("torch")
    from lookbook.training.lite.reading import Pace, teach

    kinds = ["Shirt", "Watch", "Dress", "Belt"]
    rng = np.random.default_rng(0)
    centres = np.linalg.qr(rng.standard_normal((256, 4)))[0].T
    vectors = np.repeat(centres, 16, axis=0) + 0.02 * rng.standard_normal((64, 256))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    before = vectors.copy()
    rows = [{"productDisplayName": f"{kind} {number}", "articleType": kind} for kind in kinds for number in range(16)]
    words, sharpness = teach(vectors, rows, Pace(epochs=40, batch=32, against=64, warmup=5, averaging=0.9))
    assert (vectors == before).all()
    assert sharpness > 0
    assert [_nearest(words, kind, centres) for kind in kinds] == [0, 1, 2, 3]


def test_new_words_leave_all_that_pictures_go_through_bit_for_bit(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from lookbook.training.lite.pupil import Words
    from lookbook.training.lite.reading import put

    torch.manual_seed(0)
    words, path = Words(), tmp_path / "other.onnx"
    shutil.copy(WEIGHTS, path)
    put(words, 20.0, path)
    old, new = (_parts(onnx.load(each)) for each in (WEIGHTS, path))
    assert set(old) == set(new)
    changed = {name for name in old if old[name] != new[name]}
    assert changed
    assert all(name.startswith("words/") for name in changed)
    tables = WordTables.read(path)
    assert tables is not None
    from lookbook.encoders.hashing import pieces

    own = torch.tensor(pieces("red dress"))
    assert tables.encode(["red dress"])[0] == pytest.approx(words(own, torch.tensor([0]))[0].detach().numpy(), abs=2e-2)


def _nearest(words: object, text: str, centres: np.ndarray) -> int:
    import torch

    from lookbook.encoders.hashing import pieces

    vector = words(torch.tensor(pieces(text)), torch.tensor([0]))[0].detach().numpy()  # type: ignore[operator]
    return int((centres @ vector).argmax())


def _parts(model: onnx.ModelProto) -> dict[str, bytes]:
    """Return everything of a file by name, in bytes."""
    weights = {tensor.name: tensor.SerializeToString() for tensor in model.graph.initializer}
    nodes = {f"node {node.name}": node.SerializeToString() for node in model.graph.node}
    return {**weights, **nodes, "metadata": str(model.metadata_props).encode()}
