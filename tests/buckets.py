"""A store of objects for tests, over the real protocol: moto's server on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

moto = pytest.importorskip("moto.server", reason="moto is not installed")
s3fs = pytest.importorskip("s3fs", reason="the extra `s3` is not installed")


@contextmanager
def objects() -> Iterator[str]:
    """Yield the address of a store with nothing in it, until the block ends."""
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    httpx.post(f"{address}/moto-api/reset")  # all its servers in a process have the same buckets
    try:
        yield address
    finally:
        running.stop()
        s3fs.S3FileSystem.clear_instance_cache()  # what is kept there goes on asking the server that it was made for
