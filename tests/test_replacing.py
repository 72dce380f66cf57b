"""A second catalogue put into an index folder: the first one's products go only where that was meant."""

from pathlib import Path

import pytest

from lookbook.building.another import OtherCatalogueError, check_addresses
from lookbook.catalog.addresses.kept import Kept, Line
from lookbook.index import Index
from tests.fakes import paint_catalogue
from tests.test_catalog import in_folder
from tests.test_cli import build_index
from tests.test_pictures import jpeg


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of a first catalogue."""
    paint_catalogue(tmp_path / "first")
    built = build_index(tmp_path / "first" / "images", "--output", tmp_path / "index", "--encoder", "fashion")
    assert built.returncode == 0, built.stderr
    return tmp_path / "index"


def other_shop(folder: Path) -> Path:
    return in_folder(folder, {"a.jpg": jpeg(30), "b.jpg": jpeg(40)})


def test_another_catalogue_is_put_in_place_only_where_that_was_meant(tmp_path: Path, index: Path) -> None:
    other = other_shop(tmp_path / "second")
    refused = build_index(other, "--output", index, "--encoder", "fashion")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1] == (
        f"lookbook: {index} holds the index of 7 pictures in {tmp_path}/first/images, none of which is in this "
        "catalogue; give --replace to put this one in its place, or --output for a folder of its own."
    )
    assert len(Index.load(index).filenames) == 7
    agreed = build_index(other, "--output", index, "--encoder", "fashion", "--replace")
    assert (agreed.returncode, Index.load(index).filenames) == (0, ["second/a.jpg", "second/b.jpg"])


def test_at_a_terminal_it_is_asked(tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, answers = other_shop(tmp_path / "second"), [False, True]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: answers.pop(0))
    assert build_index(other, "--output", index, "--encoder", "fashion").returncode == 1
    assert build_index(other, "--output", index, "--encoder", "fashion").returncode == 0
    assert len(Index.load(index).filenames) == 2


def test_one_catalogue_is_itself_in_a_renamed_folder_in_a_zip_and_with_all_pictures_new(
    tmp_path: Path, index: Path
) -> None:
    (tmp_path / "first").rename(tmp_path / "renamed")
    moved = build_index(tmp_path / "renamed" / "images", "--output", index, "--encoder", "fashion")
    assert moved.returncode == 0, moved.stderr
    for number in range(1, 8):
        (tmp_path / "renamed" / "images" / f"{number}.png").unlink()
    in_folder(tmp_path / "renamed" / "images", {"new.jpg": jpeg(30)})
    changed = build_index(tmp_path / "renamed" / "images", "--output", index, "--encoder", "fashion")
    assert changed.returncode == 0, changed.stderr


def test_the_sample_is_nobodys(tmp_path: Path) -> None:
    from lookbook.sample import draw_catalogue

    draw_catalogue(tmp_path, products=2)
    assert build_index(tmp_path / "images", "--output", tmp_path, "--encoder", "fashion").returncode == 0
    other = other_shop(tmp_path / "second")
    assert build_index(other, "--output", tmp_path, "--encoder", "fashion").returncode == 0


def test_pictures_that_were_fetched_for_another_table_stay_too(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    line = Line(url="https://a.example/1.jpg", file="a.example/1.jpg", etag="", modified="", asked=0.0)
    kept.write(line, jpeg())
    check_addresses(["https://a.example/1.jpg", "https://b.example/2.jpg"], tmp_path)
    with pytest.raises(OtherCatalogueError, match="holds fetched pictures of 1 addresses, such as https:"):
        check_addresses(["https://b.example/2.jpg"], tmp_path)
