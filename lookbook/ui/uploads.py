"""Photos of visitors, kept only where the owner of the page wants it."""

import hashlib
import logging

from lookbook.disk import atomic
from lookbook.photos import formats
from lookbook.settings import Settings

_ENDINGS: dict[formats.Format, str] = {
    "JPEG": ".jpg",
    "PNG": ".png",
    "WebP": ".webp",
    "GIF": ".gif",
    "BMP": ".bmp",
    "TIFF": ".tiff",
    "AVIF": ".avif",
    "HEIC": ".heic",
}


def keep(photo: bytes, settings: Settings) -> None:
    """Keep a photo that could be read, named by its content; nothing a visitor chooses becomes part of a path.

    A disk that is full or can't be written costs the photo and a line in the log, never the visitor's search.
    """
    form = formats.sniff(photo)
    if not settings.keep_uploads or form is None:
        return
    path = settings.uploads / (hashlib.sha256(photo).hexdigest() + _ENDINGS[form])
    try:
        if not path.exists():
            atomic.write(path, photo)
    except OSError as error:
        logging.getLogger(__name__).warning("a visitor's photo could not be kept: %s", error)
