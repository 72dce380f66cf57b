"""Product titles as shops word them: brand, wearer, pattern, material, detail, colour and type in changing order."""

from numpy.random import Generator

from lookbook.sample.look import Look

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
MATERIAL_WORDS = {
    "leather": "Leather",
    "corduroy": "Corduroy",
    "satin": "Satin",
    "cable": "Cable Knit",
    "ribbed": "Ribbed",
    "knit": "Knitted",
    "mesh": "Mesh",
}
LINES = ("Alder", "Brook", "Cassia", "Dune", "Ember", "Fjord", "Grove", "Heron", "Isle", "Juno", "Kestrel", "Linden")
ORDERS = (
    "{brand} {wearer} {pattern} {material} {detail} {colour} {noun}",
    "{brand} {wearer} {pattern} {material} {detail} {colour} {noun}",
    "{brand} {wearer} {colour} {pattern} {material} {detail} {noun}",
    "{brand} {line} {wearer} {colour} {pattern} {material} {detail} {noun}",
    "{brand} {colour} {pattern} {material} {detail} {noun} for {wearer}",
    "{brand} {pattern} {material} {detail} {noun} for {wearer}, {colour}",
)


def title(look: Look, detail: str, nouns: tuple[str, ...], brand: str, rng: Generator) -> str:
    """Return a title such as "Northlane Men Striped Navy Blue T-shirt".

    Args:
        look: the product.
        detail: what its drawing says of its cut.
        nouns: what such a thing is called; families choose one.
        brand: the maker.
        rng: the family's chance, so that all its pieces are called alike but for colour and pattern.
    """
    order, noun, line = str(rng.choice(ORDERS)), str(rng.choice(nouns)), str(rng.choice(LINES))
    told = look.cloth == "leather" or rng.random() < 0.6
    material = MATERIAL_WORDS.get(look.cloth, "") if told else ""
    pattern = PATTERN_WORDS.get(look.pattern, "Solid" if rng.random() < 0.15 else "")
    words = order.format(
        brand=brand, wearer=look.gender, line=line, colour=look.colour, pattern=pattern, noun=noun,
        detail="" if detail in noun else detail,
        material="" if material in detail or material in noun else material,
    )  # fmt: skip
    return " ".join(words.split())
