"""What the fashion encoder tells of a product, by the names of styles.csv."""

ATTRIBUTES = ("articleType", "baseColour", "gender", "season", "usage")
KIND = ATTRIBUTES[0]
GARMENT = "garment"
"""What it tells besides, "no" or "yes": whether the picture shows anything that a fashion catalogue carries."""
