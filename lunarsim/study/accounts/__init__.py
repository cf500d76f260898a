"""Money and supply, computed from stored arrays only."""

__all__ = ["ledger", "mine_costs", "plan_costs", "present_value", "revenue", "stored_runs"]
