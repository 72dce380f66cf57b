"""The fields of a collection in Milvus, its index, and how rows are kept in it."""

from collections.abc import Mapping
from typing import Any

from lookbook.stores.collection import FOR_GOOD, Row, mark_of
from lookbook.stores.milvus_filter import FACTS, kept

MADE: Mapping[str, Mapping[str, int]] = {"HNSW": {"M": 16, "efConstruction": 200}, "FLAT": {}}
"""Type of index -> how it is made. Milvus Lite takes others too, and quietly searches them one by one."""


def schema(dim: int) -> Any:
    """Return the fields of vectors (N, D)."""
    from pymilvus import DataType, MilvusClient

    made = MilvusClient.create_schema(auto_id=False)
    made.add_field("id", DataType.VARCHAR, is_primary=True, max_length=64)
    for name, length in (("mark", 32), ("key", 16_384), ("digest", 32)):
        made.add_field(name, DataType.VARCHAR, max_length=length)
    for name in ("born", "gone"):
        made.add_field(name, DataType.INT64)
    for name in (FACTS, "product"):
        made.add_field(name, DataType.JSON)
    made.add_field("vector", DataType.FLOAT_VECTOR, dim=dim)
    return made


def indexes(kind: str) -> Any:
    """Return the index of a type, a key of `MADE`."""
    from pymilvus import MilvusClient

    made = MilvusClient.prepare_index_params()
    made.add_index("vector", index_type=kind, metric_type="IP", params=dict(MADE[kind]))
    return made


def as_kept(row: Row, state: int) -> dict[str, Any]:
    """Return a row that counts from a state on."""
    return {
        "id": f"{mark_of(row.key)}_{state}",
        "mark": mark_of(row.key),
        "key": row.key,
        "digest": row.digest,
        "born": state,
        "gone": FOR_GOOD,
        FACTS: kept(row.facts),
        "product": dict(row.product),
        "vector": row.vector.tolist(),
    }
