"""Analyses of the mine: break-even, reported resource, losses by stage, amounts per kilogram, premises, growth."""

__all__ = [
    "beyond_market",
    "break_even",
    "by_stage",
    "own_product",
    "per_kilogram",
    "premises",
    "premises_in_words",
    "reported_resource",
]
