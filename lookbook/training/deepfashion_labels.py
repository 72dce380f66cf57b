"""What DeepFashion's labels mean in the catalogue's words."""

from collections.abc import Mapping

COATS = frozenset({"Jackets", "Rain Jacket"})
SHIRTS = frozenset({"Shirts"})
SHORTS = frozenset({"Shorts"})
DRESSES = frozenset({"Dresses"})
LOOSE = frozenset({"Tunics", "Kurtas", "Dresses"})
ONE_PIECE = frozenset({"Jumpsuit", "Rompers"})
SPORT = frozenset({"Track Pants", "Lounge Pants"})
WIDE = frozenset({"Trousers", "Capris"})

TYPES: Mapping[str, frozenset[str]] = {
    "Anorak": COATS,
    "Blazer": frozenset({"Blazers", "Jackets"}),
    "Blouse": frozenset({"Tops", "Shirts", "Tunics"}),
    "Bomber": COATS,
    "Button-Down": SHIRTS,
    "Cardigan": frozenset({"Sweaters", "Shrug"}),
    "Flannel": SHIRTS,
    "Halter": frozenset({"Tops"}),
    "Henley": frozenset({"Tshirts"}),
    "Hoodie": frozenset({"Sweatshirts", "Jackets"}),
    "Jacket": COATS | {"Blazers"},
    "Jersey": frozenset({"Tshirts"}),
    "Parka": COATS,
    "Peacoat": COATS,
    "Sweater": frozenset({"Sweaters"}),
    "Tank": frozenset({"Tops", "Tshirts", "Innerwear Vests", "Camisoles"}),
    "Tee": frozenset({"Tshirts"}),
    "Top": frozenset({"Tops", "Tshirts"}),
    "Turtleneck": frozenset({"Sweaters", "Tops", "Tshirts"}),
    "Capris": frozenset({"Capris"}),
    "Chinos": frozenset({"Trousers", "Casual Pants"}),
    "Culottes": WIDE,
    "Cutoffs": SHORTS,
    "Gauchos": WIDE,
    "Jeans": frozenset({"Jeans"}),
    "Jeggings": frozenset({"Jeggings", "Jeans", "Leggings"}),
    "Jodhpurs": frozenset({"Trousers", "Leggings"}),
    "Joggers": SPORT | {"Casual Pants"},
    "Leggings": frozenset({"Leggings", "Tights"}),
    "Shorts": SHORTS,
    "Skirt": frozenset({"Skirts"}),
    "Sweatpants": SPORT,
    "Sweatshorts": SHORTS | {"Lounge Shorts"},
    "Trunks": SHORTS | {"Trunk", "Boxers", "Swimwear"},
    "Caftan": LOOSE,
    "Coat": COATS,
    "Coverup": LOOSE | {"Swimwear"},
    "Dress": DRESSES,
    "Jumpsuit": ONE_PIECE,
    "Kaftan": LOOSE,
    "Nightdress": frozenset({"Nightdress"}),
    "Onesie": ONE_PIECE | {"Night suits"},
    "Robe": frozenset({"Robe", "Bath Robe"}),
    "Romper": ONE_PIECE,
    "Shirtdress": DRESSES,
    "Sundress": DRESSES,
}
"""Category -> articleTypes that count as right; the others (Cape, Kimono, Poncho, Sarong) leave the type open."""

COLOURS: Mapping[str, frozenset[str]] = {
    "beige": frozenset({"Beige"}),
    "black": frozenset({"Black"}),
    "blue": frozenset({"Blue", "Navy Blue", "Turquoise Blue"}),
    "brown": frozenset({"Brown", "Coffee Brown", "Mushroom Brown"}),
    "burgundy": frozenset({"Burgundy", "Maroon"}),
    "camel": frozenset({"Tan", "Brown"}),
    "charcoal": frozenset({"Charcoal"}),
    "cream": frozenset({"Cream", "Off White"}),
    "gold": frozenset({"Gold"}),
    "gray": frozenset({"Grey", "Grey Melange", "Charcoal"}),
    "green": frozenset({"Green", "Sea Green", "Lime Green", "Olive"}),
    "grey": frozenset({"Grey", "Grey Melange", "Charcoal"}),
    "indigo": frozenset({"Blue", "Navy Blue"}),
    "ivory": frozenset({"Cream", "Off White", "White"}),
    "khaki": frozenset({"Khaki"}),
    "lavender": frozenset({"Lavender"}),
    "magenta": frozenset({"Magenta"}),
    "maroon": frozenset({"Maroon", "Burgundy"}),
    "multicolor": frozenset({"Multi"}),
    "multicolored": frozenset({"Multi"}),
    "mustard": frozenset({"Mustard"}),
    "navy": frozenset({"Navy Blue"}),
    "nude": frozenset({"Nude", "Skin"}),
    "olive": frozenset({"Olive"}),
    "orange": frozenset({"Orange"}),
    "peach": frozenset({"Peach"}),
    "pink": frozenset({"Pink", "Rose", "Peach"}),
    "purple": frozenset({"Purple", "Lavender", "Mauve"}),
    "red": frozenset({"Red", "Maroon"}),
    "rust": frozenset({"Rust"}),
    "silver": frozenset({"Silver"}),
    "tan": frozenset({"Tan"}),
    "teal": frozenset({"Teal"}),
    "turquoise": frozenset({"Turquoise Blue"}),
    "white": frozenset({"White", "Off White"}),
    "yellow": frozenset({"Yellow", "Mustard"}),
}
"""Word of an attribute -> baseColours that count as right."""
