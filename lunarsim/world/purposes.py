"""What flights are for: the station, the plant of the mine, its supplies, and Mars."""

from __future__ import annotations

PURPOSES = STATION, PLANT, SUPPLY, MARS = "station", "plant", "supply", "mars"

OF_THE_MINE = frozenset({PLANT, SUPPLY})
OF_THE_MANIFEST = frozenset({STATION, MARS})
