"""What damage starts from: good and hostile files of every kind, drawn here, none of them kept as a file."""

import io
import json
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tests.broken_files import broken_files, encoded, noise

EXPORTS = Path(__file__).parents[1] / "exports"
FORMS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "HEIC")
HOSTILE_TEXT = (
    "red shirt", "black dress under 40 not long", "something like a blazer but less formal",
    "'; DROP TABLE products; --", "<script>alert(1)</script>", "../../etc/passwd", "{{7*7}} ${7*7} %s %n",
    "\u0641\u0633\u062a\u0627\u0646", "\U0001f457" * 20,
    "\u202egnitset\u202c", "a\u0301" * 50, "\x00\x01\x1b[31m", "=1+1", "not not not without no", "1e309..-1e309",
    "year 2011..2013", "((((((((((", '"' * 30, "\\" * 30, "red " * 120, "x" * 500, "price<1e-400", "\ufeffred",
    "NaN..inf", "between 5 and",
)  # fmt: skip
"""Words that have broken programs."""
BODIES: Sequence[dict[str, object]] = (
    {"text": "red shirt", "where": {"articleType": "Shirts", "year": "2011..2013"}, "k": 3},
    {"like": "1001", "diversity": 0.5, "distinct": True},
    {"photo": "aGVsbG8=", "mode": "visual"},
    {"photo_url": "http://127.0.0.1:1/x.jpg"},
    {"text": "blue", "where": {"baseColour": ["Red", 1, 2.5]}, "customer": "1"},
)
GETS = (
    "/v1/search?text=red&k=3&where=articleType%3DShirts", "/v1/search?like=1001&mode=visual",
    "/v1/products?start=3&limit=2", "/v1/products?where=year%3D2011..2013", "/v1/products/1001",
    "/v1/pictures/images/1001.jpg?size=64", "/v1/pictures/..%2f..%2fetc%2fpasswd", "/openapi.json",
    "/v1/counts/articleType?where=gender%3DMen", "/v1/recommendations?customer=1&k=3", "/health",
    "/ready", "/metrics", "/v1/search?text=%00%ff&k=99999999999999999999",
)  # fmt: skip
LINKS = (
    "words=red+shirt&where=articleType%3DShirts", "like=1001&look=1002", "photo=abcdef&crop=0,0,1,1&words=blue",
    "words=%00%ff&where=year%3D2011..2013&where==&where=a", "crop=nan,inf,-inf,1e999&photo=..%2f..",
    "look=%3Cscript%3E&like=",
    "where=price%3D..&words=" + "x" * 400, "&&==&=&words==", "words=a&words=b&like=1001&like=1002",
)  # fmt: skip


def photos() -> list[bytes]:
    """Draw photos of every format, mode and turn, and the twenty that are none."""
    drawn = [encoded(noise(24, 18), form) for form in FORMS]
    exif = Image.Exif()
    exif[0x0112], exif[0x8825] = 6, {1: "N", 2: (48.0, 51.0, 30.0)}
    drawn += [encoded(noise(24, 18), form, exif=exif.tobytes()) for form in ("JPEG", "PNG", "WEBP", "AVIF")]
    grey = noise(24, 18).convert("L")
    drawn += [encoded(grey.convert(mode), "PNG") for mode in ("1", "L", "LA", "P", "I;16")]
    drawn += [encoded(noise(24, 18).convert(mode), "TIFF") for mode in ("L", "CMYK", "YCbCr", "LAB")]
    drawn += [
        encoded(noise(24, 18), "TIFF", compression=way) for way in ("tiff_lzw", "packbits", "tiff_deflate", "jpeg")
    ]
    drawn += [encoded(noise(24, 18).convert("CMYK"), "JPEG"), encoded(noise(64, 48), "JPEG", progressive=True)]
    return drawn + [broken.data for broken in broken_files() if len(broken.data) < 20_000]


def tables() -> list[bytes]:
    """Gather product tables as shops export them, in other encodings, as workbooks and as other hostile texts."""
    exports = [path.read_bytes()[:3000] for path in sorted(EXPORTS.iterdir())]
    plain = "id,articleType,baseColour,year,productDisplayName\n1,Shirts,Red,2011,A red shirt\n"
    plain += '2,Jeans,Blue,2012,"Blue, wide"\n'
    written = [plain.encode(code) for code in ("utf-8", "utf-8-sig", "utf-16", "latin-1", "utf-32")]
    quoted = [b'id,a\n1,"never closed\n2,b\n', b"id\tid\tid\n1\t2\n", b"id;a\n" + b"1;x\n" * 50, b"id,a\r1,b\r\r\n"]
    structured = [
        json.dumps([{"id": 1, "title": "A"}, {"id": 2, "nested": {"a": [1, 2]}}]).encode(),
        b"[" * 500,
        b"{" * 500,
    ]
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><feed><entry><id>&c;</id></entry></feed>'
    return [*exports, *written, *quoted, *structured, bomb, workbook(), parquet(), b"\x00" * 40, b"id\n" + b"9" * 400]


def parquet() -> bytes:
    """Write a small table as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet as form

    target = io.BytesIO()
    form.write_table(pa.table({"id": ["1", "2"], "year": [2011, None], "colours": [["red"], []]}), target)
    return target.getvalue()


def workbook() -> bytes:
    """Write the smallest workbook that is read as one."""
    target = io.BytesIO()
    cells = "".join(
        f'<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>{t}</t></is></c></row>' for r, t in enumerate(("id", "1"), 1)
    )
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    sheet = '<sheet name="S" sheetId="1" r:id="a"/>'
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{office}"><sheets>{sheet}</sheets></workbook>')
        link = f'<Relationship Id="a" Type="{office}/worksheet" Target="worksheets/s.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{link}</Relationships>')
        archive.writestr("xl/worksheets/s.xml", f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>")
    return target.getvalue()


def pickles() -> list[bytes]:
    """Gather good pickles, and all that would run something or take all memory."""
    import pickle

    from tests.hostile_pickles import bombs, payloads
    from tests.unpickle_fuzz import SEEDS

    good = [pickle.dumps(seed, protocol) for seed in SEEDS for protocol in (0, 2, 4, 5)]
    hostile = [
        *payloads(Path("/nonexistent/made")).values(),
        *(bomb for bomb in bombs().values() if len(bomb) < 20_000),
    ]
    return good + hostile


def words() -> list[bytes]:
    """Gather questions in words."""
    return [text.encode("utf-8", "surrogatepass") for text in HOSTILE_TEXT]


def links() -> list[bytes]:
    """Gather what may stand in the page's address."""
    return [link.encode() for link in LINKS]


def requests() -> list[bytes]:
    """Gather requests as they go over a line: a head, an empty line and a body."""
    form = (
        b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\n'
        + encoded(noise(8, 8), "PNG")
        + b"\r\n--b--\r\n"
    )
    posts = [(b"application/json", json.dumps(body).encode()) for body in BODIES] + [
        (b"multipart/form-data; boundary=b", form)
    ]
    posts += [
        (b"application/json", b"[" * 2000),
        (b"text/plain", b"x"),
        (b"application/json", struct.pack("<Q", 2**63)),
    ]
    gets = [b"GET " + path.encode() + b" HTTP/1.1\r\nHost: h\r\n\r\n" for path in GETS]
    return gets + [
        b"POST /v1/%s HTTP/1.1\r\nHost: h\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        % (path, kind, len(body), body)
        for kind, body in posts
        for path in (b"search", b"attributes")
    ]
