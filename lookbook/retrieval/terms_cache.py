"""The fitted words of a catalogue on disk, beside its index; whatever is wrong with the file, they are fitted again."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import numpy as np

from lookbook.disk import atomic
from lookbook.retrieval.columns import Products
from lookbook.retrieval.terms import Terms
from lookbook.retrieval.text import texts

PLACE = Path(".lookbook") / "words.npz"
FORMAT = 1
"""To be raised whenever the same catalogue would give other terms, be it by another spelling in words.py."""


def update(folder: Path, products: Products) -> None:
    """Fit the words of a catalogue and keep them, unless those of this very catalogue are kept already."""
    if _read(folder, products) is None:
        atomic.write(folder / PLACE, _packed(Terms.fit(texts(products)), products))


def terms(folder: Path | None, products: Products) -> Terms:
    """Give the words of a catalogue as a build kept them; where it did not, or for another catalogue, fit them now."""
    kept = _read(folder, products) if folder is not None else None
    return kept or Terms.fit(texts(products))


def _key(products: Products) -> str:
    """Give a text that changes when the terms would."""
    names = "\0".join(products.filenames).encode("utf-8", "surrogateescape")
    return f"{FORMAT} {products.catalog.styles_sha256} {hashlib.sha256(names).hexdigest()}"


def _packed(fitted: Terms, products: Products) -> bytes:
    buffer = io.BytesIO()
    np.savez(
        buffer,
        key=np.array(_key(products)),
        vocabulary=np.frombuffer(json.dumps(fitted.vocabulary).encode(), np.uint8),
        weights=fitted.weights,
        data=fitted.postings.data,
        indices=fitted.postings.indices,
        indptr=fitted.postings.indptr,
    )
    return buffer.getvalue()


def _read(folder: Path, products: Products) -> Terms | None:
    """Read the words that are kept; None where there are none, they are another catalogue's, or the file is damaged."""
    from scipy.sparse import csr_matrix

    try:
        with (folder / PLACE).open("rb") as file, np.load(file, allow_pickle=False) as content:
            if str(content["key"]) != _key(products):
                return None
            vocabulary = json.loads(content["vocabulary"].tobytes())
            parts = (content["data"], content["indices"], content["indptr"])
            postings = csr_matrix(parts, shape=(len(vocabulary), len(products)))
            postings.check_format(full_check=True)
            return Terms(vocabulary, content["weights"], postings)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
