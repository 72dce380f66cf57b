"""How Milvus is waited for, and asked in parts, by what its client says; test_store_contract.py has real ones."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.stores import StoreError, milvus_ready
from lookbook.stores.milvus_filter import PARTS, parts
from lookbook.stores.milvus_ready import wait_until_indexed


class Unable(grpc.RpcError):  # type: ignore[misc]  # grpc has no types
    """What Milvus Lite answers."""

    def code(self) -> grpc.StatusCode:
        """Say that there is no such call."""
        return grpc.StatusCode.UNIMPLEMENTED


class Client:
    """Tells at each look how many rows of each segment are searched by its index; the last look stays."""

    def __init__(self, kind: str, kept: Sequence[int], *indexed: Sequence[int]) -> None:
        self.kind, self.kept, self.indexed, self.looks = kind, kept, list(indexed), 0

    def describe_index(self, *_: Any, **__: Any) -> dict[str, str]:
        return {"index_type": self.kind}

    def list_persistent_segments(self, *_: Any, **__: Any) -> list[SimpleNamespace]:
        return [SimpleNamespace(num_rows=rows) for rows in self.kept]

    def list_loaded_segments(self, *_: Any, **__: Any) -> list[SimpleNamespace]:
        self.looks += 1
        now = self.indexed.pop(0) if len(self.indexed) > 1 else self.indexed[0]
        return [SimpleNamespace(num_rows=rows, index_name="vector") for rows in now] + [
            SimpleNamespace(num_rows=rows, index_name="") for rows in self.kept
        ]


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look waits long."""
    monkeypatch.setattr(milvus_ready, "EVERY", 0.001)


@pytest.mark.parametrize(
    ("client", "looks"),
    [
        (Client("HNSW", [3000, 2000, 7], [], [3000], [3000, 2000]), 3),
        (Client("HNSW", [7, 1023], []), 1),
        (Client("HNSW", [5000], [3000, 2000]), 1),  # two have been made one, whose index is not loaded yet
        (Client("FLAT", [3000], []), 0),
    ],
    ids=["one after the other", "small ones have none", "those before are searched yet", "FLAT has none"],
)
def test_it_waits_for_the_index_of_large_segments_alone(client: Client, looks: int) -> None:
    wait_until_indexed(client, "some", 1.0)
    assert client.looks == looks


def test_a_server_that_indexes_no_more_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus_ready, "PATIENCE", 0.01)
    with pytest.raises(StoreError, match=r"^milvus has indexed 3,000 of 5,000 vectors and no more for 0 minutes, so "):
        wait_until_indexed(Client("HNSW", [3000, 2000], [], [3000]), "some", 1.0)


def test_milvus_lite_has_nothing_to_wait_for() -> None:
    client = Client("HNSW", [3000], [])

    def refuse(*_: Any, **__: Any) -> list[SimpleNamespace]:
        raise Unable

    client.list_persistent_segments = refuse  # type: ignore[method-assign]
    wait_until_indexed(client, "some", 1.0)
    assert client.looks == 0


def test_what_fulfils_a_filter_is_asked_for_in_as_many_parts_as_it_takes() -> None:
    assert list(parts(0, 1000)) == []
    assert list(parts(50, 1000)) == [("", "g")]
    assert list(parts(150, 1000)) == [("", "55"), ("55", "aa"), ("aa", "g")]
    assert len(list(parts(1000, 1000))) == len(list(parts(5, 0))) == PARTS


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 2**128 - 1))
def test_each_mark_is_in_one_part(count: int, rows: int, number: int) -> None:
    mark = f"{number:032x}"
    assert sum(low <= mark < high for low, high in parts(count, rows)) == bool(count)
