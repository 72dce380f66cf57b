"""What is asked and answered, as OpenAPI describes it; the answers are those of `records`."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lookbook.catalog.ordering import ORDERS
from lookbook.retrieval.registry import AUTO, modes

MOST_RESULTS = 100
MOST_LETTERS = 500
MOST_CONDITIONS = 50
Text = Annotated[str, Field(max_length=MOST_LETTERS)]
Value = Text | int | float
Pair = Annotated[list[str | float], Field(min_length=2, max_length=2)]
"""A value, and a number that belongs to it."""
_SHIRTS: JsonDict = {"articleType": "Shirts", "year": "2011..2013"}


class Asked(BaseModel):
    """How a search is done, whatever it starts from."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    text: Text | None = Field(default=None, description="Words; beside a photo or a product, what is to be different.")
    like: Text | None = Field(default=None, description="A product's id, instead of a photo.")
    k: int | None = Field(default=None, ge=1, le=MOST_RESULTS, description="How many results.")
    mode: str = Field(
        default=AUTO, json_schema_extra={"enum": list(modes())}, description="The way of searching.", max_length=20
    )
    distinct: bool = Field(default=False, description="Copies of one picture only once.")
    diversity: float = Field(default=0.0, ge=0, le=1, description="How much results should differ rather than fit.")
    sort: str = Field(
        default="",
        json_schema_extra={"enum": ["", *ORDERS]},
        description="The order of results; by default the best first. Where alone is enough to ask with.",
        max_length=20,
    )
    customer: Text | None = Field(default=None, description="Whose purchases have a gentle say in the order.")
    pieces: bool = Field(default=False, description="Each garment of a photo that shows several, too.")


class Parameters(Asked):
    """A search in an address or a form."""

    where: list[Text] = Field(
        default=[],
        max_length=MOST_CONDITIONS,
        description="COLUMN=VALUE or COLUMN=LOW..HIGH; of one column's values any will do.",
        examples=[["articleType=Shirts"]],
    )


class Form(Parameters):
    """A search by a photo that is sent as a file."""

    photo: bytes | None = Field(default=None, description="The photo's file.", json_schema_extra={"format": "binary"})


class Body(Asked):
    """A search as JSON."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "red shirt", "where": _SHIRTS, "k": 3}, {"like": "1163"}]}
    )

    photo: str | None = Field(
        default=None, description="The photo's file as base64.", json_schema_extra={"format": "byte"}
    )
    photo_url: str | None = Field(
        default=None, max_length=2000, description="The photo's public address.", json_schema_extra={"format": "uri"}
    )
    where: dict[Text, Value | list[Value]] = Field(
        default={},
        max_length=MOST_CONDITIONS,
        description="Column -> a value, several any of which will do, or LOW..HIGH.",
    )


class Problem(BaseModel):
    """Why there is no answer."""

    error: str = Field(description="One sentence: what was wrong, and what to do.")
    type: str = Field(description="What programs may go by.", examples=["UnknownProduct"])


class Result(BaseModel):
    """One product."""

    rank: int
    id: str = Field(examples=["1163"])
    filename: str = Field(description="Its picture is /v1/pictures/{filename}.", examples=["images/1163.jpg"])
    score: float = Field(description="The higher the better; only scores of one search compare.")
    product: dict[str, str] = Field(description="Its row of the product table.")
    pictures: list[str] = Field(description="The other pictures of the product.")


class Piece(BaseModel):
    """A garment of a photo that shows several."""

    box: list[float] = Field(description="x0, y0, x1, y1 in pixels of the upright photo.")
    articleType: str  # noqa: N815  # the column's own name
    likelihood: float = Field(description="0..1, that it is one garment, and whole.")


class Seen(BaseModel):
    """What a photo shows."""

    attributes: dict[str, list[Pair]] = Field(description="Attribute -> value and probability.")
    box: list[float] | None = Field(description="x0, y0, x1, y1 of the garment, in pixels of the upright photo.")
    unknown: bool = Field(description="Whether it looks like nothing in a fashion catalogue.")
    ms: float
    pieces: list[Piece] | None = Field(default=None, description="Its garments, where they were asked for.")


class Found(Seen):
    """The answer to a search, as the command prints it by --json."""

    query: str
    results: list[Result]
    error: str | None
    understood: dict[str, Any] | None = Field(description="What was understood of the text.")
    total: int = Field(description="How many products can be found; copies of one picture are counted.")


class Recommended(Result):
    """A product that suits a customer."""

    reason: str
    because: list[str] = Field(description="The products of their own that speak for it.")


class Recommendations(BaseModel):
    """What suits a customer."""

    customer: str
    results: list[Recommended]
    ms: float


class Product(BaseModel):
    """What is known of a product."""

    id: str
    filename: str = Field(description="Its picture; in a list, the first one that fulfils the conditions.")
    picture: str = Field(description="The path of that picture.")
    product: dict[str, str]
    pictures: list[str] = Field(description="The other pictures of the product.")


class Page(BaseModel):
    """A part of the catalogue."""

    columns: list[str]
    total: int = Field(description="How many there are in all.")
    products: list[Product]
    next: int | None = Field(description="Where the next part begins; null after the last one.")


class Counts(BaseModel):
    """The values of a column."""

    column: str
    counts: list[Pair] = Field(description="Value and how many have it, most frequent first.")


class Ready(BaseModel):
    """What is open."""

    ready: bool
    pictures: int
    encoder: str
    encoder_version: str
    weights_sha256: str
    side: int = Field(description="The longer side, in pixels, that a photo is brought to before it is looked at.")
    created: str
    fingerprint: str
