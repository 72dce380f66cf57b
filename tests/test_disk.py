"""Writing to disk: one writer at a time, nothing half done, nothing left behind, and readers that meet a change."""

import errno
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lookbook.disk import atomic, swap
from lookbook.disk.atomic import DiskError
from lookbook.disk.lock import LOCK, BusyError, writing
from lookbook.disk.snapshot import snapshot
from lookbook.disk.swap import changing, settle

ROOT = Path(__file__).parents[1]
HOLD = """
import sys
from pathlib import Path
from lookbook.disk.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def full_disk(*_: object) -> None:
    """Stand for a disk without room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def hold(folder: Path) -> "subprocess.Popen[str]":
    """Start another process that holds a folder's lock until its input ends."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_writer_is_told_who_holds_the_folder_and_since_when(tmp_path: Path) -> None:
    holder = hold(tmp_path)
    with pytest.raises(BusyError) as caught, writing(tmp_path):
        pytest.fail("two writers")
    since = json.loads((tmp_path / LOCK).read_text())["since"]
    assert f"process {holder.pid} on " in str(caught.value)
    assert str(caught.value).endswith(f" since {since}; wait for it or stop it.")
    holder.communicate("")
    with writing(tmp_path):
        pass


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    holder = hold(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with writing(tmp_path):
        assert json.loads((tmp_path / LOCK).read_text())["pid"] == os.getpid()
    assert not (tmp_path / LOCK).exists()


def test_a_thread_may_enter_again_and_another_may_not(tmp_path: Path) -> None:
    refused: list[BusyError] = []

    def enter() -> None:
        try:
            with writing(tmp_path):
                pass
        except BusyError as error:
            refused.append(error)

    with writing(tmp_path), writing(tmp_path):
        other = threading.Thread(target=enter)
        other.start()
        other.join()
    assert len(refused) == 1
    assert f"process {os.getpid()} on " in str(refused[0])


def test_drafts_of_killed_writers_are_swept_by_the_next(tmp_path: Path) -> None:
    stale = [
        tmp_path / f".skipped.csv.{'0' * 32}.part",
        tmp_path / ".lookbook" / f".words.npz.{'a' * 32}.part",
        tmp_path / ".lookbook" / "journal" / f".b.npz.{'b' * 32}.part",
        tmp_path / ".lookbook" / f".staged.{'c' * 32}.part" / "embeddings.pkl",
        tmp_path / ".lookbook" / "staged.4711.part" / "embeddings.pkl",
    ]
    kept = [tmp_path / "upload.part", tmp_path / ".lookbook" / "words.npz", tmp_path / "images" / ".1.jpg.part"]
    for path in [*stale, *kept]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with writing(tmp_path):
        assert not any(path.exists() for path in stale)
        assert not any((tmp_path / ".lookbook").glob("*.part"))
    assert all(path.exists() for path in kept)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    def write() -> None:
        with atomic.replacing(tmp_path / "words.npz") as draft:
            draft.symlink_to("/dev/full")
            draft.write_bytes(b"some words")

    with pytest.raises(DiskError) as caught:
        write()
    assert str(caught.value) == (
        f"{tmp_path / 'words.npz'} can't be written (No space left on device); make room on the disk and start again."
    )
    assert not any(tmp_path.iterdir())


def test_a_disk_that_is_full_at_the_last_moment_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    atomic.write(tmp_path / "a", b"old")
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(DiskError, match="No space left"):
        atomic.write(tmp_path / "a", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = r"can't be written \(.*\); check the disk and the folder's permissions and start again"
    with pytest.raises(DiskError, match=sentence):
        atomic.write(tmp_path / "file" / "a", b"")
    with pytest.raises(DiskError, match=sentence), writing(tmp_path / "file"):
        pytest.fail("it was entered")


def put(folder: Path, **files: str) -> None:
    """Replace files as one."""
    with changing(folder) as draft:
        for name, content in files.items():
            (draft / name).write_text(content)


def look(folder: Path, *names: str) -> dict[str, str]:
    """Read files as they are at one moment."""
    with snapshot(folder, names) as held:
        return {name: file.read().decode() for name, file in held.items()}


def test_a_snapshot_keeps_what_it_opened(tmp_path: Path) -> None:
    put(tmp_path, a="1", b="1")
    with snapshot(tmp_path, ("a", "b", "c")) as held:
        put(tmp_path, a="2", b="2", c="2")
        assert held.keys() == {"a", "b"}
        for _ in range(2):
            with held["a"].open() as file:
                assert file.read() == b"1"
        assert str(held["b"]) == str(tmp_path / "b")
    assert look(tmp_path, "a", "b", "c") == {"a": "2", "b": "2", "c": "2"}


def test_a_change_whose_writer_died_counts_where_it_is(tmp_path: Path) -> None:
    put(tmp_path, a="1", b="1")
    (tmp_path / swap.STAGED).mkdir()
    for name in "abc":
        (tmp_path / swap.STAGED / name).write_text("2")
    (tmp_path / swap.STAGED / "a").replace(tmp_path / "a")
    assert look(tmp_path, "a", "b", "c") == {"a": "2", "b": "2", "c": "2"}
    put(tmp_path, d="3")
    assert [(tmp_path / name).read_text() for name in "abcd"] == ["2", "2", "2", "3"]


@pytest.mark.parametrize("name", ["a", "b", "c"])
@pytest.mark.parametrize("nth", [1, 2])
def test_files_that_move_home_right_after_they_were_found_are_still_one_set(
    name: str, nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / swap.STAGED).mkdir(parents=True)
    for each in "abc":
        (tmp_path / swap.STAGED / each).write_text("new")
    real, met = swap.current, iter(range(1, 1000))

    def late(folder: Path, asked: str) -> Path:
        path = real(folder, asked)
        if asked == name and next(met) == nth:
            settle(folder)
        return path

    monkeypatch.setattr("lookbook.disk.snapshot.current", late)
    assert look(tmp_path, "a", "b", "c") == dict.fromkeys("abc", "new")


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        with pytest.raises(OSError, match=f"{name} is not a regular file"):
            look(tmp_path, name)


def change_all_the_time(folder: Path, stop: "multiprocessing.synchronize.Event") -> None:
    """Swap two sets of files, the first of which has no c."""
    os.fsync = lambda fd: None  # in this process alone: nobody pulls the plug, and swaps are many times as many
    numbers = iter(range(10**9))
    while not stop.is_set():
        number = str(next(numbers))
        put(folder, a=number, b=number, c=number)


def test_readers_never_see_a_mixture_while_a_writer_swaps_all_the_time(tmp_path: Path) -> None:
    put(tmp_path, a="first", b="first")
    processes = multiprocessing.get_context("spawn")
    stop = processes.Event()
    writer = processes.Process(target=change_all_the_time, args=(tmp_path, stop))
    writer.start()
    seen = set[str]()
    try:
        while len(seen) < 15 and writer.is_alive():
            found = look(tmp_path, "a", "b", "c")
            assert found == dict.fromkeys("ab", "first") or found == dict.fromkeys("abc", found["a"])
            seen.add(found["a"])
    finally:
        stop.set()
        writer.join()
    assert len(seen) >= 15
