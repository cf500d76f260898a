"""Money and supply, computed from stored arrays only."""
