"""Asking a Lookbook that answers over HTTP."""

from lookbook.client.client import Client
from lookbook.client.refused import RemoteError

__all__ = ["Client", "RemoteError"]
