"""Fits to records that the library holds: lives of hardware, and yearly budgets."""

__all__ = ["budgets", "lives"]
