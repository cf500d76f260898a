"""Budgets, present values and the market of oxides."""

__all__ = ["discounting", "oxide_market", "supply_security"]
