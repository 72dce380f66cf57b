"""Says what a file is that holds no plain pickle: often it is one that was meant to be something else."""

import re

STARTS: tuple[tuple[bytes, str], ...] = (
    (rb"version https://git-lfs", "is a Git LFS pointer, not the file itself: fetch that with git lfs pull"),
    (rb"\x93NUMPY", "is a .npy file: read it with numpy.load and write it with pickle.dump"),
    (rb"PK\x03\x04", "is a zip archive (.npz, PyTorch's .pt): unpack it and write its arrays with pickle.dump"),
    (rb"\x89HDF\r\n", "is an HDF5 file: read it with h5py and write its arrays with pickle.dump"),
    (rb"\x1f\x8b|BZh[1-9]|\xfd7zXZ\0|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|\x78[\x01\x5e\x9c\xda]|ZF0x",
     "is compressed, perhaps by joblib: unpack it and write it with pickle.dump"),
    (rb"7z\xbc\xaf|Rar!", "is an archive: unpack it"),
    (rb"\xff\xd8\xff|\x89PNG|GIF8|RIFF", "is a picture"),
    (rb"%PDF", "is a PDF document"),
    (rb"PAR1", "is a Parquet file"),
    (rb"SQLite format 3", "is an SQLite database"),
    (rb"(?:\xef\xbb\xbf)?\s*<(?i:!doctype|html|head|\?xml)",
     "is a web page, as a failed download leaves it: download the file itself"),
    (rb"(?:\xef\xbb\xbf)?\s*[{\[]\s*[\"{\[\d}\]-]", "is JSON: read it with json.load and write it with pickle.dump"),
)  # fmt: skip
"""How a file begins, and what is said of it. None of these begins as a pickle can."""

PACKAGES = {
    "joblib": "joblib", "sklearn": "scikit-learn", "pandas": "pandas", "torch": "PyTorch", "tensorflow": "TensorFlow",
    "keras": "Keras", "scipy": "SciPy",
}  # fmt: skip
"""Packages whose objects are often pickled, and what people call them."""


def what(start: bytes) -> str | None:
    """Return what a file is that begins so, as the rest of a sentence; None where it may be a pickle."""
    if not start:
        return "is empty"
    return next((said for pattern, said in STARTS if re.match(pattern, start)), None)


def about(name: str) -> str:
    """Return what is said of a name that a pickle asks for; it is quoted only where it is a name as Python has them."""
    package = PACKAGES.get(name.partition(".")[0])
    if not re.fullmatch(r"[A-Za-z_][\w.]{0,99}", name, re.ASCII):
        return "asks to run something, which no index needs"
    if package:
        return f"was written by {package} ({name}): write plain arrays or lists with pickle.dump instead"
    return f"asks to run {name}, which no index needs"
