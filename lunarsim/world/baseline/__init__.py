"""The plan at face value: what is asked of it, when it would be done, and delays against it."""

__all__ = ["cancellations", "delays", "planned_dates", "planned_mine", "slips_and_waits", "what_ifs"]
