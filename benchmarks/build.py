"""How long a build takes and how much memory: python -m benchmarks.build IMAGES [options of build_index.py]."""

import resource
import subprocess
import sys
import tempfile


def main(arguments: list[str]) -> None:
    """Build into a throw-away folder, from nothing and then once more, and print the last lines and the peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        for run in ("from nothing", "again, nothing changed"):
            command = [sys.executable, "build_index.py", *arguments, "--output", folder]
            result = subprocess.run(command, capture_output=True, text=True, check=True)
            print(f"{run}: {result.stdout.splitlines()[-1]}")
            print(f"  {result.stderr.splitlines()[0]}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of the larger run: {peak:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
