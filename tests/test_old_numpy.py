"""embeddings.pkl opens in an environment of the tutorial's age: a NumPy that has no `numpy._core`."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lookbook.encoders.base import Identity
from lookbook.index import Index

OLD = {(3, 11): "1.23.5", (3, 12): "1.26.4"}
"""The oldest NumPy that has a wheel, by Python; none before 2.1 has one for Python 3.13."""
READ = """
import pickle, sys
import numpy as np
vectors = np.array(pickle.load(open(sys.argv[1] + "/embeddings.pkl", "rb")))
names = pickle.load(open(sys.argv[1] + "/filenames.pkl", "rb"))
print(np.__version__, vectors.dtype, vectors.shape, vectors.sum(), names)
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Install an old NumPy, and nothing else, in a folder of its own."""
    version = OLD.get(sys.version_info[:2])
    if version is None:
        pytest.skip(f"there is no wheel of NumPy 1 for Python {sys.version_info[0]}.{sys.version_info[1]}")
    folder = tmp_path_factory.mktemp("numpy1")
    pip = ["pip", "--disable-pip-version-check", "install", "--quiet", "--only-binary", ":all:", "--no-deps"]
    command = [sys.executable, "-m", *pip, "--retries", "0", "--target", str(folder), f"numpy=={version}"]
    installed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if installed.returncode:
        pytest.skip(f"NumPy {version} can't be installed here: {installed.stderr.strip().splitlines()[-1]}")
    return version, folder


def test_an_index_opens_in_numpy_1_as_in_ours(environment: tuple[str, Path], tmp_path: Path) -> None:
    version, folder = environment
    vectors = np.eye(2, 3, dtype=np.float32)
    Index(vectors, ["images/1.jpg", "images/2.jpg"], Identity("fashion", "1", "ab" * 32)).save(tmp_path)
    command = [
        sys.executable,
        "-S",
        "-W",
        "error::DeprecationWarning",
        "-c",
        READ,
        str(tmp_path),
    ]  # -S: none of our own packages
    result = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False, timeout=60
    )
    assert result.stderr == ""
    assert result.stdout.split(maxsplit=1) == [version, "float32 (2, 3) 2.0 ['images/1.jpg', 'images/2.jpg']\n"]
