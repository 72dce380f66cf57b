"""The limits on a photo that hold where nobody sets others."""

MAX_PHOTO_BYTES = 20 * 1024 * 1024
MAX_PHOTO_PIXELS = 100_000_000
