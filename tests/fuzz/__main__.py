"""Fuzzes all that takes bytes from strangers: python -m tests.fuzz --count 20000 --seconds 300.

Each target is fuzzed in three ways: by damage to good and hostile files, as Hypothesis draws inputs of the right form,
and guided by what code an input reaches (Atheris, that is libFuzzer). Prints a table and one JSON line; exit status 1
where something was found.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WAYS = ("damaged", "drawn", "guided")
NAMES = ("photo", "table", "zip", "pickle", "index", "words", "link", "api", "http")
MOST_DEATHS = 10
NOT_GUIDED = ("http",)
"""Its code runs in another thread, where no way through it is seen."""


def fuzz(name: str, way: str, count: int, seconds: float, seed: int) -> dict[str, Any]:
    """Fuzz a target in a way, going on after a crash; returns what came of it."""
    total: dict[str, Any] = {"inputs": 0, "different": 0, "tally": {}, "slowest_s": 0.0, "grown_mb": 0, "findings": {}}
    end, deaths = time.monotonic() + seconds, 0
    while (left := end - time.monotonic()) > 0 and total["inputs"] < count and deaths < MOST_DEATHS:
        with tempfile.TemporaryDirectory(prefix="lookbook-fuzz-") as folder:
            numbers = [str(count - total["inputs"]), f"{left:.0f}", str(seed + deaths)]
            command = [sys.executable, "-m", "tests.fuzz.worker", name, way, *numbers, folder]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            _add(total, json.loads(_text(Path(folder) / "tally.json") or "{}"))
            if done.returncode:
                last = (Path(folder) / "last").read_bytes() if (Path(folder) / "last").exists() else b""
                total["findings"][f"ended with {done.returncode}"] = (done.stderr[-1500:], last[:20_000].hex())
                deaths += 1
            else:
                break
    return total


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _add(total: dict[str, Any], more: dict[str, Any]) -> None:
    for name in ("inputs", "different"):
        total[name] += more.get(name, 0)
    for name in ("slowest_s", "grown_mb"):
        total[name] = max(total[name], more.get(name, 0))
    for said, times in more.get("tally", {}).items():
        total["tally"][said] = total["tally"].get(said, 0) + times
    total["findings"].update(more.get("findings", {}))


def main() -> None:
    """Fuzz what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(NAMES)}; by default all")
    asked.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    asked.add_argument("--count", type=int, default=2000, help="inputs a target and way at most")
    asked.add_argument("--seconds", type=float, default=60, help="seconds a target and way at most")
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    if unknown := set(given.targets) - set(NAMES):
        asked.error(f"there is no target {min(unknown)!r}")
    if "guided" in given.ways and find_spec("atheris") is None:
        asked.error("Atheris is not installed, which has wheels for Linux; ask for --ways damaged")
    found = 0
    all_of_them: dict[str, Any] = {}
    for name in given.targets or NAMES:
        for way in given.ways:
            if way == "guided" and name in NOT_GUIDED:
                continue
            total = fuzz(name, way, given.count, given.seconds, given.seed)
            all_of_them[f"{name} {way}"] = total
            found += len(total["findings"])
            said = ", ".join(f"{times:,} {said}" for said, times in sorted(total["tally"].items()))
            print(f"{name:7} {way:8} {total['inputs']:8,} inputs, {total['different']:,} different: {said};", end=" ")
            print(
                f"at most {total['slowest_s']:.2f} s, {total['grown_mb']} MB; {len(total['findings'])} findings",
                flush=True,
            )
    print(json.dumps(all_of_them))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
