"""The makers of the sample catalogue, none of whom exists, and what their things cost."""

from collections.abc import Mapping
from dataclasses import dataclass

from numpy.random import Generator


@dataclass(frozen=True)
class Brand:
    """A maker, and how dear it is: 1 is the middle of the market."""

    name: str
    dearness: float


BRANDS = (
    Brand("Northlane", 1.0),
    Brand("Maru & Vale", 1.9),
    Brand("Tessaly", 1.4),
    Brand("Oakfern", 0.8),
    Brand("Brindlewick", 1.2),
    Brand("Solvaro", 0.6),
    Brand("Kitebay", 0.7),
    Brand("Harlowe Lane", 1.6),
    Brand("Pellinor", 2.4),
    Brand("Juniper Row", 1.1),
    Brand("Ostravia", 0.9),
    Brand("Fenwood Supply", 0.85),
    Brand("Lumenka", 1.3),
    Brand("Cedar & Tide", 1.5),
)
PRICES: Mapping[str, float] = {
    "Tshirts": 19, "Shirts": 35, "Kurtas": 32, "Tops": 24, "Sweaters": 45, "Sweatshirts": 39, "Jackets": 89,
    "Blazers": 110, "Dresses": 55, "Skirts": 34, "Jeans": 55, "Trousers": 48, "Shorts": 27, "Track Pants": 32,
    "Leggings": 18, "Capris": 28, "Casual Shoes": 59, "Sports Shoes": 75, "Formal Shoes": 95, "Heels": 65,
    "Flats": 42, "Sandals": 38, "Flip Flops": 14, "Handbags": 75, "Clutches": 39, "Backpacks": 49, "Watches": 120,
    "Caps": 18, "Belts": 29, "Ties": 25, "Sunglasses": 45, "Wallets": 32, "Socks": 8, "Scarves": 24,
}  # fmt: skip
"""What an article type costs in the middle of the market."""


def price(article_type: str, brand: Brand, small: bool, rng: Generator) -> str:
    """Return a price as shops write it, such as "34.90"; children's sizes cost less."""
    fair = PRICES[article_type] * brand.dearness * (0.7 if small else 1.0) * float(rng.uniform(0.85, 1.2))
    return f"{max(4, round(fair)) - 0.1:.2f}"
