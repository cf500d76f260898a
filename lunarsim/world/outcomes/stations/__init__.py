"""Stations at work: what works when, whose hands mend it, and what is flown in and used to keep them alive."""

__all__ = ["delivered", "functions", "hands", "power", "stocks", "upkeep", "working_hours"]
