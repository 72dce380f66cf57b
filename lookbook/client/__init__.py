"""Asking a Lookbook that answers over HTTP."""

from lookbook.client.client import Client, RemoteError

__all__ = ["Client", "RemoteError"]
