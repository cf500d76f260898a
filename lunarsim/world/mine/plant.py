"""The plant: rates that change at events only, integrated exactly between them, every kilogram in one stock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from lunarsim.physics.power.night_duty import Sources
from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.library.power.ratings import NOTHING
from lunarsim.words.units import HOURS_PER_DAY
from lunarsim.world.clock import Clock
from lunarsim.world.history.mine import Contact, Lack, Limits, MineTrace, PlantInterval
from lunarsim.world.mine.feed_limits import STOPPED
from lunarsim.world.mine.flowsheet import SolvedFlowsheet
from lunarsim.world.mine.plant_design import PlantDesign
from lunarsim.world.mine.plant_stocks import INSTANT_DAYS, PlantStocks
from lunarsim.world.mine.start_up import StartUp
from lunarsim.world.signal import Signal

T = TypeVar("T")


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
    left : callable
        The sources that the loads of the station leave.
    lack, contact : callable
        What a plant beside the station lacks of it now, and the contact of those who dig.
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
        left: Callable[[], Sources],
        lack: Callable[[], Lack | None],
        contact: Callable[[], Contact],
        trace: MineTrace,
    ) -> None:
        self._clock = clock
        self._design = design
        self._sheet = design.flowsheet
        self._needs = design.needs
        self._uses_station = not design.lives_on_own_power
        self._left = left
        self._lack = lack
        self._contact = contact
        self._trace = trace
        self.stocks = PlantStocks(soil_kg)
        self._rates = PlantInterval(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        self._leached = 0.0
        self._held_by = ""
        self._makes_product = False
        self._awaited_metal_kg = 0.0
        self._since = 0.0
        self._version = 0
        self._start_up = StartUp(plant, design)
        self.product_started: Signal[()] = Signal()
        """The plant makes its first product."""
        self.unit_added: Signal[()] = Signal()
        """A further unit is at work."""
        self.work_changed: Signal[()] = Signal()
        """The plant begins to work, or stands still."""
        self.metal_ready: Signal[()] = Signal()
        """There is as much metal as was asked for, or more can be made again."""

    @property
    def units(self) -> int:
        """Return the units at work."""
        return self._start_up.units

    def product_kg(self) -> float:
        """Return the product that has been made and not shipped [kg]."""
        return self.stocks.moved_kg["product_left"]

    def oxygen_kg(self) -> float:
        """Return the oxygen that has been made and not used [kg]."""
        return self.stocks.moved_kg["oxygen_left"]

    def await_metal(self, mass_kg: float) -> None:
        """Announce when there is so much metal, or when more than before can be made of what there is [kg]."""
        self._awaited_metal_kg = mass_kg
        self.settle()

    def take_metal(self, mass_kg: float) -> bool:
        """Take metal out of the stocks, if there is so much [kg]."""
        self.settle()
        return self.stocks.take_metal(mass_kg)

    def has_room_for_a_unit(self, to_come: int) -> bool:
        """Return whether a further unit would be fed half as much as another, or more, by power and stocks.

        Units to come that are not at work yet have their part first.
        """
        without, more = self._feed(to_come)[0], self._feed(to_come + 1)[0]
        return more - without > _WORTH_A_UNIT * without / (self.units + to_come) if without > 0 else more > 0

    def working_units(self) -> int:
        """Return the units of a plant that works, 0 of one that stands still."""
        return self.units if self._rates.feed > 0 else 0

    def held_by(self) -> str:
        """Return the cause of delay, power or what the station lacks, that binds now for a part of the time or more."""
        return self._held_by

    def add_units(self, count: int = 1) -> None:
        """Put some units to work with the stocks that came along."""
        self._integrate()
        for days, change in self._start_up.add(count):
            self._later(days, self._change, change)
        self.stocks.take_in(count * self._needs.reagents_kg, count * self._needs.spares_kg)
        self._trace.units.append((self._clock.now, float(self.units)))
        self._decide()
        self.unit_added.emit()

    def _later(self, days: float, function: Callable[[T], None], value: T) -> None:
        clock = self._clock
        if clock.now + days < clock.horizon_days:
            clock.after(days, function, value)

    def _change(self, change: Callable[[], None]) -> None:
        self._integrate()
        change()
        self._decide()

    def shortage_kg(self) -> tuple[float, float]:
        """Return the reagents and the spares that the units at work lack of their full stocks now [kg]."""
        self.settle()
        needs, stocks = self._needs, self.stocks
        return self.units * needs.reagents_kg - stocks.reagents_kg, self.units * needs.spares_kg - stocks.spares_kg

    def resupply(self, reagents_kg: float, spares_kg: float) -> None:
        """Take in reagents and spares [kg]."""
        self._integrate()
        self.stocks.take_in(reagents_kg, spares_kg)
        self._decide()

    def ship(self, product_kg: float, oxygen_kg: float) -> None:
        """Hand product over for its return, and oxygen as propellant [kg]."""
        self.stocks.ship(product_kg, oxygen_kg)

    def settle(self) -> None:
        """Bring stocks up to now and decide on the rates again, as power may have changed."""
        if self.units:
            self._integrate()
            self._decide()

    def station_changed(self) -> None:
        """Follow what the station beside the plant does for it, and the power that it leaves."""
        if self.units and self._design.at_station:
            feed, limits, held_by = self._feed()
            if feed != self._rates.feed or held_by != self._held_by or limits != self._trace.limits[-1][1]:
                self.settle()

    def _integrate(self) -> None:
        now = self._clock.now
        rates, days = self._rates, now - self._since
        if days > 0 and self.units:
            self.stocks.work(rates, self._leached, days)
            if rates.feed > 0:
                rates.start_day, rates.end_day = self._since, now
                self._trace.intervals.append(rates)
            elif self._held_by:
                idle_days = self._trace.idle_days
                idle_days[self._held_by] = idle_days.get(self._held_by, 0.0) + days
        self._since = now

    def _running_sheet(self) -> SolvedFlowsheet | None:
        """Return the balance by which the plant runs now; None where it lacks reagents and would make nothing."""
        return self._sheet if self.stocks.reagents_kg > 0 or self._sheet.reagent_kg == 0 else self._sheet.idle

    def _feed(self, further_units: int = 0) -> tuple[float, Limits, str]:
        """Return the soil that can be fed now [kg/day], what binds, and the cause of delay that it is, if it is one.

        Further units are counted at full capacity beside those at work.
        """
        sheet, stocks = self._running_sheet(), self.stocks
        if stocks.soil_left_kg <= 0:
            return 0.0, STOPPED["soil"], ""
        if stocks.spares_kg <= 0 < self._needs.spares_kg_per_day:
            return 0.0, STOPPED["spares"], ""
        if sheet is None:
            return 0.0, STOPPED["reagents"], ""
        left, contact = NOTHING, _ALWAYS
        if self._design.at_station:
            lack = self._lack()
            if lack is not None:
                return 0.0, STOPPED[lack.limit], lack.cause
            contact = self._contact()
            if self._uses_station:
                left = self._left()
        at_work = self._start_up
        units, level = at_work.units + further_units, at_work.level() + further_units
        feed, limits = self._design.rule.feed(sheet, units, level, at_work.availability, left, contact.share)
        binding = {limit for limit, _ in limits}
        held_by = "power" if "power" in binding else contact.cause if "contact" in binding else ""
        # A plant that lacks reagents goes on for its by-products, but its rare earths are held down.
        return feed, limits if sheet is self._sheet else STOPPED["reagents"], held_by

    def _restart_kw(self, sheet: SolvedFlowsheet, feed: float) -> float:
        """Return the power that restarts of cells take now [kW]."""
        if not self._design.rule.has_cells:
            return 0.0
        left = self._left() if self._uses_station else NOTHING
        at_work = self._start_up
        return self._design.rule.restart_kw(sheet, at_work.units, at_work.level(), at_work.availability, left, feed)

    def _decide(self) -> None:
        needs, sheet = self._needs, self._running_sheet() or self._sheet
        feed, limits, self._held_by = self._feed()
        steps = self._trace.limits
        if not steps or steps[-1][1] != limits:
            steps.append((self._since, limits))
        self._leached = feed if sheet is self._sheet else 0.0
        product = sheet.product_kg * feed
        rises, turns = feed > self._rates.feed, (feed > 0) != (self._rates.feed > 0)
        self._rates = PlantInterval(
            self._since,
            self._since,
            feed,
            sheet.oxygen_kg * feed,
            sheet.metal_kg * feed,
            product,
            sheet.tailings_kg * feed,
            feed * (sheet.energy_kwh + needs.mine_kwh_per_kg) / HOURS_PER_DAY + self._restart_kw(sheet, feed),
            sheet.reagent_kg * feed,
            needs.upkeep_kg_per_day * self.units + needs.wear_kg_per_kg * feed,
        )
        if product > 0 and not self._makes_product:
            self._makes_product = True
            self.product_started.emit()
        if turns:
            self.work_changed.emit()
        self._version += 1
        days = self.stocks.days_left(self._rates)
        if self._awaited_metal_kg > 0:
            metal_days = self.stocks.days_to_metal(self._awaited_metal_kg, self._rates)
            if metal_days > 0:
                days = min(days, max(metal_days, INSTANT_DAYS))
            elif rises:
                self._later(0.0, self._announce_metal, 0)
        clock = self._clock
        if self._since + days < clock.horizon_days:
            clock.after(days, self._stock_out, self._version)

    def _stock_out(self, version: int) -> None:
        if version == self._version:
            self._integrate()
            self._decide()
            self._announce_metal(0)

    def _announce_metal(self, _: int) -> None:
        awaited = self._awaited_metal_kg
        if awaited > 0 and self.stocks.days_to_metal(awaited, self._rates) == 0:
            self._awaited_metal_kg = 0.0
            self.metal_ready.emit()

    def close(self) -> None:
        """Bring stocks up to the horizon and hand them to the trace."""
        self._integrate()
        trace, stocks = self._trace, self.stocks
        trace.stocks_kg = dict(stocks.moved_kg)
        trace.residual_kg = stocks.residual_kg(trace.shipments)


_WORTH_A_UNIT = 0.5
"""Share of what a unit is fed that makes a further one worth its while."""

_ALWAYS = Contact(1.0, "")
"""A plant away from the station brings its own link."""
