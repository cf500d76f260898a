"""Money and supply, computed from stored arrays only."""

__all__ = ["costs", "ledger", "reliance", "stored_runs"]
