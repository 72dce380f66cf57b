"""Builds on a real Dask scheduler with worker processes on this machine, which die."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lookbook.building import on_dask
from lookbook.building.build import build
from lookbook.building.chunks import SharedChunks
from lookbook.building.embed import Workshop
from lookbook.building.on_dask import WorkersError, bundles, run_on_dask
from lookbook.building.options import Options
from lookbook.building.parts import JOURNAL
from lookbook.building.plan import Part
from lookbook.catalog import Catalog
from lookbook.encoders.fashion import FashionEncoder
from lookbook.index import Index
from lookbook.sample import draw
from tests.dying import DOOMED, POISON, WAITS_FOR
from tests.servers import wait_for

ROOT = Path(__file__).parents[1]
COUNT, SIZE = 24, 2
DAMAGED = "images/03.jpg"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw two dozen products, one of whose pictures is damaged."""
    folder = tmp_path_factory.mktemp("catalogue")
    (folder / "images").mkdir()
    for number in range(COUNT):
        Image.fromarray(draw(number, "Shirts").image).resize((60, 80)).save(folder / "images" / f"{number:02}.jpg")
    (folder / DAMAGED).write_bytes(b"\xff\xd8 no picture")
    return folder


@pytest.fixture(scope="module")
def alone(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Build its index in this process alone."""
    folder = tmp_path_factory.mktemp("alone")
    build(Catalog.open(catalogue / "images", relative_to=folder), FashionEncoder(), folder, Options(batch_size=SIZE))
    return Index.load(folder)


@contextmanager
def cluster(folder: Path, *workers: dict[str, str], nanny: bool = False, lives: int = 3) -> Iterator[str]:
    """Run a scheduler and workers with these variables; `lives` deaths at one part are forgiven."""
    where = folder / "scheduler.json"
    known = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(lives)}
    start = [sys.executable, "-m", "distributed.cli.dask_"]
    with ExitStack() as stack:

        def run(what: str, *arguments: str, **variables: str) -> None:
            command = [*start[:-1], start[-1] + what, "--scheduler-file", str(where), *arguments]
            log = stack.enter_context((folder / f"{what}.log").open("a"))
            process = subprocess.Popen(command, env=known | variables, cwd=folder, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.terminate)

        run("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        wait_for(lambda: where.exists() and where.read_bytes().endswith(b"}"))  # it is there before it is written
        for number, variables in enumerate(workers):
            kind = "--nanny" if nanny else "--no-nanny"
            preload = ["--preload", str(ROOT / "tests" / "dying.py")]
            run(
                "worker", "--name", f"worker-{number}", "--nthreads", "1", kind, "--no-dashboard", *preload, **variables
            )
        address = address_of(where)
        wait_for(lambda: workers_at(address) == len(workers))
        yield address


def address_of(where: Path) -> str:
    return str(json.loads(where.read_text())["address"])


def workers_at(address: str) -> int:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        return len(client.nthreads())


def parts_of(catalog: Catalog) -> list[Part]:
    names = catalog.filenames
    return [Part(filenames=names, fingerprints=[catalog.fingerprint(name) for name in names])]


def test_a_worker_that_is_killed_costs_nothing(catalogue: Path, alone: Index, tmp_path: Path) -> None:
    catalog = Catalog.open(catalogue / "images", relative_to=tmp_path)
    workshop = Workshop(catalog, FashionEncoder(), SIZE, tmp_path, catalog.images_root)
    died = {WAITS_FOR: str(tmp_path / "died")}
    with cluster(tmp_path, died, died | {DOOMED: "4"}) as address:
        made = list(run_on_dask(workshop, parts_of(catalog), Options(scheduler=address)))
        assert workers_at(address) == 1
    vectors = {name: row for one in made for name, row in zip(one.filenames, one.vectors, strict=True)}
    assert sorted(vectors) == alone.filenames
    assert [name for one in made for name in one.skipped] == [DAMAGED]
    assert np.abs(np.array([vectors[name] for name in alone.filenames]) - alone.vectors).max() <= 1e-6
    place = tmp_path / JOURNAL
    makers = [str(np.load(place / name)["worker"]) for name in SharedChunks(str(place)).names()]
    assert set(makers) == {"worker-0", "worker-1"}


def test_a_build_that_is_killed_goes_on_with_what_its_workers_did(
    catalogue: Path, alone: Index, tmp_path: Path
) -> None:
    output, shared = tmp_path / "index", tmp_path / "shared"
    command = [sys.executable, "build_index.py", str(catalogue / "images"), "--output", str(output)]
    command += ["--encoder", "fashion", "--precision", "f32", "--batch-size", str(SIZE), "--parts", str(shared)]
    with cluster(tmp_path, {DOOMED: "3"}) as address:  # the only worker dies at its fourth part, and the build waits
        driver = subprocess.Popen([*command, "--scheduler", address], cwd=ROOT, stderr=subprocess.DEVNULL)
        wait_for(lambda: len(SharedChunks(str(shared)).names()) == 3)
        driver.send_signal(signal.SIGKILL)
        driver.wait()
    (tmp_path / "again").mkdir()
    with cluster(tmp_path / "again", {}) as address:
        ran = subprocess.run([*command, "--scheduler", address], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "indexed 23 (new 6, kept 17, removed 0, skipped 1)" in ran.stdout  # three bundles of six, one damaged
    index = Index.load(output)
    assert index.filenames == alone.filenames
    assert np.abs(index.vectors - alone.vectors).max() <= 1e-6
    assert not list(shared.iterdir())


def test_a_picture_that_ends_every_worker_is_reported(catalogue: Path, tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    for name in ("00", "01", "02", "04"):
        os.link(catalogue / "images" / f"{name}.jpg", images / f"{name}.jpg")
    os.link(catalogue / "images" / "05.jpg", images / f"{POISON}.jpg")
    catalog = Catalog.open(images, relative_to=tmp_path)
    with cluster(tmp_path, {}, {}, nanny=True, lives=0) as address:
        options = Options(batch_size=4, runner="dask", scheduler=address)
        report = build(catalog, FashionEncoder(), tmp_path, options)
    assert (report.indexed, report.skipped) == (4, 1)
    assert f"{POISON}.jpg ended the process that read it" in (tmp_path / "skipped.csv").read_text()


def test_a_scheduler_that_is_not_there_is_said(
    catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "PATIENCE", 0.2)
    catalog = Catalog.open(catalogue / "images", relative_to=tmp_path)
    workshop = Workshop(catalog, FashionEncoder(), SIZE, tmp_path, catalog.images_root)
    with pytest.raises(WorkersError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        list(run_on_dask(workshop, parts_of(catalog), Options(scheduler="tcp://127.0.0.1:9")))


def test_bundles_are_whole_batches_and_hold_everything_once() -> None:
    parts = [Part(filenames=[str(number)], fingerprints=[f"f{number}"]) for number in range(100)]
    made = bundles(parts, 8, 2)
    assert [name for part in made for name in part.filenames] == [str(number) for number in range(100)]
    assert [own for part in made for own in part.fingerprints] == [f"f{number}" for number in range(100)]
    assert {len(part.filenames) for part in made[:-1]} == {8}  # 100 pictures for 2 threads, 4 shares each: 12, cut to 8
