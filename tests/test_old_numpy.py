"""embeddings.pkl opens in an environment of the tutorial's age: a NumPy that has no `numpy._core`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lookbook.encoders.base import Identity
from lookbook.index import Index

OLD = {"3.10": "1.21.6", "3.11": "1.23.5", "3.12": "1.26.4"}
"""Python -> the oldest NumPy that has a wheel for it; none before 2.1 has one for Python 3.13."""
READ = """
import pickle, sys
import numpy as np
vectors = np.array(pickle.load(open(sys.argv[1] + "/embeddings.pkl", "rb")))
names = pickle.load(open(sys.argv[1] + "/filenames.pkl", "rb"))
print(np.__version__, vectors.dtype, vectors.shape, vectors.sum(), names)
"""


def interpreter(version: str) -> str:
    """Find a Python of a version: this one, one of the system's, or one of pyenv's."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    found = str(kept[-1]) if kept else shutil.which(f"python{version}")
    return found or pytest.skip(f"there is no Python {version} here")


@pytest.fixture(scope="module", params=OLD)
def environment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, Path]:
    """Install an old NumPy, and nothing else, in a folder of its own, for a Python that it has a wheel for."""
    python, version = interpreter(request.param), OLD[request.param]
    folder = tmp_path_factory.mktemp("numpy1")
    pip = ["pip", "--disable-pip-version-check", "install", "--quiet", "--only-binary", ":all:", "--no-deps"]
    command = [python, "-m", *pip, "--retries", "0", "--target", str(folder), f"numpy=={version}"]
    installed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if installed.returncode:
        pytest.skip(f"NumPy {version} can't be installed here: {installed.stderr.strip().splitlines()[-1]}")
    return python, version, folder


def test_an_index_opens_in_numpy_1_as_in_ours(environment: tuple[str, str, Path], tmp_path: Path) -> None:
    python, version, folder = environment
    vectors = np.eye(2, 3, dtype=np.float32)
    Index(vectors, ["images/1.jpg", "images/2.jpg"], Identity("fashion", "1", "ab" * 32)).save(tmp_path)
    isolated = ["-S", "-W", "error::DeprecationWarning"]  # -S: none of our own packages
    result = subprocess.run(
        [python, *isolated, "-c", READ, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.stderr == ""
    assert result.stdout.split(maxsplit=1) == [version, "float32 (2, 3) 2.0 ['images/1.jpg', 'images/2.jpg']\n"]
