"""Money and supply, computed from stored arrays only."""

__all__ = ["ledger", "plan_costs", "stored_runs"]
