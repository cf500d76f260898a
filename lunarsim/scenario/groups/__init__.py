"""One frozen dataclass per config group: its parameters with unit, range, source and evidence."""

__all__ = [
    "extraction",
    "finance",
    "logistics",
    "market",
    "plan",
    "programs",
    "returns",
    "station",
    "timeline",
    "upkeep",
    "waits",
]
