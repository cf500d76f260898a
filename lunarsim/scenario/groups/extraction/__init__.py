"""Groups of what is mined: site, deposit, gates, mine, flowsheet and plant."""

__all__ = ["deposit", "flowsheet", "gates", "mine", "own_growth", "plant", "site"]
