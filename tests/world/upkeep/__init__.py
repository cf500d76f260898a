"""The upkeep of a station: lives, repairs, stocks, replacements, cargo flights and crews."""
