"""What an index from elsewhere may read of this machine: what is below its folder, and what its owner agrees to."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


def is_url(place: str) -> bool:
    """Return an address, which fsspec opens, from a path."""
    return "://" in place


def relative_place(path: str | Path, folder: Path) -> str:
    """Return the way from an index folder to a path, with slashes; on another drive of Windows, the whole path.

    Links are followed first, as `..` leads up from where a link leads. An address stays as it is.
    """
    if is_url(str(path)):
        return str(path)
    try:
        return Path(os.path.relpath(os.path.realpath(path), os.path.realpath(folder))).as_posix()
    except ValueError:
        return Path(os.path.abspath(path)).as_posix()


def absolute_place(place: str | Path, folder: Path) -> Path:
    """Return the path that `relative_place` was given; what is absolute stays."""
    return Path(os.path.normpath(os.path.join(os.path.realpath(folder), place)))


@dataclass(frozen=True)
class Bounds:
    """Folders, files and addresses that may be read, with all below them.

    Attributes:
        paths: real paths, without links in them.
        urls: addresses, or schemes such as `s3://`.
    """

    paths: Sequence[str]
    urls: Sequence[str] = ()

    @classmethod
    def of(cls, folder: Path, sources: Sequence[str] = ()) -> "Bounds":
        """Make the bounds of an index folder, and of what its owner agrees to besides."""
        paths = [str(folder), *(place for place in sources if not is_url(place))]
        return cls([_real(path) for path in paths], [place for place in sources if is_url(place)])

    def hold(self, place: str | Path) -> bool:
        """Return whether a path or an address may be read, wherever links lead."""
        if is_url(str(place)):
            return any(_is_below(str(place), url) for url in self.urls)
        try:
            real = _real(place)
        except (OSError, ValueError):
            return False
        return any(real == path or real.startswith(path.rstrip(os.sep) + os.sep) for path in self.paths)


def _real(path: str | Path) -> str:
    """Return a path without links in it, and on Windows, where capitals don't count, in one spelling."""
    return os.path.normcase(os.path.realpath(path))


def _is_below(url: str, agreed: str) -> bool:
    """Return whether an address is the one that was agreed to, or lies below; one that leads up, or on, does not."""
    if url == agreed:
        return True
    rest = url.removeprefix(agreed)
    below = rest != url and (agreed.endswith("/") or rest.startswith("/"))
    return below and "::" not in url and ".." not in rest.split("/")
