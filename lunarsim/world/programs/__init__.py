"""Who flies, with what money and under which agreement, and how their plans slip."""

__all__ = [
    "agreement",
    "calibrations",
    "chains",
    "cutoff",
    "dated_plans",
    "exposures",
    "partnership",
    "program",
    "replacements",
    "shelving",
    "slip_law",
]
