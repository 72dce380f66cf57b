"""What is fuzzed, by name."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from lookbook import photos
from lookbook.book import Lookbook
from lookbook.errors import LookbookError
from tests.fuzz import seeds, serving
from tests.fuzz.target import ROOT, Target, UnclearError

ANSWERED, REFUSED = "answered", "refused"


def outcome(target: Target, data: bytes) -> str:
    """Give bytes to a target: whether it answered or refused. Raises UnclearError, and whatever else it should not."""
    try:
        target.take(data)
    except LookbookError as error:
        sentence = str(error)
        if not sentence.strip() or "Traceback" in sentence or len(sentence) > 3000:
            raise UnclearError(f"no clear sentence: {sentence[:300]!r}") from error
        return REFUSED
    return ANSWERED


def photo(_: Path) -> Target:
    """A photo, read for the network and for the page at once."""
    return Target(seeds.photos(), lambda data: photos.read_at(data, (112, 1024)))


def table(folder: Path) -> Target:
    """A product table beside two pictures, found, read and joined."""
    from lookbook.catalog import Catalog

    (folder / "images").mkdir()
    for name in ("1", "2"):
        (folder / f"images/{name}.jpg").write_bytes(b"")

    def take(data: bytes) -> None:
        (folder / "styles.csv").write_bytes(data)
        catalog = Catalog.open(folder / "images", relative_to=folder)
        for column in catalog.columns:
            catalog.table.counts(column, {})

    return Target(seeds.tables(), take)


def archive(folder: Path) -> Target:
    """A zip of pictures and their table."""
    import zipfile

    from lookbook.catalog import Catalog
    from tests.broken_files import encoded, noise

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("images/1.png", encoded(noise(8, 8), "PNG"))
        made.writestr("../../out.png", encoded(noise(8, 8), "PNG"))
        made.writestr("styles.csv", "id,articleType\n1,Shirts\n")

    def take(data: bytes) -> None:
        (path := folder / "shop.zip").write_bytes(data)
        catalog = Catalog.open(path)
        for name in catalog.filenames:
            photos.read(catalog.read(name), 64)

    return Target([target.getvalue(), target.getvalue()[:-30], b"PK\3\4", b"PK\5\6" + bytes(18)], take)


def pickled(folder: Path) -> Target:
    """A pickle of vectors or names."""
    from lookbook.index import unpickle

    def take(data: bytes) -> None:
        (path := folder / "data.pkl").write_bytes(data)
        unpickle.read(path)

    return Target(seeds.pickles(), take)


def index(folder: Path) -> Target:
    """An index folder of which one file is damaged: its first byte says which, the second what it was made from."""
    from lookbook.building.build import build
    from lookbook.catalog import Catalog
    from lookbook.encoders import registry
    from tests.fakes import MeanColour, paint_catalogue

    (patch := pytest.MonkeyPatch()).setitem(registry.ENCODERS, "mean-colour", MeanColour)
    build(Catalog.open(paint_catalogue(folder), relative_to=folder), MeanColour(), folder)
    _ = Lookbook.open(folder).map
    kept = {
        path: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".png", ".lock")
    }
    files = list(kept)

    def take(data: bytes) -> None:
        path = files[data[0] % len(files)] if data else files[0]
        path.write_bytes(data[1:])
        try:
            book = Lookbook.open(folder)
            book.search(text="red shirt", k=2)
            book.search(photo=folder / "images/1.png", k=2)
            book.counts("articleType")
            _ = book.map
        finally:
            for each, content in kept.items():
                if each == path or not each.exists():
                    each.write_bytes(content)

    return Target([bytes([number]) + kept[path] for number, path in enumerate(files)], take, patch.undo)


def words(_: Path) -> Target:
    """A question in words, alone and beside a product, over the sample catalogue."""
    book = Lookbook.open(ROOT)
    like = book.catalog.product_id(book.catalog.filenames[0])

    def take(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")[:500]
        book.search(text=text, k=3)
        book.search(text=text, like=like, k=3)

    return Target(seeds.words(), take)


def link(_: Path) -> Target:
    """The parameters of the page's address, read and asked as the page does."""
    from lookbook.query import Query
    from lookbook.ui import link as address

    book = Lookbook.open(ROOT)

    def take(data: bytes) -> None:
        read = address.read(parse_qs(data.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=None))
        if read:
            book.ask(Query(text=read.text or None, like=read.like or None, where=read.where, k=3, distinct=True))

    return Target(seeds.links(), take)


TARGETS: dict[str, Callable[[Path], Target]] = {
    "photo": photo,
    "table": table,
    "zip": archive,
    "pickle": pickled,
    "index": index,
    "words": words,
    "link": link,
    "api": serving.api,
    "http": serving.http,
}


def opened(name: str) -> Target:
    """Open a target in a folder of its own."""
    return TARGETS[name](Path(tempfile.mkdtemp(prefix="lookbook-fuzz-")))
