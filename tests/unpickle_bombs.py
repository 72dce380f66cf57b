"""Opens every hostile pickle in a fork of its own, and says what came of it; run as a program, since it forks.

python -m tests.unpickle_bombs prints one JSON object: name -> [outcome, seconds, bytes taken, bytes of the file].
"""

import json
import os
import resource
import signal
import tempfile
import time
from pathlib import Path

from lookbook.index import unpickle
from lookbook.index.unpickle import UnsafePickleError
from tests.hostile_pickles import bombs
from tests.unpickle_fuzz import peak


def measured(path: Path) -> list[str | float]:
    """Read a file, and say what came of it."""
    base, started = peak(), time.process_time()
    try:
        unpickle.read(path)
        said = "read"
    except UnsafePickleError as error:
        said = "out of memory" if isinstance(error.__cause__, MemoryError) else "refused"
    return [said, time.process_time() - started, peak() - base, path.stat().st_size]


def in_fork(path: Path) -> list[str | float]:
    """Read a file in a fork."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        signal.setitimer(signal.ITIMER_PROF, 30)
        resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, resource.RLIM_INFINITY))
        os.write(writer, json.dumps(measured(path)).encode())
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        said = pipe.read()
    status = os.waitpid(child, 0)[1]
    return json.loads(said) if said else [f"crashed ({os.waitstatus_to_exitcode(status)})", 0, 0, 0]


def main() -> None:
    """Open all of them."""
    with tempfile.TemporaryDirectory() as folder:
        path, found = Path(folder) / "bomb.pkl", {}
        for name, data in bombs().items():
            path.write_bytes(data)
            found[name] = in_fork(path)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
