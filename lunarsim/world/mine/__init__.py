"""The mine: deposit, flowsheet, plant, the flights that supply it and the return of its product."""

__all__ = [
    "cargo",
    "deposit",
    "feed_limits",
    "mine_delays",
    "mine_plan",
    "plant",
    "plant_design",
    "return_plan",
    "returns",
    "supply",
    "unit_needs",
]
