"""How to build."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to build.

    Attributes:
        batch_size: pictures that go through the encoder at once.
        workers: threads that read pictures; None = as many as suits where they are.
        limit: only the first so many pictures; None = all.
        fresh: embed everything again.
        comparison: how the encoder's precision compared with float32, for the record.
        styles: the product table's file, or its place in a database, if it was named.
        columns: the file that tells the table's columns, if it was named.
        vectorizer: how the words of titles are weighed, a key of VECTORIZERS.
        runner: what does the work, a key of RUNNERS.
        scheduler: the address of a Dask scheduler, for that runner; "" = processes of its own.
        processes: how many those are.
        parts: where workers put what they made, a folder or fsspec URL that they and this process reach; "" = below the
            index folder.
    """

    batch_size: int = 64
    workers: int | None = None
    limit: int | None = None
    fresh: bool = False
    comparison: dict[str, float] = field(default_factory=dict)
    styles: str | Path | None = None
    columns: Path | None = None
    vectorizer: str = "tfidf"
    runner: str = "threads"
    scheduler: str = ""
    processes: int = 2
    parts: str = ""
