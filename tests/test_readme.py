"""What README tells people to type works as it stands."""

import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lookbook.catalog.tables import read_columns
from lookbook.catalog.tables.table import Table
from lookbook.commands.app import commands
from tests.fakes import paint_catalogue

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
PYTHON = ".venv/bin/python"


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a README line in the root, with this Python, writing below another folder."""
    words = [sys.executable if word == PYTHON else word for word in shlex.split(command)]
    words = [
        str(folder / word) if word in ("catalogue", "fashion-product-images-small.zip") else word for word in words
    ]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


def test_readme_has_commands_for_make_and_for_python() -> None:
    assert len([command for command in COMMANDS if PYTHON in command]) >= 4
    assert len([command for command in COMMANDS if "make" in command]) >= 3


@pytest.mark.parametrize("command", [command for command in COMMANDS if "make " in command])
def test_the_target_of_a_make_command_exists(command: str) -> None:
    assert shlex.split(command)[-1] in TARGETS


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith(PYTHON)])
def test_a_command_runs(command: str, tmp_path: Path) -> None:
    images = paint_catalogue(tmp_path / "loose")
    with zipfile.ZipFile(tmp_path / "fashion-product-images-small.zip", "w") as archive:
        for path in images.iterdir():
            archive.write(path, f"images/{path.name}")
    result = run(command, tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout


def test_the_python_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    script = f"{example}\nassert len(hits) == 5, hits"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "LOOKBOOK_RESULTS": "5"},
    )  # fmt: skip
    assert result.returncode == 0, result.stderr


def test_the_table_that_tells_columns_is_one() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    told = read_columns(example.encode(), "README.md")
    table = told.translated(Table(["sku", "photo", "name", "for"], iter([["1", "a.jpg", "Shirt", "ladies"]])), "a.csv")
    named = dict(zip(table.columns, next(iter(table.rows)), strict=True))
    assert named == {"id": "1", "picture": "a.jpg", "productDisplayName": "Shirt", "gender": "Women"}


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_the_commands_that_are_named_exist(page: Path) -> None:
    blocks = re.findall(r"```(?:sh|bat)\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    named = {word for block in blocks for word in re.findall(r"(?m)(?:-m |^|[\\/])lookbook ([a-z]+)\b", block)}
    assert named <= {
        command.name or getattr(command.callback, "__name__", "") for command in commands.registered_commands
    }


@pytest.mark.parametrize("link", re.findall(r"\]\(((?!https?:)[^)#]+)\)", README))
def test_a_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
