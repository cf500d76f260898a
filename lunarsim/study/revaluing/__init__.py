"""The accounts of a stored sweep computed again with other values, beside what was simulated."""

__all__ = ["changes", "priced_runs", "refusals", "revaluation"]
