"""Conditions: what stored runs say once something is known, by weights of the runs."""

__all__ = [
    "agreement",
    "as_outcomes",
    "changes",
    "condition_words",
    "conditions",
    "facts",
    "given",
    "lever_values",
    "named_quantity",
    "news",
    "signposts",
    "weighted",
    "weights",
]
