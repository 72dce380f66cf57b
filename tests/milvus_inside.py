"""Runs Milvus in a network of its own, and passes on what comes to a socket from outside of it.

Started by tests/servers.py as: unshare -rn python milvus_inside.py FOLDER SOCKET
"""

import asyncio
import fcntl
import socket
import struct
import sys

SIOCSIFFLAGS, IFF_UP, IFF_RUNNING = 0x8914, 0x1, 0x40


def bring_up_loopback() -> None:
    """Let the network's loopback carry packets."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", IFF_UP | IFF_RUNNING, b""))


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what is read until there is no more."""
    try:
        while data := await reader.read(2**16):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def serve(door: socket.socket, port: int) -> None:
    """Pass on each connection."""

    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, here = await asyncio.open_connection("127.0.0.1", port)
        except OSError:  # it is not up yet
            writer.close()
            return
        await asyncio.gather(carry(reader, here), carry(there, writer))

    async with await asyncio.start_server(visited, sock=door) as server:
        await server.serve_forever()


def main(folder: str, number: int) -> None:
    """Start Milvus, and let others in."""
    bring_up_loopback()
    from milvus import MilvusServer, MilvusServerConfig

    server = MilvusServer(MilvusServerConfig(), wait_for_started=False)
    server.set_base_dir(folder)
    server.start()
    asyncio.run(serve(socket.socket(fileno=number), server.listen_port))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
