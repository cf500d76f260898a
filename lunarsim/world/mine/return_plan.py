"""What returns of the product take: what a flight lifts, and what is flown in for it."""

from __future__ import annotations

import math
from typing import NamedTuple

from lunarsim.physics.transport import mass_ratio
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.groups.logistics import Logistics
from lunarsim.world.mine.flowsheet import SolvedFlowsheet
from lunarsim.world.mine.unit_needs import UnitNeeds

MADE = "made"
"""Propellant whose oxygen the plant makes."""

NOTHING_KG = 1e-6
"""A milligram is no cargo."""


class ReturnSupplies(NamedTuple):
    """What is flown in for returns.

    Parameters
    ----------
    craft_kg : float
        Craft [kg].
    propellant_kg : float
        Propellant, or only its fuel where the plant makes the oxygen [kg].
    """

    craft_kg: float
    propellant_kg: float

    @property
    def mass_kg(self) -> float:
        """Return the mass of both [kg]."""
        return self.craft_kg + self.propellant_kg


NO_SUPPLIES = ReturnSupplies(0.0, 0.0)


class ReturnPlan:
    """The returns of a scenario with its plant.

    The propellant of a flight is (exp(dv / (g Isp)) - 1) times craft and product.

    Parameters
    ----------
    logistics : Logistics
        Interval, craft, capacity and propellant of returns.
    plant : Plant
        Its units, and the time for which stocks are kept.
    needs : UnitNeeds
        What a unit treats.
    sheet : SolvedFlowsheet
        What it makes of that.
    """

    def __init__(self, logistics: Logistics, plant: Plant, needs: UnitNeeds, sheet: SolvedFlowsheet) -> None:
        self.logistics = logistics
        self._stock_days = plant.reagent_stock_days
        ratio = mass_ratio(logistics.return_delta_v_km_s, logistics.return_specific_impulse_s)
        oxygen_share = logistics.return_oxygen_share if logistics.return_propellant == MADE else 0.0
        per_lifted = float(ratio) - 1.0
        self.oxygen_per_lifted = per_lifted * oxygen_share
        """Oxygen from the plant per kilogram of craft and product [kg/kg]."""
        self.flown_per_lifted = per_lifted - self.oxygen_per_lifted
        """Propellant that was flown in per kilogram of craft and product [kg/kg]."""
        self.is_flown = (
            sheet.product_kg > 0 and logistics.return_interval_days > 0 and logistics.return_capacity_kg > NOTHING_KG
        )
        """Whether product is to return at all: there is some, and flights that take it."""
        self.least_load_kg = logistics.return_least_load_share * logistics.return_capacity_kg
        """Load below which a flight waits for the next interval [kg]."""
        self._made_kg_per_day = plant.units * needs.soil_kg_per_day * sheet.product_kg

    def first_supplies(self) -> ReturnSupplies:
        """Return what the flights with the plant bring for the first returns."""
        return self.supplies(self.logistics.return_interval_days, 0.0)

    def supplies(self, first_days: float, product_kg: float) -> ReturnSupplies:
        """Return what the next flights need, of which the first is due in some days and so much product is waiting.

        Like reagents, they are kept for ``plant.reagent_stock_days``, but always for one flight; the propellant is for
        what the plant makes at full work.
        """
        logistics = self.logistics
        if not self.is_flown:
            return NO_SUPPLIES
        cycle = logistics.return_interval_days
        later = max(math.floor((self._stock_days - first_days) / cycle), 0)
        made_kg = product_kg + self._made_kg_per_day * (first_days + later * cycle)
        least_kg = self.least_load_kg
        flights = 1 + later
        if made_kg < flights * least_kg:
            # That many flights find their least load; the first one waits for it where need be.
            flights = max(math.floor(made_kg / least_kg), 1)
        craft_kg = flights * logistics.return_craft_kg
        lifted_kg = craft_kg + min(flights * logistics.return_capacity_kg, max(made_kg, least_kg))
        return ReturnSupplies(craft_kg, self.flown_per_lifted * lifted_kg)

    def most_supplies(self) -> ReturnSupplies:
        """Return the most that is ever kept for returns: full flights for all the time that stocks are to last."""
        logistics = self.logistics
        if not self.is_flown:
            return NO_SUPPLIES
        flights = 1 + math.floor(self._stock_days / logistics.return_interval_days)
        craft_kg = flights * logistics.return_craft_kg
        return ReturnSupplies(craft_kg, self.flown_per_lifted * (craft_kg + flights * logistics.return_capacity_kg))
