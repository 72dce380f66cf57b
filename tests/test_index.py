"""The three files: written whole, read with suspicion."""

import hashlib
import json
import multiprocessing
import os
import pickle
import pickletools
from pathlib import Path

import numpy as np
import pytest

from lookbook import index as index_module
from lookbook.encoders.base import Identity
from lookbook.index import BadIndexError, Index
from lookbook.index.tutorial import TUTORIAL
from tests.fakes import paint, unit

ENCODER = Identity("fashion", "1", "ab" * 32, {"precision": "f32"})


def an_index(*names: str) -> Index:
    """Return an index of as many different unit vectors as there are names."""
    vectors = np.stack([unit(1, number, 0) for number in range(len(names))])
    return Index(
        vectors,
        list(names),
        ENCODER,
        images_root="pictures.zip",
        styles="table.csv",
        comparison={"top5_overlap": 0.99},
        created="2026-11-21",
    )


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    saved = an_index("images/1.jpg", "images/2.jpg")
    saved.save(tmp_path)
    found = Index.load(tmp_path)
    assert np.array_equal(found.vectors, saved.vectors)
    assert found.vectors.dtype == np.float32
    assert (found.filenames, found.encoder) == (saved.filenames, ENCODER)
    assert (found.images_root, found.styles, found.comparison) == ("pictures.zip", "table.csv", {"top5_overlap": 0.99})


def test_the_files_are_those_of_the_contract(tmp_path: Path) -> None:
    an_index("images/1.jpg", "images/2.jpg").save(tmp_path)
    vectors = pickle.loads((tmp_path / "embeddings.pkl").read_bytes())
    names = pickle.loads((tmp_path / "filenames.pkl").read_bytes())
    manifest = json.loads((tmp_path / "index.json").read_text())
    assert type(vectors) is np.ndarray
    assert (vectors.dtype, vectors.shape) == (np.float32, (2, 3))
    assert names == ["images/1.jpg", "images/2.jpg"]
    assert manifest["encoder"] == {
        "name": "fashion", "version": "1", "weights_sha256": "ab" * 32, "options": {"precision": "f32"},
    }  # fmt: skip
    assert (manifest["dim"], manifest["count"]) == (3, 2)
    assert manifest["sha256"].keys() == {"embeddings.pkl", "filenames.pkl"}


def test_nothing_else_is_left_behind(tmp_path: Path) -> None:
    an_index("a").save(tmp_path)
    an_index("a", "b").save(tmp_path)
    files = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"embeddings.pkl", "filenames.pkl", "index.json"}


def test_the_pickle_of_vectors_names_only_what_every_numpy_has(tmp_path: Path) -> None:
    an_index("a", "b").save(tmp_path)
    data = (tmp_path / "embeddings.pkl").read_bytes()
    asked = {arg for opcode, arg, _ in pickletools.genops(data) if opcode.name in ("GLOBAL", "STACK_GLOBAL")}
    assert asked == {"numpy.core.multiarray _reconstruct", "numpy ndarray", "numpy dtype"}, "NumPy 1 has no numpy._core"


def test_large_vectors_come_back_to_the_last_bit(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).normal(size=(300, 256)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    Index(vectors[::-1], [f"{number:03}" for number in range(300)], ENCODER).save(tmp_path)
    assert np.array_equal(Index.load(tmp_path).vectors, vectors[::-1])
    assert np.array_equal(pickle.loads((tmp_path / "embeddings.pkl").read_bytes()), vectors[::-1])


class PowerCutError(Exception):
    """Stands for the moment in which everything stops."""


@pytest.mark.parametrize("survives", range(12))
def test_a_stop_at_any_move_leaves_the_old_or_the_new_index(
    survives: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = an_index("old/1"), an_index("new/1", "new/2")
    old.save(tmp_path)
    moves = iter(range(survives))
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if next(moves, None) is None:
            raise PowerCutError
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        try:
            new.save(tmp_path)
        except PowerCutError:
            pass
        else:
            assert survives >= 7, "three drafts, the stage, and three moves home"
    seen = Index.load(tmp_path)
    assert seen.filenames in (old.filenames, new.filenames)
    assert len(seen.vectors) == len(seen.filenames)
    new.save(tmp_path)
    assert Index.load(tmp_path).filenames == new.filenames


def test_the_stamp_changes_with_the_index(tmp_path: Path) -> None:
    an_index("a").save(tmp_path)
    before = index_module.stamp(tmp_path)
    assert index_module.stamp(tmp_path) == before
    an_index("b").save(tmp_path)
    assert index_module.stamp(tmp_path) != before


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "embeddings.pkl").unlink(), "there is no index in"),
        (lambda folder: (folder / "filenames.pkl").write_bytes(pickle.dumps(["x"])), "filenames.pkl|vectors, but"),
        (lambda folder: (folder / "embeddings.pkl").write_bytes(b"nonsense"), "embeddings.pkl is damaged"),
        (lambda folder: (folder / "embeddings.pkl").write_bytes(pickle.dumps("text")), "embeddings.pkl does not hold"),
        (lambda folder: (folder / "filenames.pkl").write_bytes(pickle.dumps([1, 2])), "does not hold a list of names"),
        (lambda folder: (folder / "index.json").write_text("{"), "index.json is damaged"),
        (lambda folder: (folder / "index.json").write_text("[]"), "index.json is damaged"),
        (lambda folder: (folder / "index.json").write_text('{"format": 99}'), "has format 99"),
        (
            lambda folder: (folder / "embeddings.pkl").write_bytes(pickle.dumps(np.ones((2, 3), np.float32))),
            "is not the one that index.json describes",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(damage: object, message: str, tmp_path: Path) -> None:
    an_index("images/1.jpg", "images/2.jpg").save(tmp_path)
    damage(tmp_path)  # type: ignore[operator]
    with pytest.raises(BadIndexError, match=message) as caught:
        Index.load(tmp_path)
    assert "\n" not in str(caught.value)


def pickled(folder: Path, vectors: object, names: object) -> Path:
    """Write the two pickles as somebody else would, without a manifest."""
    (folder / "embeddings.pkl").write_bytes(pickle.dumps(vectors))
    (folder / "filenames.pkl").write_bytes(pickle.dumps(names))
    return folder


ROWS = np.eye(2, 3, dtype=np.float32)
NAMES = ["a.jpg", "b.jpg"]


@pytest.mark.parametrize(
    ("vectors", "names"),
    [
        (ROWS, np.array("a.jpg")),
        (ROWS, np.array([["a.jpg", "b.jpg"]])),
        (ROWS, {"a.jpg": 1}),
        (ROWS, "ab"),
        (ROWS, None),
        (ROWS, [b"a.jpg", b"b.jpg"]),
        (ROWS, NAMES[:1]),
        (None, NAMES),
        ([], []),
        (ROWS[:0], []),
        (ROWS[:, :0], NAMES),
        (ROWS[0], NAMES),
        (ROWS[None, None], NAMES[:1]),
        (np.ones((2, 2, 3), np.float32), NAMES),
        (np.array(1.0), NAMES),
        ([[1.0], [1.0, 2.0]], NAMES),
        ([["1", "x"], ["2", "3"]], NAMES),
        ([["1", "2"], ["2", "3"]], NAMES),
        ([[10**400], [1]], NAMES),
        ([[1e300], [1e300]], NAMES),
        ([[np.inf], [1.0]], NAMES),
        ([[np.nan], [1.0]], NAMES),
        ([[None], [1.0]], NAMES),
        ([{}, []], NAMES),
    ],
)  # fmt: skip
def test_pickles_of_something_else_are_refused_in_one_sentence(vectors: object, names: object, tmp_path: Path) -> None:
    with pytest.raises(BadIndexError, match=r"(embeddings|filenames)\.pkl") as caught:
        Index.load(pickled(tmp_path, vectors, names))
    assert "\n" not in str(caught.value)


def test_single_pictures_rows_of_one_row_are_vectors(tmp_path: Path) -> None:
    found = Index.load(pickled(tmp_path, [row[None] for row in ROWS], tuple(NAMES)))
    assert np.array_equal(found.vectors, ROWS)
    assert found.filenames == NAMES


def test_values_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    (tmp_path / "embeddings.pkl").write_bytes(pickle.dumps([np.array([1.0, np.nan])]))
    (tmp_path / "filenames.pkl").write_bytes(pickle.dumps(["a.jpg"]))
    with pytest.raises(BadIndexError, match=r"embeddings\.pkl"):
        Index.load(tmp_path)


@pytest.mark.parametrize("prefix", ["images\\", "/content/drive/My Drive/images/", "images/", "C:\\fashion\\images\\"])
def test_pickles_of_the_tutorial_open(prefix: str, tmp_path: Path) -> None:
    for name in ("1163.jpg", "1164.jpg"):
        paint(tmp_path / "images" / name, (200, 10, 10))
    vectors = [np.array([3.0, 4.0], np.float32), np.array([0.0, 2.0], np.float32)]
    (tmp_path / "embeddings.pkl").write_bytes(pickle.dumps(vectors))
    (tmp_path / "filenames.pkl").write_bytes(pickle.dumps([prefix + "1163.jpg", prefix + "1164.jpg"]))
    found = Index.load(tmp_path)
    assert found.vectors.tolist() == [[np.float32(0.6), np.float32(0.8)], [0.0, 1.0]]
    assert found.filenames == ["images/1163.jpg", "images/1164.jpg"]
    assert (found.encoder.name, dict(found.encoder.options)) == ("resnet50", {"pooling": "max"})


def save_all_the_time(folder: Path, stop: "multiprocessing.synchronize.Event") -> None:
    """Put one index after the other in place."""
    os.fsync = lambda fd: None  # in this process alone: nobody pulls the plug, and swaps are many times as many
    while not stop.is_set():
        for names in (["a"], ["a", "b"], ["a", "b", "c"]):
            an_index(*names).save(folder)


def test_readers_beside_a_writer_that_never_rests_get_a_whole_index_each_time(tmp_path: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    stop = processes.Event()
    writer = processes.Process(target=save_all_the_time, args=(tmp_path, stop))
    pickled(tmp_path, ROWS, NAMES)  # the tutorial's, which the first swap ends: its encoder must not come back
    writer.start()
    stamps, tutorials, loads = set[tuple[int, ...]](), 0, 0
    try:
        while (len(stamps) < 12 or loads < 300) and writer.is_alive():
            stamps.add(index_module.stamp(tmp_path))
            found, loads = Index.load(tmp_path), loads + 1
            assert len(found.vectors) == len(found.filenames)
            assert found.encoder in (ENCODER, TUTORIAL)
            if found.encoder == TUTORIAL:
                tutorials += 1
                assert tutorials == loads, "an index with a manifest was taken for the tutorial's"
            assert index_module.exists(tmp_path)
    finally:
        stop.set()
        writer.join()
    assert len(stamps) >= 12


def test_an_index_in_a_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    an_index("a").save(tmp_path)
    before = index_module.stamp(tmp_path)
    for path in (tmp_path / ".lookbook", tmp_path):
        path.chmod(0o555)
    try:
        assert Index.load(tmp_path).filenames == ["a"]
        assert index_module.stamp(tmp_path) == before
    finally:
        for path in (tmp_path, tmp_path / ".lookbook"):
            path.chmod(0o755)


def test_the_hash_of_the_vectors_is_at_hand(tmp_path: Path) -> None:
    an_index("a").save(tmp_path)
    expected = hashlib.sha256((tmp_path / "embeddings.pkl").read_bytes()).hexdigest()
    assert Index.load(tmp_path).embeddings_sha256 == expected


def test_rows_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    vectors = np.eye(3, dtype=np.float32)
    Index(vectors, ["images/b.jpg", "images/c.jpg", "images/a.jpg"], ENCODER).save(tmp_path)
    for made in ("by a build", "by the tutorial"):
        index = Index.load(tmp_path)
        assert list(index.filenames) == ["images/a.jpg", "images/b.jpg", "images/c.jpg"], made
        assert np.array_equal(index.vectors, vectors[[2, 0, 1]]), made
        (tmp_path / "index.json").unlink(missing_ok=True)
        (tmp_path / ".lookbook").rename(tmp_path / "gone") if (tmp_path / ".lookbook").exists() else None


def test_vectors_of_a_large_catalogue_are_pages_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(0).normal(size=(300, 256)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    Index(vectors, [f"{number:03}" for number in range(300)], ENCODER).save(tmp_path)
    read = Index.load(tmp_path)
    monkeypatch.setattr("lookbook.index.pickled.MAPPED_FROM", 1)
    mapped = Index.load(tmp_path)
    assert np.array_equal(mapped.vectors, vectors)
    assert mapped.fingerprint == read.fingerprint == Index(vectors, read.filenames, ENCODER).fingerprint
    assert (mapped.vectors.flags.aligned, mapped.vectors.flags.writeable) == (True, False)
    (tmp_path / "embeddings.pkl").write_bytes(pickle.dumps(vectors, protocol=4))
    (tmp_path / "index.json").unlink()
    assert np.allclose(Index.load(tmp_path).vectors, vectors), "another pickle is read as ever"


def test_maps_that_were_not_pooled_are_pooled_as_the_tutorials_do(tmp_path: Path) -> None:
    maps = np.zeros((2, 2, 2, 3), np.float32)
    maps[0, 0, 1], maps[0, 1, 0], maps[1, 1, 1] = (3, 0, 0), (0, 4, 0), (0, 0, 2)
    for stored in (maps, list(maps), [one[None] for one in maps]):
        found = Index.load(pickled(tmp_path, stored, NAMES))
        assert np.allclose(found.vectors, np.array([[0.6, 0.8, 0], [0, 0, 1]]))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_rows_that_are_no_numbers_are_named(bad: float, tmp_path: Path) -> None:
    vectors = np.ones((30, 3), np.float32)
    vectors[[4, 17], 1] = bad
    with pytest.raises(BadIndexError, match=r"2 of 30 vectors .* row 4, 17 \(the first is 0\)"):
        Index.load(pickled(tmp_path, vectors, [f"{number:02}.jpg" for number in range(30)]))


def test_rows_of_zeros_are_counted_and_never_found(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found = Index.load(pickled(tmp_path, [[0, 0, 0], [0, 2, 0], [0, 0, 0]], ["c.jpg", "b.jpg", "a.jpg"]))
    assert found.filenames == ["b.jpg"]
    assert found.vectors.tolist() == [[0, 1, 0]]
    assert "2 of 3 vectors" in caplog.text
    assert "(c.jpg, a.jpg); they are never found" in caplog.text


def test_nothing_but_zeros_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadIndexError, match="nothing but zeros"):
        Index.load(pickled(tmp_path, np.zeros((2, 3)), NAMES))


@pytest.mark.parametrize(
    ("dim", "network"), [(512, "VGG16"), (1280, "MobileNetV2"), (100352, "ResNet50 without pooling"), (7, "which have")]
)
def test_the_likely_network_is_named(dim: int, network: str, tmp_path: Path) -> None:
    index = Index.load(pickled(tmp_path, np.eye(2, dim, dtype=np.float32), NAMES))
    with pytest.raises(BadIndexError, match=f"vectors of {dim:,} numbers can't be ResNet50's") as caught:
        index.check_maker(tmp_path)
    assert network in str(caught.value)


@pytest.mark.parametrize("name", ["embeddings.pkl", "filenames.pkl", "index.json"])
def test_a_pointer_of_git_lfs_is_called_so(name: str, tmp_path: Path) -> None:
    an_index("a").save(tmp_path)
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
    (tmp_path / name).write_text(pointer)
    with pytest.raises(BadIndexError, match=f"{name} is a Git LFS pointer, .* git lfs pull"):
        Index.load(tmp_path)


def test_what_tutorials_write_in_other_shapes_is_read(tmp_path: Path) -> None:
    rows = ROWS.astype(np.float64)
    objects = np.empty(2, object)
    objects[:] = list(rows)
    for vectors in (tuple(map(tuple, rows)), rows[:, None], [row[None] for row in rows], objects, rows.tolist()):
        assert np.array_equal(Index.load(pickled(tmp_path, vectors, NAMES)).vectors, ROWS)
    assert Index.load(pickled(tmp_path, ROWS, [Path("images/a.jpg"), Path("b.jpg")])).filenames[0] == "b.jpg"
