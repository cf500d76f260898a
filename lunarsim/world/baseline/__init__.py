"""The plan at face value: what it can never do, when it would be done, and delays against it."""

__all__ = ["delays", "feasibility", "payloads", "planned_dates", "planned_mine", "what_ifs"]
