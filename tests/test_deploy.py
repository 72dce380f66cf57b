"""The page where only what it needs is installed."""

import subprocess
import sys
from pathlib import Path

from PIL import Image

from lookbook.sample import draw

ROOT = Path(__file__).parents[1]
LEFT_OUT = ("keras", "tensorflow", "nncf", "kagglehub", "torch", "implicit", "lightgbm", "sqlalchemy")
WITHOUT = f"""
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {LEFT_OUT}:
            raise ModuleNotFoundError(name=name)
sys.meta_path.insert(0, Missing())
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in {LEFT_OUT} else found(name, package)
"""
PAGE = """
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("deploy/app.py", default_timeout=120).run()
assert not page.exception, page.exception
assert page.title or page.header or page.markdown
"""
COMMAND = "from lookbook.commands.app import run; run()"


def pinned(file: str) -> set[str]:
    lines = (line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines())
    return {line for line in lines if line}


def test_what_the_page_needs_is_pinned_as_everywhere() -> None:
    assert pinned("deploy/requirements.txt") < pinned("requirements.txt")


def test_the_page_opens_without_what_only_builds_and_training_need() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHOUT + PAGE], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_a_build_without_keras_takes_the_embedded_network(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    Image.fromarray(draw(1, "Shirts").image).save(tmp_path / "pictures" / "1.jpg")
    arguments = ["build", str(tmp_path / "pictures"), "--output", str(tmp_path / "index")]
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT + COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "encoder fashion" in ran.stdout
