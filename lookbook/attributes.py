"""What the fashion encoder tells of a product, by the names of styles.csv."""

ATTRIBUTES = ("articleType", "baseColour", "gender", "season", "usage")
