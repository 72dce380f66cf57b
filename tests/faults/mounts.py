"""Small disks, in a mount namespace of this program's own, so that nothing of them is left whatever happens."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
LARGE = 2**28
INSIDE = "LOOKBOOK_FAULTS_INSIDE"
"""Set where this program runs in a mount namespace of its own."""
WAYS = (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"])


def enter() -> bool:
    """Start this program again in a mount namespace of its own, where it is not in one; False where none can be had."""
    if os.environ.get(INSIDE):
        return True
    for way in WAYS:
        try:
            can = subprocess.run([*way, "true"], check=False, capture_output=True).returncode == 0
        except FileNotFoundError:
            return False
        if can:
            os.environ[INSIDE] = "1"
            os.execvp(way[0], [*way, sys.executable, "-m", "tests.faults", *sys.argv[1:]])
    return False


class Disk:
    """A disk in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def used(self) -> int:
        """How many bytes are used."""
        status = os.statvfs(self._folder)
        return (status.f_blocks - status.f_bfree) * status.f_frsize

    def leave(self, pages: int) -> None:
        """Leave so many pages free."""
        self._mount(f"remount,size={max(PAGE, self.used + pages * PAGE)}")

    def grow(self) -> None:
        """Make room again, and let it be written."""
        self._mount(f"remount,rw,size={LARGE}")

    def protect(self) -> None:
        """Let nobody write."""
        self._mount("remount,ro")

    def _mount(self, options: str) -> None:
        subprocess.run(["mount", "-o", options, str(self._folder)], check=True, capture_output=True)


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """Mount a disk in memory at a folder until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={LARGE}", "none", str(folder)], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
