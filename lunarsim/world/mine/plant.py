"""The plant: rates that change at events only, integrated exactly between them, every kilogram in one stock."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lunarsim.physics.process.start_up import start_up_level
from lunarsim.words.units import DAYS_PER_YEAR, HOURS_PER_DAY
from lunarsim.world.mine.deposit import DepositState
from lunarsim.world.mine.feed_limits import START_UP_STEPS, STOPPED, FeedRule
from lunarsim.world.mine.flowsheet import Sheet
from lunarsim.world.mine.unit_needs import LEARNING_YEARS, UnitNeeds, availability_after, stands_at_station
from lunarsim.world.trace import Limits, PlantInterval

if TYPE_CHECKING:
    from lunarsim.world.wiring import Campaign


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
        self._leached = self._wear = 0.0
        self.lacks_power = False
        """Whether power is what binds now, at least for a part of the time."""
        self.powerless_days = 0.0
        """Days for which a commissioned plant stood still as it had no power."""
        self._since = 0.0
        self._version = 0
        self.rule = FeedRule(scenario, self.needs)
        self._availability = scenario.plant.availability
        # Units by how many steps of their start-up they have gone up.
        self._started = [0] * (START_UP_STEPS + 1)
        share = scenario.plant.start_up_share
        self._shares = [float(start_up_level(share, step, START_UP_STEPS)) for step in range(START_UP_STEPS + 1)]
        self._at_station = stands_at_station(scenario)
        self.lives_on_own_power = self._lives_on_own_power()

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
        self._campaign.trace.mine.units.append((self._campaign.env.now, float(self.units)))
        plant = self._campaign.scenario.plant
        if self.units == 1 and plant.downtime_learning > 0 and plant.availability < 1:
            for doublings, years in enumerate(LEARNING_YEARS, start=1):
                self._later(years * DAYS_PER_YEAR, doublings, self._learn)
        if plant.start_up_days > 0 and plant.start_up_share < 1:
            self._started[0] += 1
            for step in range(START_UP_STEPS):
                self._later((step + 1) * plant.start_up_days / START_UP_STEPS, step, self._step_up)
        else:
            self._started[-1] += 1
        self._decide()

    def _later(self, days: float, value: int, then: Callable[[Any], None]) -> None:
        campaign = self._campaign
        if campaign.env.now + days < campaign.horizon_days:
            campaign.env.timeout(days, value).callbacks.append(then)

    def _learn(self, timeout: Any) -> None:
        self._integrate()
        self._availability = availability_after(self._campaign.scenario, timeout.value)
        self._decide()

    def _step_up(self, timeout: Any) -> None:
        self._integrate()
        self._started[timeout.value] -= 1
        self._started[timeout.value + 1] += 1
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
        if self.units and not self.lives_on_own_power and self._feed()[0] != self._rates.feed:
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
                stocks["spares"] += self._wear * days
                self.spares_kg = _left(self.spares_kg, self._wear, days)
                rates.start_day, rates.end_day = self._since, now
                self._campaign.trace.mine.intervals.append(rates)
            elif self.lacks_power:
                self.powerless_days += days
        self._since = now

    @property
    def _sheet(self) -> Sheet | None:
        """The balance by which the plant runs now; None where it lacks reagents and would make nothing without."""
        return self.sheet if self.reagents_kg > 0 or self.sheet.reagent_kg == 0 else self.sheet.idle

    def _feed(self) -> tuple[float, Limits]:
        """Return the soil that machines, power and stocks allow to be fed now [kg/day], and which of them binds."""
        sheet = self._sheet
        if self.soil_left_kg <= 0:
            return 0.0, STOPPED["soil"]
        if self.spares_kg <= 0 < self.needs.spares_kg_per_day:
            return 0.0, STOPPED["spares"]
        if sheet is None:
            return 0.0, STOPPED["reagents"]
        surplus_kw = max(self._campaign.station.surplus_kw, 0.0) if self._at_station else 0.0
        feed, limits = self.rule.feed(sheet, self.units, self._level, self._availability, surplus_kw)
        # A plant that lacks reagents goes on for its by-products, but its rare earths are held down.
        return feed, limits if sheet is self.sheet else STOPPED["reagents"]

    def _lives_on_own_power(self) -> bool:
        """Return whether the power of the station never changes what the plant does.

        The less of the time a plant works, the more power it takes for what the excavators dig meanwhile: what is
        enough at the first availability above 0 is enough later, and for each unit as for one.
        """
        if not self._at_station:
            return True
        sheets = [self.sheet] if self.sheet.idle is None else [self.sheet, self.sheet.idle]
        availability = self._availability or availability_after(self._campaign.scenario, 1)
        feeds = [self.rule.feed(sheet, 1, 1.0, availability, 0.0) for sheet in sheets]
        return not any(limit == "power" for _, limits in feeds for limit, _ in limits)

    @property
    def is_supplied(self) -> bool:
        """Return whether units come with stocks of all that they use up."""
        needs = self.needs
        uses_spares = needs.upkeep_kg_per_day > 0 or needs.wear_kg_per_kg > 0
        return (needs.reagents_kg > 0 or self.sheet.reagent_kg == 0) and (needs.spares_kg > 0 or not uses_spares)

    def capacity_share(self, days: float) -> float:
        """Return the share of its capacity that a unit has after so many days of work [1]."""
        start_up_days = self._campaign.scenario.plant.start_up_days
        step = int(days / start_up_days * START_UP_STEPS) if days < start_up_days else START_UP_STEPS
        return self._shares[step]

    @property
    def _level(self) -> float:
        """The units at work, each counted by the share of its capacity that it has reached."""
        if self._started[-1] == self.units:
            return float(self.units)
        return sum(count * share for count, share in zip(self._started, self._shares, strict=True))

    def _decide(self) -> None:
        campaign, sheet = self._campaign, self._sheet or self.sheet
        feed, limits = self._feed()
        steps = campaign.trace.mine.limits
        if not steps or steps[-1][1] != limits:
            steps.append((self._since, limits))
        self.lacks_power = any(limit == "power" for limit, _ in limits)
        self._wear = self.needs.upkeep_kg_per_day * self.units + self.needs.wear_kg_per_kg * feed
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
            feed * (sheet.energy_kwh + self.needs.mine_kwh_per_kg) / HOURS_PER_DAY,
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
        if self._wear > 0:
            days = min(days, self.spares_kg / self._wear)
        return max(days, _INSTANT_DAYS)

    def _stock_out(self, timeout: Any) -> None:
        if timeout.value == self._version:
            self._integrate()
            self._decide()

    def close(self) -> None:
        """Bring stocks up to the horizon and hand them to the trace."""
        self._integrate()
        trace, stocks = self._campaign.trace, self.stocks
        trace.mine.stocks_kg = dict(stocks)
        sent = sum(shipment.sent_kg for shipment in trace.mine.shipments)
        arrived = sum(shipment.sent_kg for shipment in trace.mine.shipments if shipment.received_kg)
        received = sum(sum(shipment.received_kg.values()) for shipment in trace.mine.shipments)
        # What went into each node minus what came out of it and what is left there, each booked for itself.
        trace.mine.residual_kg = {
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
