"""Money and supply, computed from stored arrays only."""

__all__ = ["ledger", "stored_runs"]
