"""What is known of products, and their pictures."""

import json
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from lookbook import photos
from lookbook.api.asking import PROBLEMS, Book, answered, cached, digest
from lookbook.api.reading import where_of
from lookbook.api.shapes import MOST_CONDITIONS, Counts, Page, Product, Text
from lookbook.book import Lookbook
from lookbook.catalog import ordering
from lookbook.catalog.ordering import ORDERS
from lookbook.photos import PhotoError, formats, thumbnail
from lookbook.retrieval import browsing

routes = APIRouter(prefix="/v1", tags=["catalogue"], responses=PROBLEMS)
MINUTE, HOUR = 60, 3600
SMALLEST, LARGEST = 16, 1200
MOST_PRODUCTS = 1000
MEDIA: Mapping[formats.Format, str] = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WebP": "image/webp", "GIF": "image/gif", "BMP": "image/bmp",
    "TIFF": "image/tiff", "AVIF": "image/avif", "HEIC": "image/heic",
}  # fmt: skip
Where = Annotated[
    list[Text], Query(max_length=MOST_CONDITIONS, description="COLUMN=VALUE or COLUMN=LOW..HIGH, as in a search.")
]


@routes.get("/products", response_model=Page, summary="The catalogue, part by part")
def products(
    book: Book,
    where: Where = [],  # noqa: B006  FastAPI reads it and copies it
    start: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_PRODUCTS)] = 100,
    sort: Annotated[
        str, Query(max_length=20, json_schema_extra={"enum": ["", *ORDERS]}, description="Else by filename.")
    ] = "",
) -> Response:
    """List the products that fulfil all conditions, each with the first of its pictures that does, in an order."""
    known = book.resources.products
    fitting = browsing.fitting(known, known.rows(where_of(where)))
    rows = browsing.arranged(book.resources, fitting, ordering.checked(sort))
    listed = [_product(book, known.filenames[row]) for row in rows[start : start + limit].tolist()]
    following = start + limit if start + limit < len(rows) else None
    return answered({"columns": book.catalog.columns, "total": len(rows), "products": listed, "next": following})


@routes.get("/products/{product:path}", response_model=Product, summary="One product")
def product(request: Request, book: Book, product: Annotated[str, Path(examples=["1163"])]) -> Response:
    """Tell all that is known of a product."""
    known = book.resources.products
    content = json.dumps(_product(book, known.filenames[known.of_id(product)]), ensure_ascii=False)
    data = content.encode("utf-8", "backslashreplace")
    return cached(request, data, "application/json", digest(content), MINUTE)


@routes.get(
    "/pictures/{filename:path}",
    response_class=Response,
    summary="A picture of the catalogue",
    responses={200: {"content": {kind: {} for kind in MEDIA.values()}}, 304: {"description": "It did not change."}},
)
def picture(
    request: Request,
    book: Book,
    filename: Annotated[str, Path(examples=["images/1163.jpg"])],
    size: Annotated[
        int | None, Query(ge=SMALLEST, le=LARGEST, description="Its longer side at most, as JPEG; else as it is.")
    ] = None,
) -> Response:
    """Return a picture, as it is or made smaller."""
    if book.catalog.table.place(filename) is None:
        raise PhotoError.of("missing", "A picture of this name")
    tag = digest(book.catalog.fingerprint(filename), size)
    data = book.catalog.read(filename, book.settings.max_photo_bytes)
    if size is None:
        form = formats.sniff(data)
        return cached(request, data, MEDIA[form] if form else "application/octet-stream", tag, HOUR)
    pixels = photos.read(data, size, name=filename, max_pixels=book.settings.max_photo_pixels)
    return cached(request, thumbnail.encoded(pixels, size), MEDIA["JPEG"], tag, HOUR)


@routes.get("/counts/{column}", response_model=Counts, summary="The values of a column")
def counts(book: Book, column: Text, where: Where = []) -> Response:  # noqa: B006  FastAPI reads it and copies it
    """Count the values of a column among the products that fulfil the conditions on other columns."""
    return answered({"column": column, "counts": book.counts(column, where_of(where))})


def _product(book: Lookbook, filename: str) -> dict[str, Any]:
    return {
        "id": book.catalog.product_id(filename),
        "filename": filename,
        "picture": f"/v1/pictures/{quote(filename, errors='replace')}",
        "product": book.catalog.product(filename),
        "pictures": book.catalog.others(filename),
    }
