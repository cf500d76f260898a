"""The station: hardware, power and milestones."""

__all__ = ["functions", "hardware", "milestones", "official", "services", "station"]
