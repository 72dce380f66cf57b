"""What only TIFF files need: grey of 12 and 16 bits, where 0 may be white, and a decoder that prints nothing."""

import ctypes
from contextlib import suppress
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import TiffTags, _imaging
from PIL.TiffImagePlugin import BITSPERSAMPLE, PHOTOMETRIC_INTERPRETATION, TiffImageFile

_WHITE_IS_ZERO = 0  # TIFF 6.0, section 3, PhotometricInterpretation
_UNKNOWN = ("unknown pixel mode", "unknown data organization", "not yet supported", "not available")


def levels(image: TiffImageFile) -> NDArray[np.uint8]:
    """Make the table from a grey of up to 16 bits to one of 8: uint8 (65536,)."""
    most = (1 << image.tag_v2.get(BITSPERSAMPLE, (16,))[0]) - 1
    table = eight_bits(most)
    return table[most::-1] if image.tag_v2.get(PHOTOMETRIC_INTERPRETATION) == _WHITE_IS_ZERO else table


@cache
def eight_bits(most: int = 65535) -> NDArray[np.uint8]:
    """Make the table from 0..most to 0..255, rounded: uint8 (65536,)."""
    grey = np.minimum(np.arange(65536, dtype=np.uint32), most)
    table = ((grey * 255 + most // 2) // most).astype(np.uint8)
    table.setflags(write=False)
    return table


def is_unknown(error: Exception) -> bool:
    """Return whether an error means that the decoder knows no such TIFF, and not that the file is damaged."""
    cause = error.__cause__
    unknown_key = isinstance(cause, KeyError) and TiffTags.lookup(cause.args[0]).name == "unknown"  # of a compression
    return unknown_key or any(said in str(error) for said in _UNKNOWN)


@cache
def hush() -> None:
    """Keep libtiff from printing its warnings and errors; what matters comes as an exception as well.

    Pillow offers no way to it, so the library is asked itself where it can be found beside Pillow.
    """
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(_imaging.__file__)
        for setter in (library.TIFFSetWarningHandler, library.TIFFSetErrorHandler):
            setter.restype = ctypes.c_void_p
            setter(None)
