"""The shape of the house: light to import, small modules, each with one job; who imports whom is in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "lookbook"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {"cv2", "keras", "onnx", "openvino", "pandas", "sklearn", "streamlit", "tensorflow"}
DRAWERS = {"common.py", "helpers.py", "utils.py"}


def test_import_lookbook_takes_nothing_heavy_along() -> None:
    script = "import sys, lookbook; print(*sys.modules)"

    imported = subprocess.run(
        [sys.executable, "-c", script], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    ).stdout.split()

    assert "lookbook" in imported
    assert HEAVY & set(imported) == set()


def test_every_module_has_fewer_than_200_lines() -> None:
    lines = {str(path.relative_to(PACKAGE)): len(path.read_bytes().splitlines()) for path in MODULES}

    assert "hit.py" in lines
    assert {name: count for name, count in lines.items() if count >= 200} == {}


def test_no_module_is_a_drawer_for_anything() -> None:
    assert [path for path in MODULES if path.name in DRAWERS] == []
