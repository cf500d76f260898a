"""Upkeep of a station: how its hardware fails and ends, and what hands and spares mend of it."""

__all__ = ["cargo_flights", "crew_stays", "keeping", "lines", "orders", "packing", "prospects"]
