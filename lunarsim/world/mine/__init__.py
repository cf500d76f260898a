"""The mine: deposit, flowsheet, plant, the flights that supply it and the return of its product."""

__all__ = [
    "cargo",
    "deposit",
    "feed_limits",
    "flowsheet",
    "growth",
    "mine_delays",
    "mine_plan",
    "plant",
    "return_plan",
    "returns",
    "supply",
    "unit_needs",
]
