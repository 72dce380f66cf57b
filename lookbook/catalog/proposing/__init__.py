"""Which of an unknown table's columns is which of ours: proposed from header and values, each with its reason."""

from lookbook.catalog.proposing.proposal import Choice, Proposal
from lookbook.catalog.proposing.propose import propose
from lookbook.catalog.proposing.written import as_toml

__all__ = ["Choice", "Proposal", "as_toml", "propose"]
