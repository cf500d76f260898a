"""Plots of money: where the mine breaks even, when it has paid, and what its cost is made of."""

__all__ = ["break_even_map", "cash_flow", "cost_build_up"]
