"""Logistics of the mine: flights that bring the plant and resupply it, and the return of its product."""

__all__ = ["cargo", "resupply", "return_plan", "returns", "supply"]
