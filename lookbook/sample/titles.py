"""Product titles in the order shops use: brand, wearer, pattern, detail, colour, type."""

from lookbook.sample.look import Look

BRANDS = (
    "Northlane",
    "Maru & Vale",
    "Tessaly",
    "Oakfern",
    "Brindlewick",
    "Solvaro",
    "Kitebay",
    "Harlowe Lane",
    "Pellinor",
    "Juniper Row",
    "Ostravia",
    "Fenwood Supply",
    "Lumenka",
    "Cedar & Tide",
)
PATTERN_WORDS = {
    "stripes": "Striped",
    "pinstripes": "Pinstriped",
    "checks": "Checked",
    "windowpane": "Checked",
    "dots": "Polka Dot",
    "floral": "Floral Print",
    "leaves": "Leaf Print",
    "paisley": "Paisley Print",
    "argyle": "Argyle",
    "zigzag": "Zigzag",
    "camouflage": "Camouflage",
    "printed": "Printed",
    "colour-block": "Colourblocked",
    "raglan": "Colourblocked",
}


def title(look: Look, colour: str, detail: str, noun: str) -> str:
    """Return a title such as "Northlane Men Striped Navy Blue T-shirt"."""
    pattern = PATTERN_WORDS.get(look.pattern, "Solid" if look.chance(0.25) else "")
    words = [look.one(*BRANDS), look.gender, pattern, detail, colour, noun]
    return " ".join(word for word in words if word)
