"""Photos: from bytes to upright RGB, with limits and errors that a person can read."""

from lookbook.photos.formats import EXTENSIONS
from lookbook.photos.problems import Kind, PhotoError, check_bytes
from lookbook.photos.reading import MAX_BYTES, MAX_PIXELS, file_bytes, read, read_at, sized, upright_size

__all__ = [
    "EXTENSIONS",
    "MAX_BYTES",
    "MAX_PIXELS",
    "Kind",
    "PhotoError",
    "check_bytes",
    "file_bytes",
    "read",
    "read_at",
    "sized",
    "upright_size",
]
