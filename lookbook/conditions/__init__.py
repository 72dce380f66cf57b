"""Conditions on the columns of a product table: values that can be hashed, printed, parsed and evaluated."""

from lookbook.conditions.conditions import (
    RANGE,
    AnyOf,
    Between,
    Condition,
    Dates,
    Renderers,
    Values,
    Where,
    parse,
    render,
    understood,
)
from lookbook.conditions.values import comparable, day, number

__all__ = [
    "RANGE",
    "AnyOf",
    "Between",
    "Condition",
    "Dates",
    "Renderers",
    "Values",
    "Where",
    "comparable",
    "day",
    "number",
    "parse",
    "render",
    "understood",
]
