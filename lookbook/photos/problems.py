"""What can be wrong with a photo: one sentence for the person who gave it."""

from typing import Literal

from lookbook.errors import LookbookError

Kind = Literal[
    "empty", "not a picture", "unsupported", "damaged", "too many pixels", "too many bytes", "missing", "unreadable"
]
_SENTENCES: dict[Kind, str] = {
    "empty": "{name} is empty{detail}; choose another file.",
    "not a picture": "{name} is not a picture but {detail}; choose a photo (JPEG, PNG, WebP, HEIC ...).",
    "unsupported": "{name} is {detail}, which can't be read here; save it as JPEG or PNG.",
    "damaged": "{name} is {detail} that is damaged or cut short; copy or download it again.",
    "too many pixels": "{name} has too many pixels ({detail}); make it smaller.",
    "too many bytes": "{name} is too large ({detail}); make it smaller.",
    "missing": "{name} does not exist{detail}; check the path.",
    "unreadable": "{name} can't be opened ({detail}); check the file and its permissions.",
}
_MEGABYTE = 1_000_000  # as browsers and file managers count


class PhotoError(LookbookError):
    """A photo that can't be read; the message is one sentence for the person who gave it."""

    def __init__(self, message: str, kind: Kind = "damaged") -> None:
        super().__init__(message)
        self.kind: Kind = kind

    @classmethod
    def of(cls, kind: Kind, name: str | None, detail: str = "") -> "PhotoError":
        """Make the error of a kind: `name` is the file as the person knows it, `detail` fills the kind's sentence."""
        return cls(_SENTENCES[kind].format(name=name or "The photo", detail=detail), kind)


def check_bytes(size: int, max_bytes: int, name: str | None) -> None:
    """Raise PhotoError for a file of more than `max_bytes`."""
    if size > max_bytes:
        detail = f"{size / _MEGABYTE:.1f} MB, at most {max_bytes / _MEGABYTE:.0f} MB"
        raise PhotoError.of("too many bytes", name, detail)


def check_pixels(size: tuple[int, int], max_pixels: int, name: str | None) -> None:
    """Raise PhotoError for a picture of more than `max_pixels`, given its width and height."""
    if size[0] * size[1] > max_pixels:
        raise PhotoError.of("too many pixels", name, f"{size[0]:,} x {size[1]:,}, at most {max_pixels:,}")
