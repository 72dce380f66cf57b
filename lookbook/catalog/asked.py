"""What of an address's query tells which picture it is: ?id=7 and ?id=8 are two of image.php, ?v=1 and ?v=2 are one."""

import hashlib
import re
from urllib.parse import parse_qsl

_HOW = re.compile(
    r"v|ver|version|rev|t|ts|time|timestamp|_|cb|cache|cachebuster|w|h|width|height|size|resize|fit|crop|scale|dpr|q|"
    r"quality|auto|fm|format|ext|optimize|token|sig|signature|expires|key-pair-id|policy|x-amz-.*|x-goog-.*|utm_.*|"
    r"awsaccesskeyid|se|sp|sv|sr|st|hash|md5|etag|updated",
    re.IGNORECASE,
)
"""Parameters that say which version, in what size, or who may see it."""


def mark(query: str) -> str:
    """Return a mark of which picture a query asks for, "" where it does not say."""
    which = sorted(pair for pair in parse_qsl(query) if not _HOW.fullmatch(pair[0]))
    return f"~{hashlib.sha256(repr(which).encode()).hexdigest()[:12]}" if which else ""


def marked(path: str, query: str) -> str:
    """Return a path whose name carries the mark of a query."""
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    sign = mark(query)
    return f"{folder}{slash}{stem}{sign}{dot}{ending}" if dot else f"{path}{sign}"
