"""The plant: rates that change at events only, integrated exactly between them, every kilogram in one stock."""

from __future__ import annotations

import math
from collections.abc import Callable

from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.words.sums import total
from lunarsim.words.units import DAYS_PER_YEAR, HOURS_PER_DAY
from lunarsim.world.clock import Clock
from lunarsim.world.mine.feed_limits import START_UP_STEPS, STOPPED
from lunarsim.world.mine.flowsheet import SolvedFlowsheet
from lunarsim.world.mine.plant_design import PlantDesign
from lunarsim.world.mine.unit_needs import LEARNING_YEARS
from lunarsim.world.mine_history import Limits, PlantInterval
from lunarsim.world.signal import Signal
from lunarsim.world.trace import MineTrace


class PlantState:
    """The plant of one run.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    plant : Plant
        Its availability, start-up and learning.
    design : PlantDesign
        What a run does not change.
    soil_kg : float
        Soil that it can dig [kg].
    surplus_kw : callable
        The power that the station leaves, below 0 where it is short itself [kW].
    trace : MineTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        plant: Plant,
        design: PlantDesign,
        *,
        soil_kg: float,
        surplus_kw: Callable[[], float],
        trace: MineTrace,
    ) -> None:
        self._clock = clock
        self._plant = plant
        self._design = design
        self._sheet = design.flowsheet
        self._needs = design.needs
        self._uses_station = not design.lives_on_own_power
        self._surplus_kw = surplus_kw
        self._trace = trace
        self.units = 0
        self.soil_left_kg = soil_kg
        self.reagents_kg = 0.0
        self.spares_kg = 0.0
        self.stocks_kg = dict.fromkeys(STOCKS, 0.0)
        self._shipped_kg = 0.0
        self._rates = PlantInterval(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        self._leached = self._wear = 0.0
        self._lacks_power = False
        self._makes_product = False
        self._since = 0.0
        self._version = 0
        self._availability = plant.availability
        # Units by how many steps of their start-up they have gone up.
        self._started = [0] * (START_UP_STEPS + 1)
        self.product_started: Signal[()] = Signal()
        """The plant makes its first product."""

    def product_kg(self) -> float:
        """Return the product that has been made and not shipped [kg]."""
        return self.stocks_kg["product_left"]

    def oxygen_kg(self) -> float:
        """Return the oxygen that has been made and not used [kg]."""
        return self.stocks_kg["oxygen_left"]

    def lacks_power(self) -> bool:
        """Return whether power is what binds now, at least for a part of the time."""
        return self._lacks_power

    def add_unit(self) -> None:
        """Put a unit to work with the stocks that came along."""
        self._integrate()
        self.units += 1
        self._take_in(self._needs.reagents_kg, self._needs.spares_kg)
        self._trace.units.append((self._clock.now, float(self.units)))
        plant = self._plant
        if self.units == 1 and plant.downtime_learning > 0 and plant.availability < 1:
            for doublings, years in enumerate(LEARNING_YEARS, start=1):
                self._later(years * DAYS_PER_YEAR, self._learn, doublings)
        if plant.start_up_days > 0 and plant.start_up_share < 1:
            self._started[0] += 1
            for step in range(START_UP_STEPS):
                self._later((step + 1) * plant.start_up_days / START_UP_STEPS, self._step_up, step)
        else:
            self._started[-1] += 1
        self._decide()

    def _later(self, days: float, function: Callable[[int], None], value: int) -> None:
        clock = self._clock
        if clock.now + days < clock.horizon_days:
            clock.after(days, function, value)

    def _learn(self, doublings: int) -> None:
        self._integrate()
        self._availability = self._design.availabilities[doublings]
        self._decide()

    def _step_up(self, step: int) -> None:
        self._integrate()
        self._started[step] -= 1
        self._started[step + 1] += 1
        self._decide()

    def shortage_kg(self) -> tuple[float, float]:
        """Return the reagents and the spares that the units at work lack of their full stocks now [kg]."""
        self.settle()
        needs = self._needs
        return self.units * needs.reagents_kg - self.reagents_kg, self.units * needs.spares_kg - self.spares_kg

    def resupply(self, reagents_kg: float, spares_kg: float) -> None:
        """Take in reagents and spares [kg]."""
        self._integrate()
        self._take_in(reagents_kg, spares_kg)
        self._decide()

    def _take_in(self, reagents_kg: float, spares_kg: float) -> None:
        self.reagents_kg += reagents_kg
        self.spares_kg += spares_kg
        self.stocks_kg["reagents_in"] += reagents_kg
        self.stocks_kg["spares_in"] += spares_kg

    def ship(self, product_kg: float, oxygen_kg: float) -> None:
        """Hand product over for its return, and oxygen as propellant [kg]."""
        self._shipped_kg += product_kg
        self.stocks_kg["product_left"] -= product_kg
        self.stocks_kg["oxygen_left"] -= oxygen_kg

    def settle(self) -> None:
        """Bring stocks up to now and decide on the rates again, as power may have changed."""
        if self.units:
            self._integrate()
            self._decide()

    def power_changed(self) -> None:
        """Follow the station's power, where the plant can use what the station leaves."""
        if self.units and self._uses_station and self._feed()[0] != self._rates.feed:
            self.settle()

    def _integrate(self) -> None:
        now = self._clock.now
        rates, days = self._rates, now - self._since
        if days > 0 and self.units:
            stocks = self.stocks_kg
            stocks["soil"] += rates.feed * days
            stocks["oxygen"] += rates.oxygen * days
            stocks["metal"] += rates.metal * days
            stocks["tailings"] += rates.tailings * days
            stocks["product"] += rates.product * days
            stocks["product_left"] += rates.product * days
            stocks["oxygen_left"] += rates.oxygen * days
            stocks["leached"] += self._leached * days
            stocks["reagents"] += rates.reagents * days
            self.soil_left_kg = _left(self.soil_left_kg, rates.feed, days)
            self.reagents_kg = _left(self.reagents_kg, rates.reagents, days)
            if rates.feed > 0:
                stocks["spares"] += self._wear * days
                self.spares_kg = _left(self.spares_kg, self._wear, days)
                rates.start_day, rates.end_day = self._since, now
                self._trace.intervals.append(rates)
            elif self._lacks_power:
                self._trace.powerless_days += days
        self._since = now

    def _running_sheet(self) -> SolvedFlowsheet | None:
        """Return the balance by which the plant runs now; None where it lacks reagents and would make nothing."""
        return self._sheet if self.reagents_kg > 0 or self._sheet.reagent_kg == 0 else self._sheet.idle

    def _feed(self) -> tuple[float, Limits]:
        """Return the soil that machines, power and stocks allow to be fed now [kg/day], and which of them binds."""
        sheet = self._running_sheet()
        if self.soil_left_kg <= 0:
            return 0.0, STOPPED["soil"]
        if self.spares_kg <= 0 < self._needs.spares_kg_per_day:
            return 0.0, STOPPED["spares"]
        if sheet is None:
            return 0.0, STOPPED["reagents"]
        surplus_kw = max(self._surplus_kw(), 0.0) if self._design.at_station else 0.0
        feed, limits = self._design.rule.feed(sheet, self.units, self._level(), self._availability, surplus_kw)
        # A plant that lacks reagents goes on for its by-products, but its rare earths are held down.
        return feed, limits if sheet is self._sheet else STOPPED["reagents"]

    def _level(self) -> float:
        """Return the units at work, each counted by the share of its capacity that it has reached."""
        if self._started[-1] == self.units:
            return float(self.units)
        return total(
            (count * share for count, share in zip(self._started, self._design.level_shares, strict=True)), 0.0
        )

    def _decide(self) -> None:
        needs, sheet = self._needs, self._running_sheet() or self._sheet
        feed, limits = self._feed()
        steps = self._trace.limits
        if not steps or steps[-1][1] != limits:
            steps.append((self._since, limits))
        self._lacks_power = any(limit == "power" for limit, _ in limits)
        self._wear = needs.upkeep_kg_per_day * self.units + needs.wear_kg_per_kg * feed
        self._leached = feed if sheet is self._sheet else 0.0
        product = sheet.product_kg * feed
        self._rates = PlantInterval(
            self._since,
            self._since,
            feed,
            sheet.oxygen_kg * feed,
            sheet.metal_kg * feed,
            product,
            sheet.tailings_kg * feed,
            feed * (sheet.energy_kwh + needs.mine_kwh_per_kg) / HOURS_PER_DAY,
            sheet.reagent_kg * feed,
            self._wear,
        )
        if product > 0 and not self._makes_product:
            self._makes_product = True
            self.product_started.emit()
        self._version += 1
        days = self._days_to_stock_out()
        clock = self._clock
        if self._since + days < clock.horizon_days:
            clock.after(days, self._stock_out, self._version)

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

    def _stock_out(self, version: int) -> None:
        if version == self._version:
            self._integrate()
            self._decide()

    def close(self) -> None:
        """Bring stocks up to the horizon and hand them to the trace."""
        self._integrate()
        trace, stocks = self._trace, self.stocks_kg
        trace.stocks_kg = dict(stocks)
        sent = total((shipment.sent_kg for shipment in trace.shipments), 0.0)
        arrived = total((shipment.sent_kg for shipment in trace.shipments if shipment.received_kg), 0.0)
        received = total((total(shipment.received_kg.values(), 0.0) for shipment in trace.shipments), 0.0)
        # What went into each node minus what came out of it and what is left there, each booked for itself.
        trace.residual_kg = {
            "melt": stocks["soil"] - stocks["oxygen"] - stocks["metal"] - stocks["tailings"] - stocks["product"],
            "product": stocks["product"] - self._shipped_kg - stocks["product_left"],
            "shipments": self._shipped_kg - sent,
            "arrivals": arrived - received,
            "reagents": stocks["reagents_in"] - stocks["reagents"] - self.reagents_kg,
            "spares": stocks["spares_in"] - stocks["spares"] - self.spares_kg,
        }


STOCKS = (
    "soil",
    "oxygen",
    "metal",
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

_INSTANT_DAYS = 1e-9
"""What lasts no longer is gone: the clock cannot tell such days apart, and a stock-out would never end."""


def _left(stock: float, rate: float, days: float) -> float:
    left = stock - rate * days
    return left if left > rate * _INSTANT_DAYS else 0.0
