"""`lookbook doctor`: planted damage is found and explained, and mended where no picture has to be embedded again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.commands.app import commands
from lookbook.disk.lock import LOCK, writing
from lookbook.doctor import examine, repair
from lookbook.settings import Settings
from tests.damage import DAMAGES, OWN, Damage, cut, say
from tests.fakes import MeanColour
from tests.visitor import photo

EVERY = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)


def answers(folder: Path) -> list[tuple[str, float]]:
    """Return what a search in an index finds."""
    return [(hit.filename, hit.score) for hit in Lookbook.open(folder).search(photo(), k=20)]


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, but for the lock's note."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


def test_a_sound_index_has_nothing_to_be_said_of_it(folder: Path) -> None:
    assert examine(folder, Settings.load()) == []


@EVERY
def test_planted_damage_is_found_and_explained_and_nothing_is_touched(damage: Damage, folder: Path) -> None:
    damage.plant(folder)
    before = content(folder)

    found = [finding for finding in examine(folder, Settings.load()) if damage.says in finding.says]

    assert len(found) >= 1
    assert {finding.harm for finding in found} == {damage.harm}
    assert all(finding.says.endswith(".") and "\n" not in finding.says for finding in found)
    assert all(str(folder) in str(finding.file) for finding in found)
    assert content(folder) == before
    assert not (folder / "owned").exists()


@EVERY
def test_what_can_be_mended_is_and_nothing_else_is_changed(damage: Damage, folder: Path) -> None:
    right = answers(folder)
    damage.plant(folder)
    before = content(folder)

    mended, left = repair(folder, Settings.load())

    if damage.mended:
        assert any(damage.says in finding.says for finding in mended)
        assert left == []
        assert answers(folder) == right
    else:
        assert any(damage.says in finding.says for finding in left)
        kept = {name: data for name, data in before.items() if OWN not in name}
        assert {name: data for name, data in content(folder).items() if OWN not in name} == kept


def test_a_checksum_is_not_believed_where_nothing_proves_the_pickles(folder: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    from lookbook.index import Index

    index = Index.load(folder)
    foreign = tmp_path / "foreign"
    shutil.copytree(folder / "images", foreign / "images")
    replace(index, created="2026-01-01").save(foreign)
    say(sha256=lambda sums: {**sums, "embeddings.pkl": "0" * 64})(foreign)

    mended, left = repair(foreign, Settings.load())

    assert [finding.mend for finding in left] == [None]
    assert mended == []


def test_what_a_stopped_build_has_done_is_kept_for_the_next(folder: Path) -> None:
    from lookbook.building.parts import Journal
    from lookbook.index import Index

    index = Index.load(folder)
    with Journal(folder, MeanColour().identity) as journal:
        journal.note(["images/99.png"], ["1-1"], index.vectors[:1])

    (finding,) = examine(folder, Settings.load())
    repair(folder, Settings.load())

    assert "run the same lookbook build again" in finding.says
    assert not finding.harm
    assert list(Journal(folder, MeanColour().identity).done()) == ["images/99.png"]


def test_a_folder_that_is_being_written_is_said_to_be(folder: Path) -> None:
    (folder / f".index.json.{'b' * 32}.part").write_bytes(b"what it writes now")
    with writing(folder):
        note = (folder / LOCK).read_text()
        result = subprocess.run(
            [sys.executable, "-m", "lookbook", "doctor", "--index", str(folder)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        assert (folder / LOCK).read_text() == note
    assert f"is being written by process {os.getpid()} on " in result.stdout
    assert "half a file" not in result.stdout


def test_mending_costs_no_embedding_and_the_next_build_neither(folder: Path) -> None:
    say(count=99)(folder)
    cut(f"{OWN}/products-*.npz")(folder)
    repair(folder, Settings.load())
    report = build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    assert (report.new, report.kept) == (0, 14)


def test_the_command_says_it_in_lines_and_by_its_exit_code(folder: Path) -> None:
    sound = CliRunner().invoke(commands, ["doctor", "--index", str(folder)])
    cut(f"{OWN}/map-*.npz")(folder)
    damaged = CliRunner().invoke(commands, ["doctor", "--index", str(folder)])
    mended = CliRunner().invoke(commands, ["doctor", "--index", str(folder), "--repair"])

    assert (sound.exit_code, sound.stdout) == (0, f"the index in {folder} is sound\n")
    assert damaged.exit_code == 1
    assert "map-" in damaged.stdout.splitlines()[0]
    assert damaged.stdout.splitlines()[-1] == (
        f"the index in {folder} is damaged in 1 place; lookbook doctor --repair mends 1 of what is said here"
    )
    assert mended.exit_code == 0
    assert mended.stdout.splitlines()[0] == f"mended: {damaged.stdout.splitlines()[0]}"


def test_the_command_speaks_json(folder: Path) -> None:
    cut("images/02.png")(folder)
    result = CliRunner().invoke(commands, ["doctor", "--index", str(folder), "--json"])
    (finding,) = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert finding["file"] == str(folder / "images/02.png")
    assert (finding["harm"], finding["mendable"], finding["mended"]) == (True, False, False)
