"""The columns of the product table that the page speaks of, and what it calls them."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "masterCategory": "Category",
    "articleType": "Type",
    "baseColour": "Colour",
    "gender": "Gender",
    "season": "Season",
    "usage": "Usage",
}
RANGES: Mapping[str, str] = {"year": "Year", "price": "Price"}
NAMES: Mapping[str, str] = {**LABELS, **RANGES, "subCategory": "Subcategory", "brand": "Brand", "url": "Link"}
SEEN = ("articleType", "baseColour", "gender", "season", "usage")
"""What an encoder may see in a photo."""
TITLE = "productDisplayName"


def title(product: Mapping[str, str], product_id: str) -> str:
    """Return what a product is called: its title, else its id."""
    return product.get(TITLE) or product_id


def kind(product: Mapping[str, str]) -> str:
    """Say in a few words what a product is."""
    return " · ".join(product[column] for column in SEEN[:3] if product.get(column))
