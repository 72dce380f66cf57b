"""What products are called: the id in their row, else their picture's name."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from lookbook.catalog.texts import Texts


def product_ids(filenames: Sequence[str], named: Sequence[str]) -> Texts:
    """Return each picture's id (N,): that of its row, else its stem; its whole path where another has the same one.

    Args:
        filenames: N pictures.
        named: the id in each one's row, "" where there is none.
    """
    own = [name or PurePosixPath(filename).stem for name, filename in zip(named, filenames, strict=True)]
    times = Counter(own)
    return Texts.of(filename if times[name] > 1 else name for filename, name in zip(filenames, own, strict=True))
