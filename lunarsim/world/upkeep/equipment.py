"""The equipment of a station, and the spares that it takes."""

from __future__ import annotations

from collections.abc import Callable

from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.scenario.library.asset import Asset
from lunarsim.words.units import DAYS_PER_YEAR

GROWN = 1.05
"""How much more equipment there must be for its spares to be looked at before they are due."""

FLIGHT_DAYS = 60.0
"""What a flight takes when it could go: for vehicle, pad and window, and on its way."""


class Equipment:
    """The equipment of a station, and the spares that it takes.

    Parameters
    ----------
    rules : Upkeep
        How many spares it takes, and how long they are to last.
    missing_kg : callable
        Gives what repairs that are ready to begin lack [kg].
    """

    def __init__(self, rules: Upkeep, missing_kg: Callable[[], float]) -> None:
        self.mass_kg = self._repairs_kg_per_year = self._looked_at_kg = 0.0
        self._rules = rules
        self._missing_kg = missing_kg
        lead_years = (rules.supply_days + rules.flight_interval_days + FLIGHT_DAYS) / DAYS_PER_YEAR
        self._least_years, self._wanted_years = lead_years, max(rules.spares_years, lead_years)

    def add(self, asset: Asset) -> None:
        """Count a piece that joins."""
        self._count(asset, 1.0)

    def remove(self, asset: Asset) -> None:
        """Count a piece that leaves."""
        self._count(asset, -1.0)

    def _count(self, asset: Asset, pieces: float) -> None:
        self.mass_kg = max(self.mass_kg + pieces * asset.mass_kg, 0.0)
        repair_kg = spares_share(asset, self._rules) * asset.mass_kg
        kg_per_year = pieces * repair_kg / (asset.mtbf_years or self._rules.mtbf_years)
        self._repairs_kg_per_year = max(self._repairs_kg_per_year + kg_per_year, 0.0)

    def has_grown(self) -> bool:
        """Return whether there is so much more of it than when this was last so that its spares are to be looked at."""
        if self.mass_kg <= GROWN * self._looked_at_kg:
            return False
        self._looked_at_kg = self.mass_kg
        return True

    def routine_kg_per_day(self) -> float:
        """Return the spares that its routine upkeep uses [kg/d]."""
        return self._rules.routine_spares_per_year * self.mass_kg / DAYS_PER_YEAR

    def spares_wanted_kg(self) -> tuple[float, float]:
        """Return the spares to which the stock is filled up, and those below which it is too low [kg].

        It is to last for its years, and never less than for the time until an order has come with the next flight.
        """
        rules = self._rules
        per_year = rules.spares_safety * (rules.routine_spares_per_year * self.mass_kg + self._repairs_kg_per_year)
        least_kg = max(self._least_years * per_year, self._missing_kg())
        return max(self._wanted_years * per_year, least_kg), least_kg


def spares_share(asset: Asset, rules: Upkeep) -> float:
    """Return the spares that a repair of an asset takes, as a share of the mass of what is mended [1]."""
    return asset.spares_share or rules.spares_per_repair
