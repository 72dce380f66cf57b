"""What is installed is what was looked at: pinned, hashed, under licences that may be used, and listed."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from lookbook.encoders import fashion
from lookbook.encoders.base import EncoderError
from lookbook.encoders.fashion import WEIGHTS, FashionEncoder

ROOT = Path(__file__).parents[1]
LOCKS: Mapping[str, tuple[str, ...]] = {
    "requirements.lock": ("requirements.txt",),
    "requirements-dev.lock": (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-api.txt",
        "requirements-s3.txt",
    ),
    "deploy/requirements.lock": (
        "deploy/requirements.txt",
        "requirements-api.txt",
        "requirements-s3.txt",
        "requirements-sql.txt",
    ),
}
ALLOWED = {
    "0BSD", "3-Clause BSD License", "Apache License 2.0", "Apache Software License", "Apache-2.0", "BSD License",
    "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC License (ISCL)", "MIT", "MIT License", "MIT-CMU", "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)", "PSF-2.0", "Python Software Foundation License", "Zlib",
}  # fmt: skip
"""Licences that ask for a notice at most; MPL's asks for the changes to its own files, which nobody makes here."""
READ = {"namex": "Apache License 2.0"}
"""What packages say in their texts alone."""
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pins(file: str) -> set[tuple[str, str]]:
    """The packages of a file and their versions."""
    found = PIN.findall((ROOT / file).read_text("utf-8"))
    return {(re.sub(r"[._-]+", "-", name).lower(), version) for name, version in found}


@pytest.mark.parametrize(("lock", "files"), LOCKS.items())
def test_a_lock_pins_what_is_required_and_hashes_all_that_comes_with_it(lock: str, files: tuple[str, ...]) -> None:
    assert set().union(*map(pins, files)) <= pins(lock), "run make lock"
    required = (ROOT / lock).read_text("utf-8").replace("\\\n", " ").splitlines()
    assert len(required) >= len(pins(lock)) > 30
    assert [line for line in required if not (PIN.match(line) and "--hash=sha256:" in line)] == []


def test_all_locks_pin_the_same() -> None:
    assert pins("deploy/requirements.lock") | pins("requirements.lock") <= pins("requirements-dev.lock")


def test_nothing_is_installed_without_its_hash() -> None:
    installs = [
        line.strip() for name in ("Makefile", "Dockerfile") for line in (ROOT / name).read_text("utf-8").splitlines()
        if re.search(r"(\$\(PIP\)|pip install) ", line)
    ]  # fmt: skip
    assert len(installs) == 4
    ours = [line for line in installs if "--no-deps --no-build-isolation --editable ." in line]
    assert len(ours) == 1
    assert all("--require-hashes" in line for line in installs if line not in ours)


def test_licences_of_all_that_is_installed_may_be_used() -> None:
    names = [name for name, _ in sorted(pins("requirements.lock") | pins("requirements-api.txt"))]
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json", "--packages", *names]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert len(listed) > 60
    told = {row["Name"]: READ.get(row["Name"], row["License"]) for row in listed}
    parts = {name: re.split(r" AND | OR |; ", licence) for name, licence in told.items()}
    assert {name: told[name] for name, each in parts.items() if not set(each) <= ALLOWED} == {}


def test_all_that_is_installed_is_listed_with_version_and_licence(tmp_path: Path) -> None:
    arguments = ["environment", sys.executable, "--pyproject", str(ROOT / "pyproject.toml"), "--output-file"]
    command = [sys.executable, "-m", "cyclonedx_py", *arguments, str(tmp_path / "sbom.json")]
    subprocess.run(command, capture_output=True, check=True)
    listed = json.loads((tmp_path / "sbom.json").read_text("utf-8"))
    assert listed["bomFormat"] == "CycloneDX"
    known = {part["name"].lower(): part for part in listed["components"]}
    assert known["numpy"]["version"] == dict(pins("requirements.lock"))["numpy"]
    assert known["numpy"]["licenses"]


def test_embedded_weights_that_were_changed_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "fashion.onnx"
    changed.write_bytes(WEIGHTS.read_bytes())
    monkeypatch.setattr(fashion, "WEIGHTS", changed)
    assert FashionEncoder(changed).identity.name == "fashion"
    changed.write_bytes(WEIGHTS.read_bytes()[:-1] + b"\0")
    with pytest.raises(EncoderError, match=r"fashion\.onnx is not the one that belongs to this version; install"):
        FashionEncoder(changed)
