"""Every knob, read from LOOKBOOK_* variables or .env, in one place."""

import json
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from lookbook.errors import LookbookError
from lookbook.limits import MAX_PHOTO_BYTES, MAX_PHOTO_PIXELS

_PREFIX = "LOOKBOOK_"
LOCAL, AUTO = "local", "auto"
"""Where vectors are searched: in this process, or where index.json says."""
OFF, STDERR = "off", "stderr"
"""Where lines on queries go, besides to a file."""


class SettingsError(LookbookError):
    """A LOOKBOOK_* value that can't be used; the message is one sentence that says which and why."""


class Settings(BaseSettings):
    """What a person may set: LOOKBOOK_RESULTS=10 in the environment or in .env sets `results`; the environment wins."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    index: Path = Field(default=Path("."), description="The index folder.")
    api: str | None = Field(
        default=None, description="The address of the Lookbook that answers the page; None = the page opens the index."
    )
    resnet50_weights: Path | None = Field(default=None, description="A local file of ResNet50 weights, .h5 or .keras.")
    onnx_weights: Path | None = Field(default=None, description="The folder of a network of one's own, in ONNX.")
    images: str | None = Field(
        default=None, description="Where the pictures of the index lie now, if they were moved: a folder, zip or URL."
    )
    keep_uploads: bool = Field(default=False, description="Whether uploaded photos are kept.")
    uploads: str = Field(default="uploads", description="Where they are kept: a folder, or a URL such as s3://.")
    uploads_days: int = Field(default=30, ge=0, description="How many days they are kept; 0 = for good.")
    uploads_megabytes: int = Field(
        default=1000, ge=0, description="How many millions of bytes are kept, the latest of them; 0 = any number."
    )
    max_photo_bytes: int = Field(
        default=MAX_PHOTO_BYTES, gt=0, description="The largest photo file that is read, in bytes."
    )
    max_photo_pixels: int = Field(
        default=MAX_PHOTO_PIXELS, gt=0, description="The largest photo that is decoded, in pixels."
    )
    results: int = Field(default=5, gt=0, description="How many results a search shows.")
    engine: str = Field(
        default="auto", description="How the nearest vectors are searched; auto goes by the catalogue's size."
    )
    batch: int = Field(
        default=64,
        gt=0,
        description="How many photos that come at about the same time go through the encoder at once; 1 = one by one.",
    )
    store: str = Field(
        default=AUTO, description="Where the vectors are searched; local is this process, auto what index.json says."
    )
    store_uri: SecretStr | None = Field(
        default=None, description="The address, with its password, of the server that vectors were published to."
    )

    sources: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Places outside of its folder, with commas between, that an index from elsewhere may read.",
    )

    log: str = Field(default=STDERR, description="Where one line a query goes: stderr, a file, or off.")

    databases: Annotated[dict[str, SecretStr], NoDecode] = Field(
        default={}, description='Connections to databases by name, as {"shop": "postgresql+psycopg://..."}, in JSON.'
    )
    database_seconds: float = Field(
        default=30, gt=0, description="How often it is asked whether a product table in a database has changed."
    )

    api_key: SecretStr | None = Field(default=None, description="What who asks over HTTP has to send; None = nothing.")
    api_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="The web sites, with commas between, whose pages may ask over HTTP."
    )
    api_rate: int = Field(default=0, ge=0, description="Requests a minute over HTTP of one address; 0 = any number.")
    api_at_once: int = Field(default=64, gt=0, description="Requests over HTTP that are answered at once.")
    api_seconds: float = Field(default=30, gt=0, description="How long a request may take to arrive, in seconds.")

    @field_validator("sources", "api_origins", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("databases", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError('it is no JSON, as {"shop": "URL"} is') from None

    @classmethod
    def load(cls) -> "Settings":
        """Read the settings. Raises SettingsError: one sentence on the first wrong value or an unreadable .env."""
        try:
            return cls()
        except ValidationError as error:
            first = error.errors()[0]
            field = str(first["loc"][0])
            secret = "SecretStr" in str(cls.model_fields[field].annotation)
            given = "" if secret else f"={first['input']!r}"
            raise SettingsError(
                f"{_PREFIX}{field.upper()}{given} is wrong: {first['msg']}; set it right or remove it."
            ) from (None if secret else error)
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f".env can't be read ({error}); save it as UTF-8 text or remove it.") from error
