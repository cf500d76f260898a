"""The station: hardware, power and milestones."""

__all__ = ["commissioning", "functions", "hardware", "milestones", "official", "services", "station"]
