"""Budgets, present values and the market of oxides."""

__all__ = ["annuity", "discounting", "oxide_market", "supply_security"]
