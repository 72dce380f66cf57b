"""The page over a Lookbook that answers elsewhere: no vectors and no encoder are here."""

from lookbook.ui.remote.book import RemoteBook
from lookbook.ui.remote.live import RemoteLive

__all__ = ["RemoteBook", "RemoteLive"]
