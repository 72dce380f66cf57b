"""The commands as people type them."""

import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lookbook.commands import app
from lookbook.commands.fetch import DATASETS
from lookbook.index import Index
from tests.broken_files import write_broken_files
from tests.fakes import paint, paint_catalogue

ROOT = Path(__file__).parents[1]


Result = subprocess.CompletedProcess[str]


def run(*arguments: object, program: Callable[[], None] = app.run, **environment: str) -> Result:
    """Run a command in this process, in the repository's root, as its program would."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["lookbook", *map(str, arguments)])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.setattr(logging, "lastResort", logging.StreamHandler(err))  # else it would write to the old stderr
        with pytest.raises(SystemExit) as ended:
            program()
    printed, said = (stream.buffer.getvalue().decode() for stream in (out, err))
    return Result([], int(ended.value.code or 0), printed, said)


def build_index(*arguments: object) -> Result:
    """Run what build_index.py runs."""
    return run(*arguments, program=app.run_build)


def in_a_process(*arguments: object, **environment: str) -> Result:
    """Run a program of the repository in a process of its own."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with seven plain pictures and its index."""
    folder = tmp_path_factory.mktemp("indexed")
    images = paint_catalogue(folder)
    result = build_index(images, "--output", folder, "--encoder", "fashion", "--precision", "f32")
    assert result.returncode == 0, result.stderr
    return folder


def test_an_index_is_pointed_at_its_moved_pictures(indexed: Path, tmp_path: Path) -> None:
    shutil.copytree(indexed, tmp_path / "copy")
    (tmp_path / "copy" / "images").rename(tmp_path / "moved")
    result = run("build", "--images", tmp_path / "moved", "--output", tmp_path / "copy")
    assert result.stderr == (
        "7 of 7 pictures looked for are there, 7 of 7 as large as when they were indexed; nothing is embedded\n"
    )
    assert result.stdout.startswith("indexed 7 (new 0, kept 7, removed 0, skipped 0) in ")
    found = run("search", tmp_path / "moved" / "1.png", "--index", tmp_path / "copy", "-k", 1, "--json")
    assert json.loads(found.stdout)["results"][0]["filename"] == "moved/1.png"
    assert found.stderr == ""
    both = run("build", tmp_path / "moved", "--images", tmp_path / "moved", "--output", tmp_path / "copy")
    assert both.returncode == 2


def test_a_table_that_was_named_once_stays_until_there_is_another(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path / "data")
    table = (tmp_path / "data" / "styles.csv").rename(tmp_path / "table.csv")
    build_index(images, "--output", tmp_path / "index", "--encoder", "fashion", "--styles", table)
    again = build_index(images, "--output", tmp_path / "index", "--encoder", "fashion")
    assert f"the product table is {table}, as before" in again.stderr
    assert f"in {table}; 3 pictures have no row" in again.stderr
    shutil.copytree(tmp_path / "index", tmp_path / "from elsewhere")
    (tmp_path / "from elsewhere" / ".lookbook" / "fingerprints.json").unlink()
    other = build_index(images, "--output", tmp_path / "from elsewhere", "--encoder", "fashion")
    assert "there is no product table" in other.stderr, "an index from elsewhere names no file of this machine"


def test_the_last_line_is_that_of_the_contract(tmp_path: Path) -> None:
    result = build_index(paint_catalogue(tmp_path), "--output", tmp_path / "x", "--encoder", "fashion")
    last = result.stdout.splitlines()[-1]
    pattern = r"indexed 7 \(new 7, kept 0, removed 0, skipped 0\) in \d+\.\d s, \d+\.\d images/s, encoder fashion"
    assert re.fullmatch(pattern, last)
    assert result.stderr.splitlines()[-1] == (
        "7 pictures of 4 products in styles.csv; 3 pictures have no row (missing.csv: images/4.png, images/6.png, "
        "images/7.png)"
    )
    again = build_index(tmp_path / "images", "--output", tmp_path / "x", "--encoder", "fashion").stdout
    assert again.splitlines()[-1].startswith("indexed 7 (new 0, kept 7, removed 0, skipped 0) in ")


def test_auto_says_which_encoder_it_took_and_why(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path)
    nowhere = str(tmp_path / "no-weights-here")
    result = in_a_process("build_index.py", images, "--output", tmp_path, KERAS_HOME=nowhere)
    assert result.returncode == 0, result.stderr
    assert "encoder fashion, as ResNet50's ImageNet weights are not on disk and can't be downloaded" in result.stderr
    assert "oneDNN" not in result.stderr, "TensorFlow's own lines stay out of prediction"


def test_broken_files_are_listed_and_the_rest_indexed(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path)
    write_broken_files(images)
    result = build_index(images, "--output", tmp_path, "--encoder", "fashion")
    assert result.returncode == 0
    assert "indexed 7 (new 7, kept 0, removed 0, skipped 20)" in result.stdout
    assert len((tmp_path / "skipped.csv").read_text().splitlines()) == 21


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["nowhere"], 1, "nowhere does not exist"),
        ([".", "--encoder", "resnet50", "--weights", "nothing.h5"], 1, "the weights nothing.h5 do not exist"),
        (["--encoder", "vgg"], 2, "'vgg' is not one of auto, fashion, onnx, resnet50"),
        (["--batch-size", "0"], 2, "Invalid value for '--batch-size'"),
    ],
)
def test_a_build_that_cannot_be_done_says_why_in_one_sentence(
    arguments: list[str], code: int, sentence: str, tmp_path: Path
) -> None:
    shutil.copytree(paint_catalogue(tmp_path), tmp_path / "pictures")
    script = (str(ROOT / "build_index.py"),)
    command = [sys.executable, *script, *arguments, "--output", str(tmp_path / "x")]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == code
    assert sentence in " ".join(result.stderr.replace("│", " ").split())
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "x" / "embeddings.pkl").exists()


def test_json_is_one_object_a_query_as_in_the_contract(indexed: Path) -> None:
    result = run("search", indexed / "images" / "1.png", "--index", indexed, "-k", 2, "--json")
    assert result.returncode == 0, result.stderr
    (line,) = result.stdout.splitlines()
    record = json.loads(line)
    assert list(record) == ["query", "results", "attributes", "box", "ms", "error", "unknown", "understood", "total"]
    first = record["results"][0]
    assert list(first) == ["rank", "id", "filename", "score", "product", "pictures"]
    assert (first["rank"], first["id"], first["filename"]) == (1, "1", "images/1.png")
    assert first["score"] == pytest.approx(1.0, abs=1e-3)
    assert first["product"]["productDisplayName"] == "Plain Men Red Shirt"
    assert [hit["rank"] for hit in record["results"]] == [1, 2]
    value, probability = record["attributes"]["articleType"][0]
    assert isinstance(value, str)
    assert 0 < probability <= 1
    assert len(record["box"]) == 4
    assert all(0 <= side <= 8 for side in record["box"])
    assert record["ms"] > 0
    assert record["error"] is None
    assert record["unknown"] in (True, False)


def test_a_folder_is_searched_whole_and_a_bad_photo_stops_nothing(indexed: Path, tmp_path: Path) -> None:
    for number in range(3):
        paint(tmp_path / "deep" / f"{number}.png", (number * 100, 20, 20))
    (tmp_path / "deep" / "broken.jpg").write_text("no photo")
    result = run("search", tmp_path, "--index", indexed, "--json")
    assert result.returncode == 1
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [len(record["results"]) for record in records] == [5, 5, 5, 0]
    assert records[3]["error"].startswith(f"{tmp_path / 'deep' / 'broken.jpg'} is not a picture")
    assert records[3]["box"] is None


def test_conditions_hold(indexed: Path) -> None:
    arguments = ("--index", indexed, "--where", "articleType=Shirts", "--where", "gender=men", "--json")
    result = run("search", indexed / "images" / "2.png", *arguments)
    assert {hit["id"] for hit in json.loads(result.stdout)["results"]} == {"1", "3", "5"}
    several = ("--index", indexed, "--where", "baseColour=Red", "--where", "baseColour=blue", "--where", "year=..2011")
    result = run("search", "--text", "plain", *several, "--json")
    assert {hit["id"] for hit in json.loads(result.stdout)["results"]} == {"1", "2", "5"}
    nothing = run("search", "--text", "plain", "--index", indexed, "--where", "year=2012..2013")
    assert "nothing fits; use other words" in nothing.stdout
    assert "Plain" not in nothing.stdout


def test_ways_of_searching_are_named(indexed: Path) -> None:
    options = ("--index", indexed, "-k", 2, "--mode", "features", "--distinct", "--diversity", 0.1, "--json")
    record = json.loads(run("search", "--text", "green shirt", *options).stdout)
    assert record["results"][0]["id"] == "3"


def test_for_people_a_line_a_result(indexed: Path) -> None:
    result = run("search", indexed / "images" / "1.png", LOOKBOOK_INDEX=str(indexed), LOOKBOOK_RESULTS="1")
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert re.search(r"1 +1\.000 +1 +Plain Men Red Shirt", lines[1])


def test_words_and_products_are_searched_with_as_photos_are(indexed: Path) -> None:
    index = ("--index", indexed, "--json")
    by_text = json.loads(run("search", "--text", "green shirt", *index).stdout)
    assert by_text["query"] == "green shirt"
    assert by_text["results"][0]["id"] == "3"
    assert (by_text["attributes"], by_text["box"], by_text["error"]) == ({}, None, None)
    by_product = json.loads(run("search", "--like", "1", "-k", 6, *index).stdout)
    assert by_product["query"] == "1"
    assert {result["id"] for result in by_product["results"]} == set("234567")
    photo = indexed / "images" / "1.png"
    both = json.loads(run("search", photo, "--text", "shirt in blue", "-k", 1, *index).stdout)
    assert both["query"] == str(photo)
    assert both["results"][0]["id"] == "5"


def test_a_search_needs_something_to_search_with() -> None:
    for arguments in ((), ("photo.jpg", "--like", "1")):
        result = run("search", *arguments)
        assert result.returncode == 2
        assert "Invalid value for" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--index", "nowhere"], 1, "there is no index in"),
        (["--where", "red"], 2, "'red' is not COLUMN=VALUE"),
        (["--where", "hue=red"], 1, "no column 'hue'"),
        (["--mode", "best"], 2, "'best' is not one of auto, visual, text, features, all"),
        (["--mode", "text"], 1, "a picture has no words to search by"),
        (["-k", "0"], 2, "Invalid value for '-k'"),
    ],
)
def test_a_search_that_cannot_be_done_says_why(arguments: list[str], code: int, sentence: str, indexed: Path) -> None:
    result = run("search", indexed / "images" / "1.png", *arguments, LOOKBOOK_INDEX=str(indexed))
    assert result.returncode == code
    assert sentence in " ".join(result.stderr.replace("│", " ").split())
    assert "Traceback" not in result.stderr


def test_a_traceback_is_shown_where_it_is_asked_for() -> None:
    result = in_a_process("-m", "lookbook", "search", "x", "--index", "nowhere", "--debug")
    assert (result.returncode, result.stderr.splitlines()[0]) == (1, "Traceback (most recent call last):")


def test_fetch_without_network_is_one_sentence(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:9"
    result = in_a_process(
        "-m", "lookbook", "fetch", "kaggle-small",
        KAGGLEHUB_CACHE=str(tmp_path), HTTPS_PROXY=nobody, https_proxy=nobody, NO_PROXY="", no_proxy="",
    )  # fmt: skip
    assert result.returncode == 1
    assert DATASETS["kaggle-small"] in result.stderr
    assert len([line for line in result.stderr.splitlines() if line.startswith("lookbook:")]) == 1
    assert "Traceback" not in result.stderr
    assert run("fetch", "kaggle-medium").returncode == 2


def test_vectors_are_the_same_in_batches_of_any_size(tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path)
    found = []
    for size in (3, 64):
        build_index(images, "--output", tmp_path / str(size), "--encoder", "fashion", "--batch-size", size)
        found.append(Index.load(tmp_path / str(size)).vectors)
    assert np.allclose(found[0], found[1], atol=1e-3)


def test_without_arguments_it_says_what_to_do_next(indexed: Path, tmp_path: Path) -> None:
    first = run(LOOKBOOK_INDEX=str(tmp_path))
    assert first.returncode == 0
    assert f"There is no index in {tmp_path} yet. First build one" in first.stdout
    assert "[OPTIONS] COMMAND [ARGS]..." in first.stdout
    assert "There is an index here" in run(LOOKBOOK_INDEX=str(indexed)).stdout


def test_the_page_is_opened_by_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[list[str], str]] = []

    def call(command: list[str], env: dict[str, str]) -> int:
        called.append((command, env["LOOKBOOK_INDEX"]))
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    assert run("page", "--index", tmp_path, "--port", 8600, "--headless").returncode == 0
    ((command, index),) = called
    assert Path(command[4]).read_text("utf-8").startswith('"""The page, as `lookbook page` runs it')
    assert command[5:] == ["--server.headless", "true", "--server.port", "8600"]
    assert index == str(tmp_path)


def test_a_sample_is_drawn_where_there_is_nothing_yet(tmp_path: Path) -> None:
    drawn = run("sample", tmp_path, "--products", 2)
    assert drawn.stdout == f"drew 2 products; next: lookbook build {tmp_path / 'images'}\n"
    assert len([*(tmp_path / "images").iterdir()]) == 2
    again = run("sample", tmp_path, "--products", 2)
    assert again.returncode == 1
    assert "is there already" in again.stderr
