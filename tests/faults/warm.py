"""What the server that processes are forked from imports: all that they need; it starts no thread.

It changes what it imports, so nothing but the program beside it may import it, too.
"""

import importlib
import os
from typing import Any

ALONE = {"JE_ARROW_MALLOC_CONF": "background_thread:false", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""What keeps libraries from starting threads when they are imported."""
NEEDED = (
    "_strptime", "filelock", "fsspec.implementations.chained", "fsspec.implementations.local", "implicit.als",
    "lookbook.behavior.recommender", "lookbook.behavior.transactions.importing", "lookbook.book",
    "lookbook.building.build", "lookbook.building.publish", "lookbook.retrieval.text", "lookbook.sample.catalogue",
    "psycopg", "pyarrow.csv", "pyarrow.pandas_compat", "pyarrow.parquet", "sklearn.decomposition",
    "sklearn.discriminant_analysis", "sklearn.feature_extraction.text", "sqlalchemy.dialects.postgresql.psycopg",
)  # fmt: skip
"""What commands import when they run."""
FEW = 8
"""Pictures in a part, a chunk and what is sent at once, so that there is something between the parts."""

os.environ |= ALONE
for module in NEEDED:
    importlib.import_module(module)
building: list[Any] = [importlib.import_module(f"lookbook.building.{name}") for name in ("outgoing", "parts")]
outgoing, parts = building
outgoing.BATCH = parts.CHUNK = FEW
registry: Any = importlib.import_module("lookbook.encoders.registry")
registry.ENCODERS["mean-colour"] = importlib.import_module("tests.fakes").MeanColour
