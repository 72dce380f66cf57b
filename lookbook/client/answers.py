"""What a server answers: JSON objects, with their types."""

from typing import Any, NotRequired, TypedDict


class Result(TypedDict):
    """One product that was found, the best one having rank 1; `pictures` are the others of it."""

    rank: int
    id: str
    filename: str
    score: float
    product: dict[str, str]
    pictures: list[str]


class Piece(TypedDict):
    """A garment of a photo that shows several."""

    box: list[float]
    articleType: str
    likelihood: float


class Seen(TypedDict):
    """What a photo shows: attribute -> value and probability, and the garment's box in pixels of the upright photo."""

    attributes: dict[str, list[tuple[str, float]]]
    box: list[float] | None
    unknown: bool
    ms: float
    pieces: NotRequired[list[Piece]]


class Found(Seen):
    """What a search found."""

    query: str
    results: list[Result]
    error: str | None
    understood: dict[str, Any] | None
    total: int


class Recommended(Result):
    """A product that suits a customer, and why."""

    reason: str
    because: list[str]


class Recommendations(TypedDict):
    """What suits a customer."""

    customer: str
    results: list[Recommended]
    ms: float


class Product(TypedDict):
    """What is known of a product; `picture` is the path of `filename`, and `pictures` are the others of it."""

    id: str
    filename: str
    picture: str
    product: dict[str, str]
    pictures: list[str]


class Page(TypedDict):
    """A part of the catalogue; `next` is where the following one starts."""

    columns: list[str]
    total: int
    products: list[Product]
    next: int | None


class Ready(TypedDict):
    """What a server has open."""

    ready: bool
    pictures: int
    encoder: str
    encoder_version: str
    weights_sha256: str
    side: int
    created: str
    fingerprint: str
