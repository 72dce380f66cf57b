"""Building: nothing is lost, nothing is done twice, and what can't be read is named."""

import csv
import io
import json
import os
import pickle
import signal
import subprocess
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from numpy.typing import NDArray

from lookbook.building.build import build
from lookbook.building.embed import Workshop, embed_part
from lookbook.building.options import Options
from lookbook.building.parts import JOURNAL
from lookbook.building.plan import Part
from lookbook.catalog import Catalog
from lookbook.disk import swap
from lookbook.disk.lock import BusyError
from lookbook.encoders.base import Vectors
from lookbook.index import BadIndexError, Index, open_catalog
from lookbook.index.fingerprints import FINGERPRINTS
from tests.broken_files import write_broken_files
from tests.fakes import COLOURS, MeanColour, paint, paint_catalogue, unit

ROOT = Path(__file__).parents[1]


def test_every_picture_has_its_vector(tmp_path: Path) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    report = build(catalog, MeanColour(), tmp_path)
    index = Index.load(tmp_path)
    assert index.filenames == [f"images/{name}.png" for name in "1234567"]
    assert np.allclose(index.vectors, [unit(*colour) for colour in COLOURS.values()], atol=1e-6)
    assert index.images_root == "."
    assert str(report).startswith("indexed 7 (new 7, kept 0, removed 0, skipped 0) in ")
    assert str(report).endswith(" images/s, encoder mean-colour")
    assert not (tmp_path / JOURNAL).exists()


def test_a_second_run_embeds_only_what_changed(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path)
    build(Catalog.open(images, relative_to=tmp_path), MeanColour(), tmp_path)
    (images / "1.png").unlink()
    paint(images / "2.png", (1, 2, 3)).touch()
    paint(images / "8.png", (9, 9, 9))
    encoder = MeanColour()
    report = build(Catalog.open(images, relative_to=tmp_path), encoder, tmp_path, Options(batch_size=1))
    assert (report.indexed, report.new, report.kept, report.removed) == (7, 2, 5, 1)
    assert encoder.encoded == 2
    index = Index.load(tmp_path)
    assert index.filenames == [f"images/{name}.png" for name in "2345678"]
    assert np.allclose(index.vectors[0], unit(1, 2, 3), atol=1e-6)


@pytest.mark.parametrize(("version", "fresh", "new"), [("1", False, 0), ("1", True, 7), ("2", False, 7)])
def test_another_encoder_or_fresh_embeds_all_again(version: str, fresh: bool, new: int, tmp_path: Path) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    build(catalog, MeanColour(), tmp_path)
    assert build(catalog, MeanColour(version), tmp_path, Options(fresh=fresh)).new == new


def test_limit_takes_the_first(tmp_path: Path) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    assert build(catalog, MeanColour(), tmp_path, Options(limit=3)).indexed == 3
    assert Index.load(tmp_path).filenames == ["images/1.png", "images/2.png", "images/3.png"]


def test_a_zip_is_read_in_place(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path / "loose")
    with zipfile.ZipFile(tmp_path / "fashion.zip", "w") as archive:
        for path in [*images.iterdir(), images.parent / "styles.csv"]:
            archive.write(path, path.relative_to(images.parent))
    catalog = Catalog.open(tmp_path / "fashion.zip", relative_to=tmp_path / "index")
    build(catalog, MeanColour(), tmp_path / "index")
    index = Index.load(tmp_path / "index")
    assert index.filenames[0] == "images/1.png"
    again = Catalog.at(index.images_root, index.filenames, index.styles, tmp_path / "index")
    assert again.product("images/3.png")["productDisplayName"] == "Plain, with a comma, Green Shirt"


def test_what_cannot_be_read_is_listed_with_a_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path)
    broken = {path.relative_to(tmp_path).as_posix() for path in write_broken_files(images)}
    catalog = Catalog.open(images, relative_to=tmp_path)
    candidates = broken & set(catalog.filenames)
    assert len(candidates) == 20
    report = build(catalog, MeanColour(), tmp_path, Options(batch_size=4))
    assert (report.indexed, report.skipped) == (7, 20)
    with (tmp_path / "skipped.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["filename"] for row in rows} == candidates
    assert all(row["reason"].startswith(row["filename"]) and row["reason"].endswith(".") for row in rows)


def test_a_catalogue_without_one_good_picture_says_so_and_keeps_the_old_index(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path)
    build(Catalog.open(images, relative_to=tmp_path), MeanColour(), tmp_path)
    for path in images.iterdir():
        path.write_bytes(b"no picture")
    with pytest.raises(BadIndexError, match=r"none of the pictures can be read; .*skipped\.csv"):
        build(Catalog.open(images, relative_to=tmp_path), MeanColour(), tmp_path)
    assert len(Index.load(tmp_path).filenames) == 7


def test_the_vectors_do_not_depend_on_the_batch(tmp_path: Path) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    found = []
    for size in (1, 2, 5, 64):
        build(catalog, MeanColour(), tmp_path / str(size), Options(batch_size=size))
        found.append(Index.load(tmp_path / str(size)).vectors)
    assert all(np.array_equal(vectors, found[0]) for vectors in found)


def test_two_builds_of_one_folder_do_not_meet(tmp_path: Path) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    refused: list[BusyError] = []

    class Meanwhile(MeanColour):
        def encode(self, frames: NDArray[np.uint8]) -> Vectors:
            other = Thread(target=self.build_as_well)
            other.start()
            other.join()
            return super().encode(frames)

        def build_as_well(self) -> None:
            try:
                build(catalog, MeanColour(), tmp_path)
            except BusyError as error:
                refused.append(error)

    assert build(catalog, Meanwhile(), tmp_path).indexed == 7
    assert [f"process {os.getpid()} on " in str(error) for error in refused] == [True]
    assert build(catalog, MeanColour(), tmp_path).kept == 7


def test_a_build_leaves_no_draft_and_no_lock_even_of_killed_ones(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path)
    stale = [tmp_path / f".skipped.csv.{'0' * 32}.part", tmp_path / ".lookbook" / f".map.npz.{'1' * 32}.part"]
    stale[1].parent.mkdir()
    for path in stale:
        path.touch()
    build(Catalog.open(images, relative_to=tmp_path), MeanColour(), tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.suffix == ".part" or path.name == "lock"]


def test_a_damaged_index_is_built_anew_with_a_line_that_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    build(catalog, MeanColour(), tmp_path)
    assert not caplog.records
    (tmp_path / "filenames.pkl").write_bytes(b"nonsense")
    assert build(catalog, MeanColour(), tmp_path).new == 7
    assert [record.getMessage().count("filenames.pkl") for record in caplog.records] == [1]


@pytest.mark.parametrize("content", ["", "{", "[]", "5", '{"created": 1}', '{"created": "CREATED", "pictures": 5}'])
def test_damaged_fingerprints_are_told_in_a_line(
    content: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    build(catalog, MeanColour(), tmp_path)
    (tmp_path / FINGERPRINTS).write_text(content.replace("CREATED", Index.load(tmp_path).created))
    assert build(catalog, MeanColour(), tmp_path).new == 7
    told = [record.getMessage() for record in caplog.records]
    assert [line.split(" is damaged")[0] for line in told] == (
        [] if "1}" in content else [str(tmp_path / FINGERPRINTS)]
    )


def a_chunk(**parts: object) -> bytes:
    """Write a chunk as a build does, but for the parts that are given; None leaves one out."""
    buffer = io.BytesIO()
    encoder = json.dumps(asdict(MeanColour().identity), sort_keys=True)
    rows = {"filenames": ["images/1.png"], "fingerprints": ["x"], "vectors": np.eye(1, 3, dtype=np.float32)}
    content = {"encoder": encoder, **rows, **parts}
    np.savez(buffer, **{name: np.asarray(part) for name, part in content.items() if part is not None})  # type: ignore[arg-type]
    return buffer.getvalue()


@pytest.mark.parametrize(
    "chunk",
    [
        b"",
        b"no zip",
        a_chunk()[:-40],
        a_chunk(vectors=None),
        a_chunk(encoder=None),
        a_chunk(filenames=[]),
        a_chunk(fingerprints="x"),
        a_chunk(vectors=np.ones(3, np.float32)),
        a_chunk(vectors=[["a", "b", "c"]]),
        a_chunk(vectors=np.full((1, 3), np.nan, np.float32)),
    ],
)
def test_a_damaged_chunk_costs_its_pictures_and_a_line(
    chunk: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    (tmp_path / JOURNAL).mkdir(parents=True)
    path = tmp_path / JOURNAL / f"{0:032x}.npz"
    path.write_bytes(chunk)
    assert build(catalog, MeanColour(), tmp_path).new == 7
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"{path} is damaged (")
    assert line.endswith("); its pictures are embedded again")


BUILD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from lookbook.building import parts
from lookbook.building.build import build
from lookbook.building.options import Options
from lookbook.building.plan import Part
from lookbook.catalog import Catalog
from tests.fakes import MeanColour

parts.CHUNK = 8
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background inherits that it is ignored
images, output, last, how = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]

class Mortal(MeanColour):
    def encode(self, frames):
        if self.encoded >= last:
            os.kill(os.getpid(), getattr(signal, how))
        return super().encode(frames)

build(Catalog.open(images, relative_to=output), Mortal(), output, Options(batch_size=4))
"""


def die_after(pictures: int, images: Path, output: Path, how: str) -> int:
    """Build in another process that is killed in mid-build; gives its exit status."""
    command = [sys.executable, "-c", BUILD_AND_DIE, str(images), str(output), str(pictures), how]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120).returncode


def test_killed_ten_times_the_old_index_answers_and_the_next_run_goes_on(tmp_path: Path) -> None:
    images, output = tmp_path / "images", tmp_path / "index"
    rng = np.random.default_rng(0)
    for number in range(100):
        paint(images / f"{number:03}.png", tuple(rng.integers(1, 256, 3).tolist()))
    build(Catalog.open(images, relative_to=output), MeanColour(), output, Options(limit=5))
    before = Index.load(output)
    for _ in range(10):
        assert die_after(8, images, output, "SIGKILL") == -signal.SIGKILL
        assert Index.load(output).filenames == before.filenames
    encoder = MeanColour()
    report = build(Catalog.open(images, relative_to=output), encoder, output)
    assert report.new < 100 - 5 - 10 * 4, "what ten killed runs had done was not done again"
    build(Catalog.open(images, relative_to=tmp_path / "whole"), MeanColour(), tmp_path / "whole")
    resumed, whole = Index.load(output), Index.load(tmp_path / "whole")
    assert resumed.filenames == whole.filenames
    assert np.array_equal(resumed.vectors, whole.vectors)


@pytest.mark.parametrize("moment", ["replace", "settle"])
def test_stopped_at_the_change_itself_an_index_has_its_pictures_and_nothing_is_embedded_again(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images, output = paint_catalogue(tmp_path / "shop"), tmp_path / "index"
    build(Catalog.open(images, relative_to=output), MeanColour(), output)
    paint(images / "8.png", (9, 9, 9))
    real = getattr(swap, moment)

    def stopped(*given: Path) -> None:
        if (output / swap.STAGED).is_dir() or moment == "replace":
            raise KeyboardInterrupt
        real(*given)

    monkeypatch.setattr(swap, moment, stopped)
    with pytest.raises(KeyboardInterrupt):
        build(Catalog.open(images, relative_to=output), MeanColour(), output)
    index = Index.load(output)
    assert len(index.filenames) == (8 if moment == "settle" else 7)
    assert open_catalog(index, output).read("images/1.png") == (images / "1.png").read_bytes()
    monkeypatch.undo()
    report = build(Catalog.open(images, relative_to=output), MeanColour(), output)
    assert (report.indexed, report.new) == (8, 0)


def test_an_interrupt_keeps_even_a_part_of_a_chunk(tmp_path: Path) -> None:
    images, output = tmp_path / "images", tmp_path / "index"
    for number in range(20):
        paint(images / f"{number:03}.png", (number + 1, 5, 5))
    assert die_after(4, images, output, "SIGINT") != 0
    encoder = MeanColour()
    report = build(Catalog.open(images, relative_to=output), encoder, output)
    assert (report.kept, report.new) == (4, 16)


def test_a_part_and_what_became_of_it_can_be_sent_to_another_process(tmp_path: Path) -> None:
    catalog = Catalog.open(paint_catalogue(tmp_path), relative_to=tmp_path)
    part = pickle.loads(pickle.dumps(Part(filenames=["images/1.png", "images/none.png"], fingerprints=["a", ""])))
    made = pickle.loads(pickle.dumps(embed_part(Workshop(catalog, MeanColour(), 4), part)))
    assert (made.filenames, made.fingerprints) == (["images/1.png"], ["a"])
    assert np.array_equal(made.vectors, unit(255, 0, 0)[None])
    assert list(made.skipped) == ["images/none.png"]
