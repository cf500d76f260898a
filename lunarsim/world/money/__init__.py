"""The money of programs: what they have and are bound to pay year by year, and the pace of the work that is left."""

__all__ = ["development", "funding", "income", "needs"]
