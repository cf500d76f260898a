"""The mine: deposit, flowsheet, plant, the flights that supply it and the return of its product."""

__all__ = [
    "deposit",
    "feed_limits",
    "flowsheet",
    "growth",
    "logistics",
    "mine_delays",
    "mine_plan",
    "plant",
    "unit_needs",
]
