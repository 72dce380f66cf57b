"""Results as a notebook shows them: pictures with their titles, in HTML that holds everything itself."""

import base64
from collections.abc import Sequence
from html import escape

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.hit import Hit
from lookbook.photos import PhotoError, thumbnail

SIDE = 160
"""The longest side of a picture, in pixels."""
MOST = 50
"""How many results are shown with pictures: a notebook keeps them all."""
_TITLE = "productDisplayName"
_LIST = '<div style="display:flex;flex-wrap:wrap;gap:12px">{}</div>'
_CARD = (
    '<figure style="margin:0;width:160px">{}'
    '<figcaption style="font:12px sans-serif">{}<br>{} · {:.3f}</figcaption></figure>'
)
_GONE = '<div style="height:160px;border:1px solid #ccc">{}</div>'


def as_html(catalog: Catalog, hits: Sequence[Hit]) -> str:
    """Return results as HTML, all that a catalogue says escaped, and pictures as JPEG within."""
    more = f"<div>and {len(hits) - MOST:,} more</div>" if len(hits) > MOST else ""
    return _LIST.format("".join(_card(catalog, hit) for hit in hits[:MOST])) + more


def _card(catalog: Catalog, hit: Hit) -> str:
    title = catalog.product(hit.filename).get(_TITLE, "")
    return _CARD.format(_picture(catalog, hit, title), escape(title), escape(hit.id), hit.score)


def _picture(catalog: Catalog, hit: Hit, title: str) -> str:
    try:
        pixels = photos.read(catalog.read(hit.filename), SIDE, name=hit.filename)
    except PhotoError as error:
        return _GONE.format(escape(str(error)))
    data = base64.b64encode(thumbnail.encoded(pixels, SIDE)).decode()
    return f'<img src="data:image/jpeg;base64,{data}" alt="{escape(title or hit.id)}">'
