"""Vectors in Milvus: a file of Milvus Lite, a server, or a cluster, all by the same client."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar
from weakref import finalize

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

from lookbook.conditions import Where
from lookbook.errors import MissingLibraryError
from lookbook.stores.address import saying
from lookbook.stores.base import Match, Vectors
from lookbook.stores.collection import FOR_GOOD, Entry, Row, mark_of, require_kind
from lookbook.stores.milvus_filter import FACTS, counts, fulfilling, listed, parts
from lookbook.stores.milvus_ready import wait_until_indexed
from lookbook.stores.milvus_schema import MADE, as_kept, indexes, schema
from lookbook.stores.published import PublishedStore

SECONDS = 60.0
"""How long a call may take, asked again until then: a lost query node stalls for more than thirty."""
CONNECTING = 40.0
"""How long connecting may take: a busy server lets somebody wait, too."""
PINGS = {"grpc.keepalive_time_ms": 330_000}
"""Milliseconds between pings: a server with gRPC's defaults hangs up on who pings oftener than in five minutes."""
EF = 200
"""How many candidates a search of HNSW keeps, at least."""
PAGE = 1000
"""Rows that are read at once where all are listed, or named in one filter."""
OWN = ("digest", "born", "gone")


class MilvusCollection:
    """A collection of Milvus."""

    kinds: ClassVar[Sequence[str]] = tuple(MADE)
    most: ClassVar[int] = 16_384

    def __init__(self, uri: SecretStr, name: str, kind: str) -> None:
        """Connect; see `Collection`."""
        require_kind(kind, self.kinds, "Milvus")
        try:
            import grpc
            import pymilvus
        except ImportError as error:
            raise MissingLibraryError.of("pymilvus", "milvus") from error
        for logger in ("pymilvus", "milvus_lite"):  # they say at length what is raised anyway, addresses in it
            logging.getLogger(logger).setLevel(logging.CRITICAL)
        self._uri, self._name, self._kind = uri, name, kind
        self._errors = (pymilvus.MilvusException, grpc.RpcError)
        with self._saying():
            self._client: Any = pymilvus.MilvusClient(uri.get_secret_value(), timeout=CONNECTING, grpc_options=PINGS)
        finalize(self, self._client.close)

    def dim(self) -> int | None:
        """Return D of the vectors, None where there is no such collection; what was let go by a restart is loaded."""
        with self._saying():
            if not self._client.has_collection(self._name, timeout=SECONDS):
                return None
            self._client.load_collection(self._name, timeout=SECONDS)
            fields = self._client.describe_collection(self._name, timeout=SECONDS)["fields"]
        return next(int(field["params"]["dim"]) for field in fields if field["name"] == "vector")

    def create(self, dim: int) -> None:
        """Make the collection, empty, with its index, and load it."""
        with self._saying():
            self._client.create_collection(
                self._name,
                schema=schema(dim),
                index_params=indexes(self._kind),
                consistency_level="Session",
                timeout=SECONDS,
            )

    def drop(self) -> None:
        """Remove the collection; that it is not there is no error."""
        with self._saying():
            self._client.drop_collection(self._name, timeout=SECONDS)

    def count(self, state: int) -> int:
        """Return how many rows count in a state."""
        return self._counted(counts(state), consistency_level="Strong")

    def entries(self) -> Iterator[Entry]:
        """Yield what is there."""
        for row in self._each("born >= 0", ["key", *OWN]):
            yield Entry(row["key"], row["digest"], int(row["born"]), int(row["gone"]))

    def nearest(self, queries: Vectors, k: int, state: int, where: Where) -> list[list[Match]]:
        """Return the k nearest of each query (Q, D) in a state; see `Collection`."""
        condition = fulfilling(state, where)
        return self._one_by_one(queries, k, condition) if where else self._searched(queries, k, condition)

    def vectors(self, keys: Sequence[str], state: int) -> dict[str, NDArray[np.float32]]:
        """Return the vectors of those keys that are there in a state."""
        rows = self._of(keys, counts(state), ["key", "vector"])
        return {row["key"]: np.asarray(row["vector"], np.float32) for row in rows}

    def add(self, rows: Sequence[Row], state: int) -> None:
        """Add rows that count from a state on."""
        self._put([as_kept(row, state) for row in rows])

    def retire(self, keys: Sequence[str], state: int) -> None:
        """Let the rows of keys that count for good count no longer from a state on."""
        fields = ["id", "mark", "key", *OWN, FACTS, "product", "vector"]
        self._put([{**row, "gone": state} for row in self._of(keys, f"gone == {FOR_GOOD}", fields)])

    def erase(self, keys: Sequence[str], state: int) -> None:
        """Remove the rows of keys that count in a state."""
        self._delete([row["id"] for row in self._of(keys, counts(state), ["id"])])

    def forget(self, state: int) -> None:
        """Remove the rows that count neither in a state nor in any after it."""
        self._delete([row["id"] for row in self._each(f"gone <= {state}", ["id"])])

    def settle(self) -> None:
        """Close what was added, and wait until the server searches its index."""
        with self._saying():
            self._client.flush(self._name, timeout=SECONDS)
            wait_until_indexed(self._client, self._name, SECONDS)

    def _searched(self, queries: Vectors, k: int, condition: str) -> list[list[Match]]:
        with self._saying():
            found = self._client.search(
                self._name,
                queries.tolist(),
                filter=condition,
                limit=k,
                output_fields=["key"],
                search_params={"metric_type": "IP", "params": {"ef": max(EF, k)}},
                timeout=SECONDS,
            )
        return [[Match(hit["entity"]["key"], float(hit["distance"])) for hit in hits] for hits in found]

    def _one_by_one(self, queries: Vectors, k: int, condition: str) -> list[list[Match]]:
        """Search among what fulfils conditions: the index loses its way among rows that don't, and finds few or none.

        Milvus compares one by one where fewer than 7 in 100 rows count, so these are parted until no part has more.
        """
        found: list[list[Match]] = [[] for _ in queries]
        for low, high in parts(self._counted(condition), self._rows()):
            part = f'{condition} and mark >= "{low}" and mark < "{high}"'
            for near, more in zip(found, self._searched(queries, k, part), strict=True):
                near.extend(more)
        return [sorted(near, key=lambda match: -match.score)[:k] for near in found]

    def _counted(self, condition: str, **options: Any) -> int:
        (row,) = self._query(condition, ["count(*)"], **options)
        return int(row["count(*)"])

    def _rows(self) -> int:
        with self._saying():
            return int(self._client.get_collection_stats(self._name, timeout=SECONDS)["row_count"])

    def _of(self, keys: Sequence[str], condition: str, fields: Sequence[str]) -> list[dict[str, Any]]:
        """Return the rows of keys that fulfil a condition."""
        marks = [mark_of(key) for key in keys]
        parts = [marks[start : start + PAGE] for start in range(0, len(marks), PAGE)]
        return [row for part in parts for row in self._query(f"mark in {listed(part)} and {condition}", fields)]

    def _query(self, condition: str, fields: Sequence[str], **options: Any) -> list[dict[str, Any]]:
        with self._saying():
            return list(self._client.query(self._name, condition, list(fields), timeout=SECONDS, **options))

    def _each(self, condition: str, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield all rows that fulfil a condition, page by page."""
        with self._saying():
            pages = self._client.query_iterator(
                self._name, batch_size=PAGE, filter=condition, output_fields=list(fields), consistency_level="Strong"
            )
            while rows := pages.next():
                yield from rows
            pages.close()

    def _put(self, content: Sequence[Mapping[str, Any]]) -> None:
        if content:
            with self._saying():
                self._client.upsert(self._name, list(content), timeout=SECONDS)

    def _delete(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), PAGE):
            with self._saying():
                self._client.delete(self._name, ids=list(ids[start : start + PAGE]), timeout=SECONDS)

    def _saying(self) -> AbstractContextManager[None]:
        return saying("milvus", self._uri, *self._errors)


class MilvusStore(PublishedStore):
    """Vectors in Milvus."""

    server = MilvusCollection
