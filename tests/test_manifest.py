"""index.json: every wrong value is told as damage, and nothing of it is quoted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lookbook.encoders.base import Identity
from lookbook.index import BadIndexError, Index, manifest_of

ENCODER = Identity("fashion", "1", "ab" * 32, {"precision": "f32"})
GONE = object()
"""Stands for a key that is not there."""
SECRET = "TOKEN=hush"


@pytest.fixture
def change(tmp_path: Path) -> Callable[..., Path]:
    """Save an index, then put a value into its manifest."""

    def changed(value: object, *keys: str) -> Path:
        Index(np.eye(2, 3, dtype=np.float32), ["a", "b"], ENCODER).save(tmp_path)
        manifest: dict[str, Any] = json.loads((tmp_path / "index.json").read_text())
        part = manifest
        for key in keys[:-1]:
            part = part[key]
        if value is GONE:
            del part[keys[-1]]
        else:
            part[keys[-1]] = value
        (tmp_path / "index.json").write_text(json.dumps(manifest))
        return tmp_path

    return changed


WRONG: list[object] = [GONE, None, -5, 0, 1.5, True, "", [], {}, [SECRET], {SECRET: 1}, "a\0b", "\ud800", float("nan")]
RIGHT: dict[tuple[str, ...], list[object]] = {
    ("created",): ["", "a\0b", "\ud800", GONE],
    ("styles",): [None],
    ("columns",): [None, GONE],
    ("comparison",): [{}, {SECRET: 1}],
    ("store",): [None, GONE],
    ("encoder", "name"): ["", "a\0b", "\ud800"],
    ("encoder", "version"): ["", "a\0b", "\ud800"],
    ("encoder", "weights_sha256"): ["", "a\0b", "\ud800"],
    ("encoder", "options"): [{}, {SECRET: 1}],
}
"""What is no damage though it stands above: any text is a name, and any options are for the encoder to judge."""
CASES = [
    (keys, value)
    for keys in [
        *[
            (key,)
            for key in ("format", "encoder", "dim", "count", "created", "images_root", "styles", "columns", "store")
        ],
        *[("comparison",), ("comparison", "top5_overlap"), ("sha256",)],
        *[("encoder", key) for key in ("name", "version", "weights_sha256", "options")],
        *[("sha256", key) for key in ("embeddings.pkl", "filenames.pkl")],
    ]
    for value in WRONG
    if value not in RIGHT.get(keys, [])
    and not (keys == ("comparison", "top5_overlap") and (value is GONE or type(value) in (int, float)))
]


@pytest.mark.parametrize(("keys", "value"), CASES)
def test_a_wrong_value_is_damage(keys: tuple[str, ...], value: object, change: Callable[..., Path]) -> None:
    folder = change(value, *keys)
    for read in (Index.load, manifest_of):
        with pytest.raises(BadIndexError, match=r"index\.json (is damaged|has format|tells of)") as caught:
            read(folder)
        assert str(caught.value).endswith("; build the index again.")
        assert SECRET not in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_comparison_that_is_no_number_is_damage(value: float, change: Callable[..., Path]) -> None:
    with pytest.raises(BadIndexError, match="its comparison"):
        Index.load(change(value, "comparison", "top5_overlap"))


@pytest.mark.parametrize(
    "keys", [("sha256", "/dev/zero"), ("sha256", "index.json"), ("encoder", "more"), ("encoder", "sha256")]
)
def test_no_other_file_is_hashed_and_no_encoder_is_half_understood(
    keys: tuple[str, str], change: Callable[..., Path]
) -> None:
    with pytest.raises(BadIndexError, match=f"index.json is damaged: its {keys[0]}"):
        Index.load(change("0" * 64, *keys))


def test_what_a_later_program_adds_is_left_aside(change: Callable[..., Path]) -> None:
    assert Index.load(change({"any": "thing"}, "comment")).filenames == ["a", "b"]


@pytest.mark.parametrize(
    "store",
    [
        {"name": "pgvector"},
        {"name": "pgvector", "collection": 'x"; DROP TABLE y'},
        {"name": "Pg!", "collection": "looks"},
        {"name": "pgvector", "collection": "looks", "uri": f"postgresql://shop:{SECRET}@db"},
    ],
)
def test_a_store_is_a_name_and_a_collection_and_never_an_address(
    store: dict[str, str], change: Callable[..., Path]
) -> None:
    with pytest.raises(BadIndexError, match=r"its store can't be right") as caught:
        Index.load(change(store, "store"))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("key", ["columns", "created", "store"])
def test_manifests_of_older_programs_are_read(key: str, change: Callable[..., Path]) -> None:
    assert Index.load(change(GONE, key)).filenames == ["a", "b"]


@pytest.mark.parametrize(("key", "value"), [("dim", 4), ("count", 3), ("count", 1)])
def test_numbers_that_are_not_those_of_the_vectors_are_told(key: str, value: int, change: Callable[..., Path]) -> None:
    with pytest.raises(BadIndexError, match=r"tells of . vectors of . numbers, but embeddings\.pkl holds 2 of 3"):
        Index.load(change(value, key))


@pytest.mark.parametrize("length", [0.0, 0.5, 1.01, 7.0])
def test_vectors_that_are_not_of_length_one_are_told(length: float, tmp_path: Path) -> None:
    vectors = np.eye(2, 3, dtype=np.float32)
    vectors[1] *= length
    Index(vectors, ["a", "b"], ENCODER).save(tmp_path)
    with pytest.raises(BadIndexError, match="not of length 1"):
        Index.load(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"null", b"[" * 100_000, b'{"a":' * 100_000, b'{"format": 1' + b"0" * 5000 + b"}", b" " * 2**21],
)
def test_what_is_no_manifest_at_all_is_damage(content: bytes, change: Callable[..., Path]) -> None:
    folder = change("", "created")
    (folder / "index.json").write_bytes(content)
    with pytest.raises(BadIndexError, match=r"index\.json is damaged; build the index again\."):
        Index.load(folder)


def test_a_folder_in_a_files_place_is_told(change: Callable[..., Path]) -> None:
    folder = change("", "created")
    (folder / "index.json").unlink()
    (folder / "index.json").mkdir()
    with pytest.raises(BadIndexError, match=r"can't be read \(.*index\.json is not a regular file\); check its files"):
        Index.load(folder)


def test_an_index_without_manifest_has_none(tmp_path: Path, change: Callable[..., Path]) -> None:
    assert manifest_of(tmp_path) is None
    (change("", "created") / "index.json").unlink()
    assert manifest_of(tmp_path) is None
