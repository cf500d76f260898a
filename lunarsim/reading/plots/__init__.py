"""Plots: a dataset in, a matplotlib figure out; units, a legend that explains, colors safe for color-blind readers."""

__all__ = [
    "amounts",
    "answers",
    "dates",
    "element_waterfall",
    "fans",
    "grade_tonnage",
    "heat_map",
    "missions",
    "money",
    "moon_map",
    "production",
    "scale",
    "stations",
    "supply",
    "tornado",
]
