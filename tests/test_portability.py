"""What has to hold on Windows and macOS, as far as it can be seen anywhere."""

import ast
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lookbook.catalog import storage
from lookbook.catalog.storage import Folder
from lookbook.disk import atomic
from lookbook.photos import PhotoError

PACKAGE = Path(__file__).parents[1] / "lookbook"
SOURCES = sorted(PACKAGE.rglob("*.py"))
POSIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
TEXT = {"read_text": 0, "write_text": 1, "open": 2}
"""Where each takes the encoding, counted from its first argument."""


def calls(source: Path) -> Iterator[ast.Call]:
    """Yield all calls in a file."""
    tree = ast.parse(source.read_text("utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def opens_text_unnamed(call: ast.Call) -> bool:
    """Return whether a call opens text without saying in which encoding, which Windows would take for its code page."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in TEXT or any(keyword.arg == "encoding" for keyword in call.keywords):
        return False
    if name == "open":
        mode = next((arg.value for arg in call.args if isinstance(arg, ast.Constant)), None)
        return isinstance(mode, str) and set(mode) <= set("rwax+t")
    return len(call.args) <= TEXT[name]


def test_every_text_is_opened_in_an_encoding_that_is_named() -> None:
    unnamed = [f"{path.name}:{call.lineno}" for path in SOURCES for call in calls(path) if opens_text_unnamed(call)]
    assert unnamed == []


@pytest.mark.parametrize(("line", "unnamed"), [
    ("p.read_text()", True), ("p.read_text('utf-8')", False),
    ("p.write_text(x)", True), ("p.write_text(x, 'utf-8')", False),
    ("p.open('a')", True), ("open(p, 'w')", True), ("open(p, 'wb')", False), ("p.open('w', encoding='utf-8')", False),
])  # fmt: skip
def test_the_check_itself_sees_what_it_should(line: str, unnamed: bool, tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(line, "utf-8")
    (call,) = calls(tmp_path / "one.py")
    assert opens_text_unnamed(call) is unnamed


def test_nothing_is_imported_that_only_posix_has() -> None:
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            found |= {f"{path.name}: {name}" for name in names if name.partition(".")[0] in POSIX}
            if isinstance(node, ast.Attribute) and node.attr in ("fork", "getuid", "geteuid", "sched_getaffinity"):
                found.add(f"{path.name}: {node.attr}")
    assert found == set()


def test_no_file_of_the_package_has_a_name_that_windows_keeps_for_itself() -> None:
    for path in PACKAGE.rglob("*"):
        assert not storage._DEVICE.fullmatch(path.name)
        assert not set(path.name) & set('<>:"\\|?*')


@pytest.mark.parametrize(
    "name", ["CON.jpg", "images/nul.png", "a/COM1", "C:/secret.jpg", "..\\secret.jpg", "1.jpg:hidden", "aux .jpg"]
)
def test_names_that_mean_something_else_on_windows_are_not_opened_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_WINDOWS", True)
    (tmp_path / "console.jpg").touch()
    folder = Folder(tmp_path)
    assert folder.has("console.jpg")
    assert not folder.has(name)
    with pytest.raises(PhotoError):
        folder.read(name, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="the name is that of a device there")
def test_elsewhere_they_are_names_as_any(tmp_path: Path) -> None:
    (tmp_path / "CON.jpg").write_bytes(b"x")
    assert Folder(tmp_path).read("CON.jpg", 1) == b"x"


def test_a_file_that_a_reader_has_open_is_replaced_when_that_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").write_bytes(b"old")
    really, tries, done = os.replace, [], threading.Event()

    def replace(source: Path, target: Path) -> None:
        tries.append(target)
        if not done.is_set():
            if len(tries) == 3:
                done.set()
            raise PermissionError(13, "The process cannot access the file", str(target))
        really(source, target)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(atomic, "PATIENCE", 60.0)
    atomic.write(tmp_path / "old", b"new")
    assert ((tmp_path / "old").read_bytes(), len(tries)) == (b"new", 4)
    done.clear()
    monkeypatch.setattr(atomic, "PATIENCE", 0.0)
    with pytest.raises(atomic.DiskError, match="can't be written"):
        atomic.write(tmp_path / "old", b"newer")
