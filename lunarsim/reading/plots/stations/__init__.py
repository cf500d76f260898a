"""Plots of stations: which functions work in which year, and what is delivered by class of supply."""

__all__ = ["functions", "hours", "power", "supplies"]
