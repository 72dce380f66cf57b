"""The table of shoes: how each is drawn, where the catalogue files it, and what it comes in."""

from lookbook.sample.formal_shoes import formal_shoe
from lookbook.sample.heels import heel
from lookbook.sample.kind import BRIGHT, DARK_HIDE, EVENING, EVERYONE, HIDE, LADIES, SHOES, Kind
from lookbook.sample.sandals import flat_shoe, flip_flop, sandal
from lookbook.sample.sneakers import casual_shoe, sports_shoe

FOOTWEAR: dict[str, Kind] = {
    "Casual Shoes": Kind(
        casual_shoe,
        SHOES,
        "Casual Shoes",
        EVERYONE,
        (*BRIGHT, "Brown", "Tan"),
        ("checks", "stripes", "floral", "dots", "camouflage"),
        plain=0.8,
        wobble=0.5,
        stands=True,
    ),
    "Sports Shoes": Kind(
        sports_shoe, SHOES, "Sports Shoes", EVERYONE, BRIGHT, usages=("Sports",), wobble=0.5, stands=True
    ),
    "Formal Shoes": Kind(
        formal_shoe,
        SHOES,
        "Formal Shoes",
        ("Men",),
        DARK_HIDE,
        weaves=("leather",),
        usages=("Formal",),
        seasons=("Fall", "Winter", "Summer"),
        wobble=0.4,
        stands=True,
    ),
    "Heels": Kind(
        heel,
        SHOES,
        "Heels",
        ("Women",),
        EVENING,
        ("dots", "floral"),
        ("satin",),
        ("Casual", "Party", "Formal"),
        ("Winter", "Summer"),
        0.92,
        wobble=0.4,
        stands=True,
    ),
    "Flats": Kind(
        flat_shoe,
        SHOES,
        "Flats",
        LADIES,
        EVENING,
        ("floral", "dots", "checks", "stripes"),
        ("leather", "satin"),
        seasons=("Winter", "Summer"),
        plain=0.8,
        gloss=0.35,
        wobble=0.4,
    ),
    "Sandals": Kind(
        sandal,
        ("Footwear", "Sandal"),
        "Sandals",
        ("Men", "Women"),
        HIDE,
        weaves=("leather",),
        seasons=("Summer", "Fall"),
        gloss=0.2,
        wobble=0.4,
    ),
    "Flip Flops": Kind(
        flip_flop,
        ("Footwear", "Flip Flops"),
        "Flip Flops",
        EVERYONE,
        BRIGHT,
        ("stripes", "floral", "leaves", "checks", "zigzag", "camouflage"),
        seasons=("Summer", "Spring"),
        plain=0.55,
        wobble=0.4,
    ),
}
