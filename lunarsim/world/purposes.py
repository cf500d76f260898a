"""What flights are for: the station, the plant of the mine, its supplies, Mars, and the upkeep of the station."""

from __future__ import annotations

PURPOSES = STATION, PLANT, SUPPLY, MARS, UPKEEP = "station", "plant", "supply", "mars", "upkeep"

OF_THE_MINE = frozenset({PLANT, SUPPLY})
OF_THE_MANIFEST = frozenset({STATION, MARS})
OF_THE_PROGRAMS = OF_THE_MANIFEST | {UPKEEP}
"""What programs pay from their budgets."""
