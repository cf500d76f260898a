"""The station: hardware, power, failures, repairs and milestones."""

__all__ = ["functions", "hardware", "milestones", "official", "station"]
