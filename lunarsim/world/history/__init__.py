"""History: what happened in a run, from which its outcomes are made."""

__all__ = [
    "flight_outcomes",
    "flights",
    "mine",
    "missions",
    "notes",
    "programs",
    "stations",
    "trace",
    "upkeep",
]
