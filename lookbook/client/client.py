"""A client of the HTTP API, each call a method; what it raises is what `Lookbook` itself would."""

import weakref
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import quote

from lookbook.client.answers import Found, Page, Product, Ready, Recommendations, Seen
from lookbook.client.refused import RemoteError, error_of
from lookbook.conditions import understood
from lookbook.photos import PhotoError

if TYPE_CHECKING:
    import httpx

SECONDS = 30.0
PART = 1000
"""How many products are listed at once."""
Photo = bytes | str | Path
"""A photo's bytes, the path of its file, or its http(s) address."""
Wanted = str | float | Sequence[str | float]


class Client:
    """Asks one server; safe to share between threads, and closed by `close` or at the end of a with block.

    Args:
        address: the server's, such as http://127.0.0.1:8000.
        key: what it wants from those who ask; None where it wants nothing.
        seconds: how long an answer may take.
    """

    def __init__(self, address: str, key: str | None = None, seconds: float = SECONDS) -> None:
        if find_spec("httpx") is None:
            raise RemoteError("asking a server needs httpx, which is not installed; run pip install 'lookbook[api]'.")
        import httpx

        if not address.startswith(("http://", "https://")):
            raise RemoteError(f"{address!r} is no address of a server; give one such as http://127.0.0.1:8000.")
        self.address = address.rstrip("/")
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=self.address, headers=headers, timeout=seconds, trust_env=False)
        weakref.finalize(self, self._http.close)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def search(
        self,
        photo: Photo | None = None,
        *,
        text: str | None = None,
        like: str | None = None,
        k: int | None = None,
        where: Mapping[str, Wanted] | None = None,
        mode: str = "auto",
        distinct: bool = False,
        diversity: float = 0.0,
        customer: str | None = None,
        sort: str = "",
    ) -> Found:
        """Search as `Lookbook.search` does.

        Raises:
            PhotoError, QueryError: what was asked can't be answered.
            RemoteError: the server can't be reached, or refuses.
        """
        asked = {"text": text, "like": like, "k": k, "mode": mode, "diversity": diversity, "customer": customer}
        body = {name: value for name, value in asked.items() if value is not None} | ({"sort": sort} if sort else {})
        given = {**body, "distinct": distinct, "where": _conditions(where)}
        return cast("Found", self._post("/v1/search", photo, given))

    def attributes(self, photo: Photo, *, pieces: bool = False) -> Seen:
        """Return what a photo shows, each of its garments too where they are asked for. Raises what `search` does."""
        return cast("Seen", self._post("/v1/attributes", photo, {"pieces": True} if pieces else {}))

    def product(self, product: str) -> Product:
        """Return what is known of a product. Raises UnknownProduct or RemoteError."""
        return cast("Product", self._json("GET", f"/v1/products/{_quoted(product)}"))

    def products(self, where: Mapping[str, Wanted] | None = None, sort: str = "") -> Iterator[Page]:
        """Yield the products that fulfil all conditions, in an order, part by part. Raises what `counts` does."""
        start: int | None = 0
        while start is not None:
            asked = {"start": start, "limit": PART, "sort": sort, "where": _spelled(_conditions(where))}
            page = cast("Page", self._json("GET", "/v1/products", params=asked))
            yield page
            start = page["next"]

    def picture(self, filename: str, size: int | None = None) -> bytes:
        """Return a picture of the catalogue, its longer side of at most `size` pixels. Raises PhotoError, RemoteError.

        Args:
            filename: as results have it.
            size: None = the file as it is.
        """
        params = {} if size is None else {"size": size}
        return self._answer("GET", f"/v1/pictures/{_quoted(filename)}", params=params).content

    def recommend(
        self, customer: str, k: int = 10, *, photo: Photo | None = None, text: str | None = None, again: bool = True
    ) -> Recommendations:
        """Return what suits a customer, of what a photo or a text finds where one is given.

        Raises:
            PhotoError: the photo can't be read.
            RemoteError: there are no purchases, or none of theirs.
        """
        body = {"customer": customer, "k": k, **({} if text is None else {"text": text})}
        path = f"/v1/recommendations?again={str(again).lower()}"
        return cast("Recommendations", self._post(path, photo, body))

    def counts(self, column: str, where: Mapping[str, Wanted] | None = None) -> list[tuple[str, int]]:
        """Return what `Lookbook.counts` does. Raises UnknownColumn or RemoteError."""
        asked = {"where": _spelled(_conditions(where))}
        counted = self._json("GET", f"/v1/counts/{_quoted(column)}", params=asked)["counts"]
        return [(value, count) for value, count in counted]

    def ready(self) -> Ready:
        """Return what the server has open. Raises RemoteError where it can't answer yet."""
        return cast("Ready", self._json("GET", "/ready"))

    def _post(self, path: str, photo: Photo | None, asked: Mapping[str, Any]) -> Any:
        """Send a question, with the photo as a file."""
        if photo is None:
            return self._json("POST", path, json=asked)
        if isinstance(photo, str) and photo.startswith(("http://", "https://")):
            return self._json("POST", path, json={**asked, "photo_url": photo})
        name, data = ("photo", photo) if isinstance(photo, bytes) else (Path(photo).name, _read(Path(photo)))
        where = _spelled(asked.get("where", {}))
        return self._json("POST", path, files={"photo": (name, data)}, data={**asked, "where": where})

    def _json(self, method: str, path: str, **given: Any) -> Any:
        return self._answer(method, path, **given).json()

    def _answer(self, method: str, path: str, **given: Any) -> "httpx.Response":
        import httpx

        try:
            answer = self._http.request(method, path, **given)
        except httpx.HTTPError as error:
            why = type(error).__name__
            raise RemoteError(
                f"{self.address} can't be reached ({why}); check the address and that it runs."
            ) from error
        if answer.status_code == httpx.codes.OK:
            return answer
        raise error_of(self.address, answer)


def _conditions(where: Mapping[str, Wanted] | None) -> dict[str, list[str]]:
    return {column: list(wanted.texts()) for column, wanted in understood(where).items()}


def _spelled(where: Mapping[str, Sequence[str]]) -> list[str]:
    """Return conditions as an address or a form has them."""
    return [f"{column}={value}" for column, values in where.items() for value in values]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PhotoError.of("missing" if isinstance(error, FileNotFoundError) else "unreadable", str(path)) from error


def _quoted(name: str) -> str:
    return quote(name, safe="/", errors="surrogateescape")
