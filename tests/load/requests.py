"""Requests as they go over a line, in the shares of a mix."""

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
WORDS = (
    "red shirt",
    "black shoes for men",
    "blue dress",
    "leather bag",
    "white sneakers",
    "green scarf",
    "striped tee",
)
WHERE = ("gender=Women", "gender=Men", "baseColour=Black", "articleType=Shirts", "season=Summer")
PHOTOS = sorted((ROOT / "images").iterdir())[::40]
Draw = Callable[[random.Random], bytes]


def get(path: str) -> bytes:
    """Return a request for an address."""
    return f"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n".encode()


def photo(data: bytes) -> bytes:
    """Return a search by a photo that is sent as a file."""
    body = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n\r\n' + data + b"\r\n--b--\r\n"
    head = "POST /v1/search HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _search(**asked: str) -> bytes:
    return get(f"/v1/search?{urlencode(asked)}")


KINDS: Mapping[str, Draw] = {
    "words": lambda dice: _search(text=dice.choice(WORDS)),
    "words and a filter": lambda dice: _search(text=dice.choice(WORDS), where=dice.choice(WHERE)),
    "more like a product": lambda dice: _search(like=dice.choice(PHOTOS).stem),
    "a filter alone": lambda dice: _search(where=dice.choice(WHERE)),
    "a product's row": lambda dice: get(f"/v1/products/{dice.choice(PHOTOS).stem}"),
    "a photo": lambda dice: photo(dice.choice(PHOTOS).read_bytes()),
}
MIX: Mapping[str, float] = {
    "words": 0.35,
    "words and a filter": 0.15,
    "more like a product": 0.2,
    "a filter alone": 0.1,
    "a product's row": 0.1,
    "a photo": 0.1,
}
"""The share of each kind, as a shop's page asks."""
WORDS_ALONE: Mapping[str, float] = {"words": 1.0}
PHOTOS_ALONE: Mapping[str, float] = {"a photo": 1.0}


def drawn(mix: Mapping[str, float], count: int, seed: int) -> Iterator[bytes]:
    """Yield so many requests."""
    dice = random.Random(seed)
    for _ in range(count):
        (kind,) = dice.choices(list(mix), list(mix.values()))
        yield KINDS[kind](dice)
