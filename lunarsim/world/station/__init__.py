"""The station: hardware, power, failures, repairs and milestones."""
