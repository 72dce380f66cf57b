"""The address of a server, which has a password in it: shown to the server's client alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import SecretStr

from lookbook.stores.base import StoreError

HIDDEN = "***"
NAMES = ("password", "token")
"""Parameters of an address that are secret."""


def without_secrets(text: str, uri: SecretStr) -> str:
    """Return a text without the address, and without the password in it."""
    for secret in _secrets(uri.get_secret_value()):
        text = text.replace(secret, HIDDEN)
    return text


@contextmanager
def saying(store: str, uri: SecretStr, *errors: type[Exception]) -> Iterator[None]:
    """Make a StoreError of what a server's client raises, in one line and without secrets."""
    try:
        yield
    except errors as error:
        lines = without_secrets(str(error), uri).strip().splitlines()
        reason = lines[0].strip() if lines else type(error).__name__
        raise StoreError(f"{store} can't be used ({reason}); check that it runs, and LOOKBOOK_STORE_URI.") from None


def _secrets(address: str) -> list[str]:
    """Return an address and the passwords in it, as they are written there and as they are, the longest first."""
    try:
        parts = urlsplit(address)
        told = [parts.password or "", *(value for name, value in parse_qsl(parts.query) if name in NAMES)]
    except ValueError:  # no address at all; then it is hidden as a whole
        told = []
    return sorted(filter(None, {address, *told, *map(unquote, told)}), key=len, reverse=True)
