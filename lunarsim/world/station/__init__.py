"""The station: hardware, power and milestones."""

__all__ = ["balance", "commissioning", "functions", "hardware", "milestones", "official", "services", "station"]
