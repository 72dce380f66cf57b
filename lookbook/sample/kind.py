"""What is known of one article type, and the words that several types share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from lookbook.sample.canvas import Canvas
from lookbook.sample.look import Look

Painter: TypeAlias = Callable[[Canvas, Look], str]
Names: TypeAlias = tuple[str, ...]

BRIGHT: Names = (
    *("Black", "White", "Grey", "Navy Blue", "Blue", "Red", "Green", "Yellow", "Orange", "Pink", "Purple", "Teal"),
    *("Turquoise Blue", "Maroon", "Mustard", "Olive", "Beige", "Peach", "Lavender", "Magenta", "Sea Green"),
    *("Lime Green", "Cream", "Rust", "Charcoal", "Grey Melange"),
)
SOBER: Names = (
    *("Black", "Navy Blue", "Grey", "Charcoal", "Beige", "Brown", "Khaki", "Blue", "Olive", "White", "Maroon"),
    *("Cream", "Teal", "Rust"),
)
DARK_HIDE: Names = ("Black", "Brown", "Tan", "Coffee Brown", "Maroon", "Charcoal", "Navy Blue", "Beige")
HIDE: Names = (
    *("Black", "Brown", "Tan", "Maroon", "Coffee Brown", "Navy Blue", "Beige", "Red", "Grey", "White", "Mustard"),
    *("Green", "Pink", "Teal"),
)
EVENING: Names = (*HIDE, "Gold", "Silver", "Purple", "Peach")
EVERYONE: Names = ("Men", "Women", "Men", "Women", "Boys", "Girls")
TOPWEAR = ("Apparel", "Topwear")
BOTTOMWEAR = ("Apparel", "Bottomwear")
SHOES = ("Footwear", "Shoes")
BAGS = ("Accessories", "Bags")
GROWN: Names = ("Men", "Women")
LADIES: Names = ("Women", "Women", "Girls")
KNITTED: Names = ("knit", "knit", "ribbed", "melange")


@dataclass(frozen=True)
class Kind:
    """One article type: how it is drawn, where the catalogue files it, and what it comes in.

    A name that stands twice in a tuple is twice as likely. `plain` is the share of products without a pattern, `wobble`
    says how far lines may stray, `stands` whether the thing stands on a table or hangs on a wall.
    """

    paint: Painter
    shelf: tuple[str, str]
    nouns: Names
    genders: Names
    colours: Names
    patterns: Names = ()
    weaves: Names = ("cotton",)
    usages: Names = ("Casual",)
    seasons: Names = ("Summer", "Fall")
    plain: float = 0.5
    gloss: float = 0.0
    wobble: float = 1.0
    stands: bool = False
