"""Waiting until Milvus searches the index of what was added: until then it searches another, made in passing.

That one finds about half of what it should under a filter that few rows fulfil (docs/scale.md).
"""

import time
from typing import Any

from lookbook.stores.base import UNCHANGED, StoreError

SMALLEST = 1024
"""Rows from which on Milvus indexes a segment (its `minSegmentNumRowsToEnableIndex`); smaller ones are compared."""
PATIENCE = 600.0
"""Seconds in which some more rows must be indexed."""
EVERY = 0.5
"""Seconds between two looks."""


def wait_until_indexed(client: Any, name: str, timeout: float) -> None:
    """Return once all segments of a collection, but small ones, are searched by their index.

    Returns at once where no index is made (FLAT), or where nobody can tell: Milvus Lite knows no segments, and searches
    what it is given.

    Args:
        client: a `pymilvus.MilvusClient`; the collection is loaded and flushed.
        name: the collection's.
        timeout: seconds that one call may take.

    Raises:
        StoreError: no more rows were indexed for `PATIENCE`.
    """
    if client.describe_index(name, "vector", timeout=timeout)["index_type"] == "FLAT":
        return
    most, until = -1, 0.0
    while (rows := _rows(client, name, timeout)) is not None and rows[0] < rows[1]:
        if rows[0] > most:
            most, until = rows[0], time.monotonic() + PATIENCE
        elif time.monotonic() > until:
            raise StoreError(
                f"milvus has indexed {rows[0]:,} of {rows[1]:,} vectors and no more for {PATIENCE / 60:.0f} minutes, "
                f"{UNCHANGED}"
            )
        time.sleep(EVERY)


def _rows(client: Any, name: str, timeout: float) -> tuple[int, int] | None:
    """Return how many rows are searched by an index, and how many are to be; None where the server can't tell."""
    import grpc

    try:
        kept = client.list_persistent_segments(name, timeout=timeout)
        loaded = client.list_loaded_segments(name, timeout=timeout)
    except grpc.RpcError as error:
        if error.code() == grpc.StatusCode.UNIMPLEMENTED:
            return None
        raise
    ready = sum(segment.num_rows for segment in loaded if segment.index_name)
    return ready, sum(segment.num_rows for segment in kept if segment.num_rows >= SMALLEST)
