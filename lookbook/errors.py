"""The errors that a person can mend: their messages are shown as they are."""

from lookbook.catalog import CatalogError
from lookbook.encoders.base import EncoderError
from lookbook.index import BadIndexError
from lookbook.photos import PhotoError
from lookbook.settings import SettingsError

EXPECTED = (BadIndexError, CatalogError, EncoderError, PhotoError, SettingsError, OSError, ValueError)
