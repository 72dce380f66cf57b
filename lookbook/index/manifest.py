"""What index.json says, with its types; whatever does not fit is damage."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from lookbook.disk.snapshot import Held
from lookbook.encoders.base import Identity
from lookbook.index.errors import BadIndexError
from lookbook.index.unpickle.foreign import is_pointer

FORMAT = 1
EMBEDDINGS, FILENAMES, MANIFEST = "embeddings.pkl", "filenames.pkl", "index.json"
_MAX_BYTES = 2**20
"""A manifest has less than one kilobyte."""


def _can_be_a_path(text: str) -> str:
    if "\0" in text:
        raise ValueError("no path has a zero in it")
    text.encode("utf-8", "surrogateescape")  # raises UnicodeEncodeError, a ValueError
    return text


PathText = Annotated[str, Field(min_length=1, max_length=4096), AfterValidator(_can_be_a_path)]
"""A path as the system takes it, or a URL."""
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True)


class EncoderPart(_Part):
    """What made the vectors; a property that is not known here may change them, so it is refused."""

    name: str
    version: str
    weights_sha256: str
    options: dict[str, Any]


class Hashes(_Part):
    """SHA-256 of the two pickles, and of nothing else."""

    embeddings: Hash = Field(alias="embeddings.pkl")
    filenames: Hash = Field(alias="filenames.pkl")


class StorePart(_Part):
    """Where the vectors were published; the address and what opens it are the owner's settings, never written here.

    Attributes:
        name: the store's.
        collection: under which name there.
        state: which of the collection's states is these vectors'.
        table: the fingerprint of the product table that was published with them, "" where there was none.
    """

    name: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    collection: str = Field(pattern=r"^[a-z][a-z0-9_]{0,50}$")
    state: int = Field(default=0, ge=0)
    table: str = Field(default="", pattern=r"^[0-9a-f]{0,64}$")


class Manifest(_Part):
    """What index.json says; keys that a later program adds are left aside.

    Attributes:
        dim: D, the length of a vector.
        count: N, how many pictures there are.
        store: where these vectors were published; None = nowhere.
        created, images_root, styles, columns, vectorizer, comparison: as `Index` has them.
    """

    model_config = ConfigDict(extra="ignore")

    encoder: EncoderPart
    dim: int = Field(gt=0)
    count: int = Field(gt=0)
    created: str = ""
    images_root: PathText
    styles: PathText | None
    columns: PathText | None = None  # older manifests have none
    vectorizer: str = "tfidf"
    comparison: dict[str, FiniteFloat]
    sha256: Hashes
    store: StorePart | None = None  # older manifests have none

    @property
    def identity(self) -> Identity:
        """The encoder, as it names itself."""
        return Identity(**self.encoder.model_dump())

    def as_json(self) -> bytes:
        """Return the file's bytes."""
        return (json.dumps({"format": FORMAT, **self.model_dump()}, indent=2) + "\n").encode()


def read_manifest(file: Held) -> Manifest:
    """Read index.json.

    Raises:
        BadIndexError: it is of another format, or damaged; nothing that it holds is quoted.
        OSError: it can't be read.
    """
    data = file.read(_MAX_BYTES + 1)
    if is_pointer(data):
        raise BadIndexError(f"{file} is a Git LFS pointer, not the file itself; fetch that with: git lfs pull.")
    content = _parsed(data) if len(data) <= _MAX_BYTES else None
    if content is None or "format" not in content:
        raise BadIndexError(f"{file} is damaged; build the index again.")
    version = content["format"]
    if type(version) is not int or version != FORMAT:
        told = version if type(version) is int else "unknown"
        raise BadIndexError(f"{file} has format {told}, this program reads {FORMAT}; build the index again.")
    try:
        return Manifest.model_validate(content)
    except ValidationError as error:
        where = str(error.errors()[0]["loc"][0])
        raise BadIndexError(f"{file} is damaged: its {where} can't be right; build the index again.") from error


def _parsed(data: bytes) -> Mapping[str, Any] | None:
    """Parse a JSON object; None where it is none."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
