"""What `pip install .` brings: everything that belongs to the package, and a command that works from any folder.

The environment is empty but for the wheel; the packages that it needs are those of the tests' environment, by a path.
So what is in the wheel is proved, and not that its requirements can be had, which CI's other machines prove.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.fakes import paint_catalogue

ROOT = Path(__file__).parents[1]
NO_CODE = {".pyc", ".pyo"}


class Installed(NamedTuple):
    """A wheel, and the command of an environment in which it is installed."""

    wheel: Path
    command: Path


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel of a copy of the checkout, and install it."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE", *(path.name for path in ROOT.glob("requirements*.txt"))):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "lookbook", folder / "lookbook", ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--retries", "0", "--quiet"]
    built = subprocess.run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", str(folder / "dist"), str(folder)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    if "No matching distribution found for setuptools" in built.stderr:
        pytest.skip("the wheel can't be built: setuptools can't be downloaded here")
    assert built.returncode == 0, built.stderr
    (wheel,) = (folder / "dist").iterdir()
    venv.create(folder / "empty", with_pip=False)
    python = folder / "empty" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([*pip, "--python", str(python), "install", "--no-deps", str(wheel)], check=True, timeout=300)
    own = {"base": str(folder / "empty"), "platbase": str(folder / "empty")}
    Path(sysconfig.get_path("purelib", "venv", own), "shared.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return Installed(wheel, python.with_name("lookbook"))


def run(installed: Installed, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, without anything that leads to the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LOOKBOOK"))}
    return subprocess.run(
        [installed.command, *map(str, arguments)], cwd=folder, env=environment, capture_output=True, text=True,
        encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip


def test_every_file_of_the_package_is_in_the_wheel(installed: Installed) -> None:
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "lookbook").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(installed.wheel) as archive:
        packed = {name for name in archive.namelist() if not name.partition("/")[0].endswith(".dist-info")}
    assert packed == ours


def test_the_command_works_from_any_folder(installed: Installed, tmp_path: Path) -> None:
    paint_catalogue(tmp_path)
    first = run(installed, tmp_path)
    assert first.returncode == 0, first.stderr
    assert f"There is no index in {tmp_path} yet" in first.stdout
    assert "lookbook build PICTURES" in first.stdout
    built = run(installed, tmp_path, "build", "--encoder", "fashion", "--precision", "f32")
    assert built.returncode == 0, built.stderr
    assert built.stdout.startswith("indexed 7 ")
    found = run(installed, tmp_path, "search", "images/1.png", "-k", "1")
    assert "Plain Men Red Shirt" in found.stdout
    words = run(installed, tmp_path, "search", "--text", "red shirt", "-k", "1")
    assert "Plain Men Red Shirt" in words.stdout
    assert "There is an index here" in run(installed, tmp_path).stdout


def test_the_page_of_the_package_looks_as_that_of_the_checkout() -> None:
    ours = ROOT / "lookbook" / "ui" / ".streamlit" / "config.toml"
    assert ours.read_text("utf-8") == (ROOT / ".streamlit" / "config.toml").read_text("utf-8"), f"copy it to {ours}"
