"""Groups of those who fly: programs, their agreement and money, launches and landings."""

__all__ = ["cooperation", "cutoff", "energy", "landing", "launch", "money", "program", "slips"]
