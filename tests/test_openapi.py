"""The server keeps to its own description whatever is asked within it and beside it: a short run of Schemathesis."""

import shutil
import subprocess
import sys
from pathlib import Path

import httpx

from lookbook.settings import Settings
from tests.calling import plain_index, serving

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
PROGRAM = shutil.which("schemathesis", path=str(Path(sys.executable).parent))


def test_nothing_that_is_drawn_from_the_description_breaks_the_server(tmp_path: Path) -> None:
    assert PROGRAM is not None
    (tmp_path / "index").mkdir()
    with plain_index(tmp_path / "index") as folder, serving(folder, Settings()) as address:
        while httpx.get(f"{address}/ready").status_code != 200:
            pass
        told = ["--checks", CHECKS, "--phases", "examples,fuzzing", "--seed", "7", "--max-examples", "6", "--no-color"]
        command = [
            PROGRAM,
            "run",
            f"{address}/openapi.json",
            *told,
            "--suppress-health-check",
            "all",
            "--request-timeout",
            "60",
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:]
        assert "Operations:" in done.stdout
        assert httpx.get(f"{address}/ready").status_code == 200
