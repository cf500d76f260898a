"""Budgets, present values and the market of oxides."""
