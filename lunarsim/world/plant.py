"""The plant: rates that change at events only, integrated exactly between them, every kilogram in one stock."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from lunarsim.scenario.scenario import Scenario
from lunarsim.words.units import DAYS_PER_YEAR, HOURS_PER_DAY
from lunarsim.world.deposits import DepositState
from lunarsim.world.flowsheets import Sheet
from lunarsim.world.trace import PlantInterval

if TYPE_CHECKING:
    from lunarsim.world.campaign import Campaign


def duty(scenario: Scenario) -> float:
    """Return the share of the time in which a plant has the power that it brought along.

    A reactor gives it always; a solar array without storage in the light only.
    """
    return scenario.site.lit_fraction if scenario.plant.power_source == "solar" else 1.0


class UnitNeeds:
    """What one unit of the plant weighs and uses.

    Parameters
    ----------
    scenario : Scenario
        Its plant and flowsheet.
    sheet : Sheet
        Balance per kilogram of soil.
    """

    def __init__(self, scenario: Scenario, sheet: Sheet) -> None:
        plant = scenario.plant
        feed_kg_per_year = plant.feed_t_per_year * 1e3
        self.process_kg = sheet.plant_kg_per_kg_year * feed_kg_per_year + plant.excavators * plant.excavator_kg
        per_kw = plant.reactor_kg_per_kw if plant.power_source == "reactor" else plant.solar_kg_per_kw
        self.power_kg = plant.power_kw * per_kw
        self.soil_kg_per_day = feed_kg_per_year / DAYS_PER_YEAR * (plant.availability * duty(scenario))
        self.reagents_kg_per_day = self.soil_kg_per_day * sheet.reagent_kg
        self.spares_kg_per_day = plant.spares_per_year * self.process_kg / DAYS_PER_YEAR
        self.reagents_kg = self.reagents_kg_per_day * plant.reagent_stock_days
        self.spares_kg = self.spares_kg_per_day * plant.reagent_stock_days

    @property
    def delivered_kg(self) -> float:
        """Return the mass of a unit with its power and its first stock of reagents and spares [kg]."""
        return float(self.process_kg + self.power_kg + self.reagents_kg + self.spares_kg)


class PlantState:
    """The plant of one run.

    Parameters
    ----------
    campaign : Campaign
        The run that it belongs to.
    ground : DepositState
        The soil that it digs.
    """

    def __init__(self, campaign: Campaign, ground: DepositState) -> None:
        scenario = campaign.scenario
        self._campaign = campaign
        self._ground = ground
        self.sheet = ground.sheet
        self.needs = UnitNeeds(scenario, self.sheet)
        self.units = 0
        self.soil_left_kg = ground.soil_kg
        self.reagents_kg = 0.0
        self.spares_kg = 0.0
        self.stocks = dict.fromkeys(_STOCKS, 0.0)
        self.shipped_kg = 0.0
        self._product_kg = 0.0
        self._oxygen_kg = 0.0
        self._rates = PlantInterval(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        self._leached = 0.0
        self._since = 0.0
        self._version = 0
        self._duty = duty(scenario)
        plant = scenario.plant
        self._machines_kg_per_day = min(
            plant.feed_t_per_year * 1e3 / DAYS_PER_YEAR, plant.excavators * plant.excavator_kg_per_day
        )
        self._at_station = scenario.site.name == scenario.station.site

    @property
    def product_on_moon_kg(self) -> float:
        """Return the product that has been made and not shipped [kg]."""
        return self._product_kg

    @property
    def oxygen_on_moon_kg(self) -> float:
        """Return the oxygen that has been made and not used [kg]."""
        return self._oxygen_kg

    def add_unit(self) -> None:
        """Put a unit to work with the stocks that came along."""
        self._integrate()
        self.units += 1
        self._take_in(self.needs.reagents_kg, self.needs.spares_kg)
        self._campaign.trace.plant_units.append((self._campaign.env.now, float(self.units)))
        self._decide()

    def resupply(self, reagents_kg: float, spares_kg: float) -> None:
        """Take in reagents and spares [kg]."""
        self._integrate()
        self._take_in(reagents_kg, spares_kg)
        self._decide()

    def _take_in(self, reagents_kg: float, spares_kg: float) -> None:
        self.reagents_kg += reagents_kg
        self.spares_kg += spares_kg
        self.stocks["reagents_in"] += reagents_kg
        self.stocks["spares_in"] += spares_kg

    def ship(self, mass_kg: float) -> None:
        """Hand product over for its way home [kg]."""
        self.shipped_kg += mass_kg
        self._product_kg -= mass_kg

    def take_oxygen(self, mass_kg: float) -> None:
        """Hand oxygen over as propellant [kg]."""
        self._oxygen_kg -= mass_kg

    def settle(self) -> None:
        """Bring stocks up to now and decide on the rates again, as power may have changed."""
        if self.units:
            self._integrate()
            self._decide()

    def station_power_changed(self) -> None:
        """Follow the station's power, where the plant can use what the station leaves."""
        if self._at_station and self.units and self._feed() != self._rates.feed:
            self.settle()

    def _integrate(self) -> None:
        now = self._campaign.env.now
        rates, days = self._rates, now - self._since
        if days > 0 and self.units:
            stocks = self.stocks
            stocks["soil"] += rates.feed * days
            stocks["oxygen"] += rates.oxygen * days
            stocks["metal"] += rates.metal * days
            stocks["tailings"] += rates.tailings * days
            stocks["product"] += rates.product * days
            self._product_kg += rates.product * days
            self._oxygen_kg += rates.oxygen * days
            stocks["leached"] += self._leached * days
            stocks["reagents"] += rates.reagents * days
            self.soil_left_kg = _left(self.soil_left_kg, rates.feed, days)
            self.reagents_kg = _left(self.reagents_kg, rates.reagents, days)
            if rates.feed > 0:
                wear = self.needs.spares_kg_per_day * self.units
                stocks["spares"] += wear * days
                self.spares_kg = _left(self.spares_kg, wear, days)
                rates.start_day, rates.end_day = self._since, now
                self._campaign.trace.plant.append(rates)
        self._since = now

    @property
    def _sheet(self) -> Sheet | None:
        """The balance by which the plant runs now; None where it lacks reagents and would make nothing without."""
        return self.sheet if self.reagents_kg > 0 or self.sheet.reagent_kg == 0 else self.sheet.idle

    def _feed(self) -> float:
        """Return the soil that machines, power and stocks allow to be fed now [kg/day]."""
        sheet = self._sheet
        if sheet is None or self.soil_left_kg <= 0 or self.spares_kg <= 0 < self.needs.spares_kg_per_day:
            return 0.0
        campaign, plant = self._campaign, self._campaign.scenario.plant
        # A unit that does not work uses neither machines nor power, so availability limits all three alike.
        machines = self.units * self._machines_kg_per_day
        surplus_kw = max(campaign.station.surplus_kw, 0.0) if self._at_station else 0.0
        kg_per_day_kw = HOURS_PER_DAY / (sheet.energy_kwh + plant.excavation_kwh_per_kg)
        in_light = min(machines, (self.units * plant.power_kw + surplus_kw) * kg_per_day_kw)
        in_dark = min(machines, surplus_kw * kg_per_day_kw)
        return float(plant.availability * (self._duty * in_light + (1.0 - self._duty) * in_dark))

    def _decide(self) -> None:
        campaign, sheet = self._campaign, self._sheet or self.sheet
        feed = self._feed()
        self._leached = feed if sheet is self.sheet else 0.0
        product = sheet.product_kg * feed
        self._rates = PlantInterval(
            self._since,
            self._since,
            feed,
            sheet.oxygen_kg * feed,
            sheet.metal_kg * feed,
            product,
            sheet.tailings_kg * feed,
            feed * (sheet.energy_kwh + campaign.scenario.plant.excavation_kwh_per_kg) / HOURS_PER_DAY,
            sheet.reagent_kg * feed,
        )
        if product > 0:
            campaign.first_product()
        self._version += 1
        days = self._days_to_stock_out()
        if self._since + days < campaign.horizon_days:
            campaign.env.timeout(days, self._version).callbacks.append(self._stock_out)

    def _days_to_stock_out(self) -> float:
        rates = self._rates
        if rates.feed <= 0:
            return math.inf
        days = self.soil_left_kg / rates.feed
        if rates.reagents > 0:
            days = min(days, self.reagents_kg / rates.reagents)
        spares = self.needs.spares_kg_per_day * self.units
        if spares > 0:
            days = min(days, self.spares_kg / spares)
        return max(days, _INSTANT_DAYS)

    def _stock_out(self, timeout: Any) -> None:
        if timeout.value == self._version:
            self._integrate()
            self._decide()

    def close(self) -> None:
        """Bring stocks up to the horizon and hand them to the trace."""
        self._integrate()
        trace, stocks = self._campaign.trace, self.stocks
        trace.soil_stocks_kg = dict(stocks)
        sent = sum(shipment.sent_kg for shipment in trace.shipments)
        arrived = sum(shipment.sent_kg for shipment in trace.shipments if shipment.received_kg)
        received = sum(sum(shipment.received_kg.values()) for shipment in trace.shipments)
        # What went into each node minus what came out of it and what is left there, each booked for itself.
        trace.node_residual_kg = {
            "melt": stocks["soil"] - stocks["oxygen"] - stocks["metal"] - stocks["tailings"] - stocks["product"],
            "product": stocks["product"] - self.shipped_kg - self._product_kg,
            "shipments": self.shipped_kg - sent,
            "arrivals": arrived - received,
            "reagents": stocks["reagents_in"] - stocks["reagents"] - self.reagents_kg,
            "spares": stocks["spares_in"] - stocks["spares"] - self.spares_kg,
        }


_STOCKS = (
    "soil",
    "oxygen",
    "metal",
    "tailings",
    "product",
    "leached",
    "reagents",
    "reagents_in",
    "spares",
    "spares_in",
)
"""What is counted: soil dug and leached, what came of it, reagents lost and spares worn with what was taken in."""

_INSTANT_DAYS = 1e-9
"""What lasts no longer is gone: the clock cannot tell such days apart, and a stock-out would follow itself for ever."""


def _left(stock: float, rate: float, days: float) -> float:
    left = stock - rate * days
    return left if left > rate * _INSTANT_DAYS else 0.0
