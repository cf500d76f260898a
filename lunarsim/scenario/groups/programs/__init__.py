"""Groups of those who fly: programs, their agreement and money, launches, landings and crews."""

__all__ = ["cooperation", "crews", "cutoff", "energy", "landing", "launch", "money", "program", "slips"]
