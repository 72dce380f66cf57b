"""Conditions on the columns of a product table: values that can be hashed, printed, parsed and evaluated."""

from lookbook.conditions.column_values import Values
from lookbook.conditions.conditions import AnyOf, Condition, Renderers, Where, parse, render, understood
from lookbook.conditions.ranges import RANGE, Between, Dates
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
