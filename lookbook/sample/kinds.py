"""The whole table of article types, as styles.csv names them."""

from lookbook.sample.accessory_kinds import ACCESSORY
from lookbook.sample.apparel_kinds import APPAREL
from lookbook.sample.footwear_kinds import FOOTWEAR
from lookbook.sample.kind import Kind

KINDS: dict[str, Kind] = {**APPAREL, **FOOTWEAR, **ACCESSORY}


def kind_of(article_type: str) -> Kind:
    """Return the table's entry of an article type."""
    if article_type not in KINDS:
        raise ValueError(f"unknown article type {article_type!r}; choose one of {', '.join(KINDS)}")
    return KINDS[article_type]
