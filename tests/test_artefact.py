"""What can be made again: kept, found, and made anew with a line that says why."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from lookbook.disk import artefact
from lookbook.disk.artefact import Artefact
from lookbook.disk.lock import writing

MADE: list[str] = []


def _make(source: str) -> str:
    MADE.append(source)
    return source.upper()


def _pack(made: str, file: BinaryIO) -> None:
    file.write(made.encode())


def _unpack(path: Path, source: str) -> str:
    return path.read_bytes()[: len(source)].decode()


LOUD: Artefact[str, str] = Artefact(
    path=Path("loud.txt"), key=lambda source: source, make=_make, pack=_pack, unpack=_unpack
)


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Nothing was made yet."""
    MADE.clear()


def test_what_is_kept_is_not_made_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert [artefact.have(LOUD, tmp_path, "one") for _ in range(3)] == ["ONE"] * 3
    assert MADE == ["one"]
    assert caplog.records == []
    assert LOUD.files(tmp_path) == [LOUD.file(tmp_path, "one")]


def test_without_a_folder_nothing_is_kept() -> None:
    assert artefact.have(LOUD, None, "one") == artefact.have(LOUD, None, "one") == "ONE"
    assert MADE == ["one", "one"]


@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: whole[:-1],
        lambda whole: whole + b"x",
        lambda whole: b"U" + whole[1:],
        lambda whole: b"",
        lambda whole: b"something else " * 9,
    ],
    ids=["cut", "longer", "flipped", "empty", "foreign"],
)
def test_a_damaged_one_is_made_again_with_a_line_that_says_so(
    damaged: Callable[[bytes], bytes], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    artefact.keep(LOUD, tmp_path, "one")
    path = LOUD.file(tmp_path, "one")
    path.write_bytes(damaged(path.read_bytes()))
    with caplog.at_level(logging.WARNING):
        assert artefact.have(LOUD, tmp_path, "one") == "ONE"
    (line,) = [record.getMessage() for record in caplog.records]
    assert line == f"{path} is damaged; it is made again"
    assert artefact.have(LOUD, tmp_path, "one") == "ONE"
    assert MADE == ["one", "one"]


def test_one_of_another_state_is_left_to_its_readers_and_said_to_be_stale(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    artefact.keep(LOUD, tmp_path, "one")
    with caplog.at_level(logging.WARNING):
        assert artefact.have(LOUD, tmp_path, "two") == "TWO"
    assert [record.getMessage() for record in caplog.records] == [
        f"{tmp_path / '.lookbook' / 'loud.txt'} is of another state of the catalogue; it is made again"
    ]
    assert artefact.have(LOUD, tmp_path, "one") == "ONE"
    assert MADE == ["one", "two"]
    artefact.sweep(LOUD, tmp_path, "two")
    assert LOUD.files(tmp_path) == [LOUD.file(tmp_path, "two")]


def test_the_oldest_states_go_when_there_are_many(tmp_path: Path) -> None:
    for number, source in enumerate("abcdefg"):
        artefact.keep(LOUD, tmp_path, source)
        os.utime(LOUD.file(tmp_path, source), (number, number))
    assert {*LOUD.files(tmp_path)} == {LOUD.file(tmp_path, source) for source in "defg"}


def test_what_is_just_made_stays_though_the_clock_was_put_back(tmp_path: Path) -> None:
    for source in "abcd":
        artefact.keep(LOUD, tmp_path, source)
        os.utime(LOUD.file(tmp_path, source), (4_000_000_000 + ord(source), 4_000_000_000 + ord(source)))
    assert [artefact.have(LOUD, tmp_path, "e") for _ in range(2)] == ["E", "E"]
    assert MADE == ["a", "b", "c", "d", "e"]
    assert {*LOUD.files(tmp_path)} == {LOUD.file(tmp_path, source) for source in "bcde"}


def test_a_writer_that_comes_while_a_reader_keeps_something_is_no_trouble(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def overtaken(made: str, file: BinaryIO) -> None:
        with writing(tmp_path):  # which removes the drafts of killed writers
            _pack(made, file)

    slow: Artefact[str, str] = Artefact(path=LOUD.path, key=LOUD.key, make=_make, pack=overtaken, unpack=_unpack)
    with caplog.at_level(logging.WARNING):
        assert artefact.have(slow, tmp_path, "one") == "ONE"
        assert artefact.have(LOUD, tmp_path, "one") == "ONE"
    assert caplog.records == []
    assert MADE == ["one", "one"]


def test_a_file_that_unpacks_badly_is_made_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(path: Path, source: str) -> Any:
        raise KeyError(source)

    artefact.keep(LOUD, tmp_path, "one")
    broken: Artefact[str, str] = Artefact(path=LOUD.path, key=LOUD.key, make=_make, pack=_pack, unpack=refuse)
    with caplog.at_level(logging.WARNING):
        assert artefact.read(broken, tmp_path, "one") is None
    assert "can't be read ('one'); it is made again" in caplog.text


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / ".lookbook").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        assert artefact.have(LOUD, tmp_path, "one") == "ONE"
    assert "made again at every start" in caplog.text
