"""The fitted words of a catalogue, as they are kept beside its index."""

import hashlib
import json
from pathlib import Path
from typing import BinaryIO

import numpy as np

from lookbook.disk import artefact
from lookbook.disk.artefact import Artefact
from lookbook.retrieval.attribute_parser import COLUMNS
from lookbook.retrieval.products import Products
from lookbook.retrieval.terms import Terms

FORMAT = 4
"""To be raised whenever the same catalogue would give other terms, be it by words.py or vocabulary.toml."""
TITLE = "productDisplayName"


def texts(products: Products) -> list[str]:
    """Return the text of every product (P,): its title and the values of its attributes, of all its pictures' rows."""
    table = products.catalog.table
    there = [products.column(column) for column in (TITLE, *COLUMNS) if column in products.columns]
    said: list[list[str]] = [[] for _ in table.fronts]
    for column in there:
        own = dict.fromkeys(zip(products.numbers.tolist(), column.own.tolist(), strict=True))
        for product, place in own:
            said[product].append(column.spelled[place])
    return list(map(" ".join, said))


def kept_terms(folder: Path | None, products: Products) -> Terms:
    """Return the words of a catalogue as they are kept, else fitted now."""
    return artefact.have(TERMS, folder, products)


def _key(products: Products) -> str:
    names = "\0".join(products.filenames).encode("utf-8", "surrogatepass")
    return f"{FORMAT} {products.vectorizer} {products.catalog.styles_sha256} {hashlib.sha256(names).hexdigest()}"


def _make(products: Products) -> Terms:
    return Terms.fit(texts(products), products.vectorizer)


def _pack(fitted: Terms, file: BinaryIO) -> None:
    np.savez(
        file,
        vocabulary=np.frombuffer(json.dumps(fitted.vocabulary).encode(), np.uint8),
        weights=fitted.weights,
        data=fitted.postings.data,
        indices=fitted.postings.indices,
        indptr=fitted.postings.indptr,
    )


def _unpack(path: Path, products: Products) -> Terms:
    from scipy.sparse import csr_matrix

    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        vocabulary = json.loads(kept["vocabulary"].tobytes())
        parts = (kept["data"], kept["indices"], kept["indptr"])
        postings = csr_matrix(parts, shape=(len(vocabulary), len(products.catalog.table.fronts)))
        postings.check_format(full_check=True)
        return Terms(vocabulary, kept["weights"], postings)


TERMS: Artefact[Products, Terms] = Artefact(path=Path("words.npz"), key=_key, make=_make, pack=_pack, unpack=_unpack)
"""The words of a catalogue."""
