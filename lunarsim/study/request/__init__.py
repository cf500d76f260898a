"""What is asked: levers, uncertain factors, exclusions and settings."""

__all__ = [
    "bases",
    "design_kinds",
    "exclusions",
    "factors",
    "intervals",
    "levers",
    "request",
    "settings",
    "stopping_rule",
]
