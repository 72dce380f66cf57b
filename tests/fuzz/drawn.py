"""Inputs as Hypothesis draws them: well formed where a target has a form, and hostile within it."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from unittest import SkipTest
from urllib.parse import urlencode

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

Bytes = st.SearchStrategy[bytes]
TEXTS = st.text(max_size=60) | st.text("ab1,\"'=;:\t<>&%.-\u0130\u00df\u0301\x00", max_size=40)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["text", "like", "k", "mode", "where", "distinct", "diversity", "customer", "photo", "photo_url", "x"]
)
PARAMETERS = st.sampled_from(["like", "words", "photo", "where", "crop", "look", "x"])
COLUMNS = st.sampled_from(["id", "articleType", "year", "price", "image", "link", "productDisplayName", "", "id"])
CODES = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-7"])


def _request(line: str, body: bytes = b"", kind: str = "application/json") -> bytes:
    return f"{line} HTTP/1.1\r\nHost: h\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _json(fields: Mapping[str, object], path: str) -> bytes:
    return _request(f"POST /v1/{path}", json.dumps(fields).encode("utf-8", "surrogatepass"))


def _asked(pairs: Sequence[tuple[str, str]], path: str) -> bytes:
    return _request(f"GET {path}?{urlencode(pairs, errors='replace')}")


def _table(rows: Sequence[Sequence[str]], separator: str, code: str) -> bytes:
    return "\n".join(separator.join(row) for row in rows).encode(code, "replace")


_PATHS = st.sampled_from(
    ["/v1/search", "/v1/products", "/v1/recommendations", "/v1/counts/articleType", "/v1/products/1"]
)
_PAIRS = st.lists(st.tuples(FIELDS, TEXTS), max_size=5)
_REQUESTS = st.builds(_asked, _PAIRS, _PATHS) | st.builds(
    _json, st.dictionaries(FIELDS, VALUES, max_size=5), st.sampled_from(["search", "attributes"])
)
_ROWS = st.builds(
    lambda head, rows: [head, *rows], st.lists(COLUMNS, max_size=5), st.lists(st.lists(TEXTS, max_size=6), max_size=6)
)
FORMS: Mapping[str, Bytes] = {
    "words": TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    "link": st.lists(st.tuples(PARAMETERS, TEXTS), max_size=6).map(
        lambda pairs: urlencode(pairs, errors="replace").encode()
    ),
    "api": _REQUESTS,
    "http": _REQUESTS,
    "table": st.builds(_table, _ROWS, st.sampled_from([",", ";", "\t", "|"]), CODES),
}
"""The form of a target's input; of one that is not here, the beginning of a seed and anything behind it."""


def draw(
    name: str, seeds: Sequence[bytes], take: Callable[[bytes], object], count: int, seed: int, over: Callable[[], bool]
) -> None:
    """Draw inputs for a target and give them to it, until there are so many or it is over."""
    starts = st.builds(
        lambda start, share: start[: int(share * len(start))], st.sampled_from(list(seeds)), st.floats(0, 1)
    )
    form = FORMS.get(name, st.builds(bytes.__add__, starts, st.binary(max_size=100)))

    @seeded(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(form)
    def each(data: bytes) -> None:
        if over():
            raise SkipTest("the time is over")  # ends a test of Hypothesis at once
        take(data)

    with suppress(SkipTest):
        each()
