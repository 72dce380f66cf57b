"""Says what a file is that holds no plain pickle: often it is one that was meant to be something else."""

import re

from lookbook.index.unpickle.source import RefusedError

POINTER = rb"version https://git-lfs"
AGAIN = "build the index again"
DUMP = "write its arrays with pickle.dump"
STARTS: tuple[tuple[bytes, str, str], ...] = (
    (rb"$", "is empty", AGAIN),
    (POINTER, "is a Git LFS pointer, not the file itself", "fetch that with: git lfs pull"),
    (rb"\x93NUMPY", "is a .npy file", f"read it with numpy.load and {DUMP}"),
    (rb"PK\x03\x04", "is a zip archive, as .npz and PyTorch's .pt are", f"unpack it and {DUMP}"),
    (rb"\x89HDF\r\n", "is an HDF5 file", f"read it with h5py and {DUMP}"),
    (
        rb"\x1f\x8b|BZh[1-9]|\xfd7zXZ\0|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|\x78[\x01\x5e\x9c\xda]|ZF0x",
        "is compressed, perhaps by joblib",
        f"unpack it and {DUMP}",
    ),
    (rb"7z\xbc\xaf|Rar!", "is an archive", "unpack it"),
    (rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF", "is a picture", AGAIN),
    (rb"%PDF", "is a PDF document", AGAIN),
    (rb"PAR1", "is a Parquet file", f"read it with pandas and {DUMP}"),
    (rb"SQLite format 3", "is an SQLite database", AGAIN),
    (
        rb"(?:\xef\xbb\xbf)?\s*<(?i:!doctype|html|head|\?xml)",
        "is a web page, as a failed download leaves it",
        "download the file itself",
    ),
    (rb"(?:\xef\xbb\xbf)?\s*[{\[]\s*[\"{\[\d}\]-]", "is JSON", "read it with json.load and write it with pickle.dump"),
)
"""How a file begins, what is said of it, and what to do. None of these begins as a pickle can."""

PACKAGES = {
    "joblib": "joblib",
    "keras": "Keras",
    "pandas": "pandas",
    "scipy": "SciPy",
    "sklearn": "scikit-learn",
    "tensorflow": "TensorFlow",
    "torch": "PyTorch",
}
"""Packages whose objects are often pickled, and what people call them."""


def what(start: bytes) -> tuple[str, str] | None:
    """Return what a file is that begins so, and what to do; None where it may be a pickle."""
    return next(((said, cure) for pattern, said, cure in STARTS if re.match(pattern, start)), None)


def is_pointer(start: bytes) -> bool:
    """Return whether a file that begins so only says where Git LFS has the real one."""
    return re.match(POINTER, start) is not None


def unknown(name: str) -> RefusedError:
    """Return what is said of a name that a pickle asks for; it is quoted only where it is a name as Python has them."""
    if not re.fullmatch(r"[A-Za-z_][\w.]{0,99}", name, re.ASCII):
        return RefusedError("asks to run something, which no index needs")
    if package := PACKAGES.get(name.partition(".")[0]):
        return RefusedError(f"was written by {package} ({name})", "write plain arrays or lists instead")
    return RefusedError(f"asks to run {name}, which no index needs")
