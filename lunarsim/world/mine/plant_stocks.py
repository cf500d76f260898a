"""The stocks of a plant: what it dug, made, used up and has left, every kilogram in one of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lunarsim.words.sums import total
from lunarsim.world.history.mine import PlantInterval, Shipment

STOCKS = (
    "soil",
    "oxygen",
    "metal",
    "metal_left",
    "tailings",
    "product",
    "product_left",
    "oxygen_left",
    "leached",
    "reagents",
    "reagents_in",
    "spares",
    "spares_in",
)
"""What is counted: soil dug and leached, what came of it and is left, reagents and spares used up and taken in [kg]."""

INSTANT_DAYS = 1e-9
"""What lasts no longer is gone: the clock cannot tell such days apart, and a stock-out would never end."""

METAL_ROUNDING = 1e-9
"""Share of a mass of metal that is rounding."""


class PlantStocks:
    """The stocks of the plant of one run.

    Parameters
    ----------
    soil_kg : float
        Soil that it can dig [kg].
    """

    def __init__(self, soil_kg: float) -> None:
        self.soil_left_kg = soil_kg
        self.reagents_kg = 0.0
        self.spares_kg = 0.0
        self.moved_kg = dict.fromkeys(STOCKS, 0.0)
        self._shipped_kg = 0.0
        self._metal_used_kg = 0.0

    def take_in(self, reagents_kg: float, spares_kg: float) -> None:
        """Take in reagents and spares [kg]."""
        self.reagents_kg += reagents_kg
        self.spares_kg += spares_kg
        self.moved_kg["reagents_in"] += reagents_kg
        self.moved_kg["spares_in"] += spares_kg

    def ship(self, product_kg: float, oxygen_kg: float) -> None:
        """Hand product over for its return, and oxygen as propellant [kg]."""
        self._shipped_kg += product_kg
        self.moved_kg["product_left"] -= product_kg
        self.moved_kg["oxygen_left"] -= oxygen_kg

    def take_metal(self, mass_kg: float) -> bool:
        """Take metal out of its stock, if there is so much [kg]."""
        left = self.moved_kg["metal_left"] - mass_kg
        # What is short by what the clock cannot tell apart is there.
        if left < -METAL_ROUNDING * mass_kg:
            return False
        self._metal_used_kg += mass_kg
        self.moved_kg["metal_left"] = left
        return True

    def days_to_metal(self, mass_kg: float, rates: PlantInterval) -> float:
        """Return how long it takes at constant rates until there is so much metal [day]."""
        missing_kg = mass_kg - self.moved_kg["metal_left"]
        if missing_kg <= METAL_ROUNDING * mass_kg:
            return 0.0
        return missing_kg / rates.metal if rates.metal > 0 else math.inf

    def work(self, rates: PlantInterval, leached: float, days: float) -> None:
        """Count some days of work at constant rates, of which that of leached soil is given beside [kg/day]."""
        moved = self.moved_kg
        moved["soil"] += rates.feed * days
        moved["oxygen"] += rates.oxygen * days
        moved["metal"] += rates.metal * days
        moved["metal_left"] += rates.metal * days
        moved["tailings"] += rates.tailings * days
        moved["product"] += rates.product * days
        moved["product_left"] += rates.product * days
        moved["oxygen_left"] += rates.oxygen * days
        moved["leached"] += leached * days
        moved["reagents"] += rates.reagents * days
        self.soil_left_kg = _left(self.soil_left_kg, rates.feed, days)
        self.reagents_kg = _left(self.reagents_kg, rates.reagents, days)
        if rates.feed > 0:
            moved["spares"] += rates.spares * days
            self.spares_kg = _left(self.spares_kg, rates.spares, days)

    def days_left(self, rates: PlantInterval) -> float:
        """Return how long the stocks last at constant rates [day]."""
        if rates.feed <= 0:
            return math.inf
        days = self.soil_left_kg / rates.feed
        if rates.reagents > 0:
            days = min(days, self.reagents_kg / rates.reagents)
        if rates.spares > 0:
            days = min(days, self.spares_kg / rates.spares)
        return max(days, INSTANT_DAYS)

    def residual_kg(self, shipments: Sequence[Shipment]) -> dict[str, float]:
        """Return what went into each node minus what came out of it and is left there, each booked for itself [kg]."""
        moved = self.moved_kg
        sent = total((shipment.sent_kg for shipment in shipments), 0.0)
        arrived = total(
            (shipment.sent_kg - shipment.lost_kg for shipment in shipments if shipment.arrived_day < math.inf), 0.0
        )
        received = total((total(shipment.received_kg.values(), 0.0) for shipment in shipments), 0.0)
        return {
            "melt": moved["soil"] - moved["oxygen"] - moved["metal"] - moved["tailings"] - moved["product"],
            "metal": moved["metal"] - self._metal_used_kg - moved["metal_left"],
            "product": moved["product"] - self._shipped_kg - moved["product_left"],
            "shipments": self._shipped_kg - sent,
            "arrivals": arrived - received,
            "reagents": moved["reagents_in"] - moved["reagents"] - self.reagents_kg,
            "spares": moved["spares_in"] - moved["spares"] - self.spares_kg,
        }


def _left(stock: float, rate: float, days: float) -> float:
    left = stock - rate * days
    return left if left > rate * INSTANT_DAYS else 0.0
