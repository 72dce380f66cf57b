"""Photos that people took of their own clothes: which catalogue types count as right for which of their labels.

The labels are those of the CC0 "clothing dataset" (Alexey Grigorev and contributors, 2020).
"""

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
