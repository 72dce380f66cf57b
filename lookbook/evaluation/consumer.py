"""Photos that people took of their own clothes: which catalogue types count as right for which of their labels.

The labels are those of the CC0 "clothing dataset" (Alexey Grigorev and contributors, 2020).
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lookbook import photos
from lookbook.encoders.base import Photo
from lookbook.errors import LookbookError
from lookbook.evaluation.split import held_out

OUTERWEAR = frozenset({"Jackets", "Rain Jacket", "Nehru Jackets", "Blazers", "Sweatshirts", "Sweaters"})
TROUSERS = frozenset(
    {"Jeans", "Trousers", "Track Pants", "Casual Pants", "Leggings", "Jeggings", "Capris", "Lounge Pants"}
)
FOOTWEAR = frozenset(
    {
        "Casual Shoes",
        "Sports Shoes",
        "Formal Shoes",
        "Heels",
        "Flats",
        "Flip Flops",
        "Sandals",
        "Sports Sandals",
        "Booties",
    }
)

RIGHT_TYPES: dict[str, frozenset[str]] = {
    "T-Shirt": frozenset({"Tshirts"}),
    "Longsleeve": frozenset({"Tshirts", "Sweatshirts", "Sweaters", "Tops", "Shirts"}),
    "Pants": TROUSERS,
    "Shoes": FOOTWEAR,
    "Shirt": frozenset({"Shirts"}),
    "Dress": frozenset({"Dresses"}),
    "Outwear": OUTERWEAR,
    "Shorts": frozenset({"Shorts"}),
    "Hat": frozenset({"Caps", "Hat", "Headband"}),
    "Skirt": frozenset({"Skirts"}),
    "Polo": frozenset({"Tshirts"}),
    "Undershirt": frozenset({"Innerwear Vests", "Tshirts", "Tops", "Camisoles"}),
    "Blazer": frozenset({"Blazers", "Jackets", "Suits"}),
    "Hoodie": frozenset({"Sweatshirts", "Jackets"}),
    "Top": frozenset({"Tops", "Tshirts"}),
    "Blouse": frozenset({"Tops", "Shirts", "Tunics"}),
}
"""Label -> articleTypes that count as a hit; other labels do not count."""


class ConsumerPhoto(NamedTuple):
    """A photo that somebody took of a garment, what they call it, and who they are."""

    name: str
    label: str
    photo: Photo
    sender: str


def consumer_photos(path: Path, kept: bool = True) -> Iterator[ConsumerPhoto]:
    """Read a zip of photos with images.csv (image, sender_id, label) and images/ inside.

    Args:
        path: the zip.
        kept: give the photos of the senders who are held out for evaluation; False = of all others.

    Raises:
        ValueError: the zip is not of that kind.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for row in csv.DictReader(io.TextIOWrapper(archive.open("images.csv"), "utf-8")):
                if held_out(f"sender {row['sender_id']}") == kept:
                    photo = photos.read(archive.read(f"images/{row['image']}.jpg"), name=row["image"])
                    yield ConsumerPhoto(row["image"], row["label"], photo, row["sender_id"])
    except (zipfile.BadZipFile, KeyError) as error:
        raise LookbookError(
            f"{path} is no zip of photos with images.csv (image, sender_id, label) and images/ inside ({error}); "
            "give another by --consumer."
        ) from error
