"""Groups of what is mined: site, deposit, mine, flowsheet and plant."""

__all__ = ["deposit", "flowsheet", "mine", "plant", "site"]
