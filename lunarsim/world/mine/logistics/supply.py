"""The flights that bring the plant with what the first returns need, and the commissioning of its units."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from lunarsim.scenario.groups.extraction.plant import Plant
from lunarsim.scenario.groups.station import Station
from lunarsim.scenario.groups.waits import Waits
from lunarsim.words.draws import Draws
from lunarsim.words.sums import total
from lunarsim.world.causes import cause_of_loss, cut_down
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.flight import FlyFleet
from lunarsim.world.flights.hold import SAME_DAY, Hold, wait_out
from lunarsim.world.flights.readiness import SlipOf
from lunarsim.world.history.flight_outcomes import PARTIAL
from lunarsim.world.history.flights import Flight
from lunarsim.world.history.mine import Lack, MineTrace
from lunarsim.world.history.missions import DaysByCause, MissionRecord
from lunarsim.world.history.notes import MissionWait, Note
from lunarsim.world.history.stations import OpenWait
from lunarsim.world.mine.logistics.cargo import MineCargo
from lunarsim.world.mine.logistics.return_plan import NOTHING_KG, ReturnSupplies
from lunarsim.world.mine.unit_needs import commissioning_days
from lunarsim.world.programs.dated_plans import DatedPlan
from lunarsim.world.signal import Signal

MOST_STEPS = 10
"""Steps in which units that land together come to work: of many, as many together as share one, with the slowest."""


class Supply:
    """The flights of the plant in one run.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    plan : DatedPlan
        Planned launch of the plant.
    cargo : MineCargo
        What flights carry.
    plant : Plant
        Its units.
    interval_days : float
        Usual time from one fleet to the next [day].
    gates_open_day, technology_ready_day : float
        From when on gates and technology let it fly, infinity for never [day].
    station : Station
        How commissioning goes, and who leads.
    waits : Waits
        Which causes of delay are on.
    first_soil_days : float
        Way of the first load of soil [day].
    slip : callable
        How plans slip.
    fly : callable
        Flies orders on as many landers.
    lack : callable
        What a unit that has landed lacks to be commissioned; None for nothing.
    add_units : callable
        Puts some units of the plant to work.
    supply_returns : callable
        Brings craft and propellant for returns.
    draws : Draws
        The draws of the run.
    trace : MineTrace
        Its slice of the trace.
    notes : list of Note, optional
        Notes of a run that keeps them.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        plan: DatedPlan,
        cargo: MineCargo,
        plant: Plant,
        interval_days: float,
        gates_open_day: float,
        technology_ready_day: float,
        station: Station,
        waits: Waits,
        first_soil_days: float,
        slip: SlipOf,
        fly: FlyFleet,
        lack: Callable[[], Lack | None],
        add_units: Callable[[int], None],
        supply_returns: Callable[[ReturnSupplies], None],
        draws: Draws,
        trace: MineTrace,
        notes: list[Note] | None = None,
    ) -> None:
        self._clock = clock
        self._cargo = cargo
        self._plant = plant
        self._interval_days = interval_days
        self._gates_open_day = gates_open_day
        self._technology_ready_day = technology_ready_day
        self._station = station
        self._waits = waits
        self._first_soil_days = first_soil_days
        self._slip = slip
        self._fly = fly
        self._lack = lack
        self._add_units = add_units
        self._supply_returns = supply_returns
        self._draws = draws
        self._trace = trace
        self._notes = notes
        # What of the plant and of the first returns has landed, and is to come [kg].
        self._delivered_kg = self._missing_kg = 0.0
        self._complete, self._is_equipped = 0, False
        self._plan = plan
        trace.record = MissionRecord(plan.planned_day)
        # What units that have landed lack, and what ends when that changes.
        self._lacked: Lack | None = None
        self._changed = clock.never
        self.first_unit_commissioned: Signal[()] = Signal()
        """The first unit of the plant is about to work."""

    def start(self) -> None:
        """Begin to build the plant, if there is to be one."""
        if self._plant.units > 0:
            self._clock.start(self._build_plant())

    def _build_plant(self) -> Process[None]:
        """Wait for plan, gates and technology, fly the plant in, put each unit to work when all of it is there."""
        clock, plant, cargo, trace = self._clock, self._plant, self._cargo, self._trace
        record = trace.record
        slip = self._slip(self._plan, record.planned_day, 0.0)
        record.waits |= slip._asdict()
        yield clock.wait_until(record.planned_day + total(slip, 0.0))
        for cause, day, acts in (
            ("prerequisite", self._gates_open_day, self._waits.prerequisite),
            ("readiness", self._technology_ready_day, self._waits.readiness),
        ):
            if acts and day > clock.now + SAME_DAY:
                yield from wait_out(clock, Hold(cause, day), record, self._notes)
        self._missing_kg = max(cargo.masses.with_units_kg(plant.units), cargo.masses.with_returns_kg)
        trace.unit_hardware_kg = cargo.unit_hardware_kg
        attempt = 0
        while self._missing_kg > NOTHING_KG:
            attempt += yield from self._fly_fleet(attempt)

    def _fly_fleet(self, attempt: int) -> Process[int]:
        """Fly a fleet with what the plant lacks; return how many flights it was when the next one is due."""
        clock, cargo, record = self._clock, self._cargo, self._trace.record
        first, had_kg, lost = attempt, self._delivered_kg, ""
        orders, due = cargo.plant_orders(had_kg, self._missing_kg), math.inf
        while orders:
            flights = yield from self._fly(orders, attempt, record, attempt > first)
            if attempt == first:
                set_out, waits = record.launched_day, dict(record.waits)
                # Cargo landers are made in series: the next ones come at the usual interval, after a loss as well.
                due = max(set_out + self._interval_days, clock.now)
            lost = lost or next((cause_of_loss(one.outcome) for one in flights if one.outcome > PARTIAL), "")
            attempt += len(flights)
            self._take_in(flights)
            # The rest flies on as soon as stand-down, pads and windows let it.
            rest = len(orders) - len(flights)
            orders = cargo.plant_orders(self._delivered_kg, self._missing_kg)[:rest] if rest else []
        if self._missing_kg > NOTHING_KG:
            # The plant is late by a fleet that was not to come anyway, and by the rest's waits beyond the interval.
            record.waits = cut_down(waits, record.waits, max(clock.now - due, 0.0))
            masses, landed_kg = cargo.masses, self._delivered_kg
            goals_kg = masses.with_units_kg(1), masses.with_returns_kg, landed_kg + self._missing_kg
            goal_kg = next(mass for mass in goals_kg if mass > landed_kg + NOTHING_KG)
            if lost and cargo.fleets(goal_kg - landed_kg) >= cargo.fleets(goal_kg - had_kg):
                record.waits[lost] = record.waits.get(lost, 0.0) + due - set_out
            if due > clock.now:
                yield clock.wait(due - clock.now)
        return attempt - first

    def _take_in(self, flights: list[Flight]) -> None:
        """Take in what flights have landed, and put together what is complete."""
        clock, masses = self._clock, self._cargo.masses
        for flight in flights:
            contents = self._cargo.plant_contents(self._delivered_kg, flight.landed_kg)
            self._trace.cargo.append((clock.now, contents))
            self._delivered_kg += flight.landed_kg
            self._missing_kg -= flight.landed_kg
        landed_kg = self._delivered_kg + NOTHING_KG
        if not self._is_equipped and landed_kg >= masses.with_returns_kg:
            self._supply_returns(self._cargo.first_supplies)
            self._is_equipped = True
        complete = self._complete
        while complete < self._plant.units and landed_kg >= masses.with_units_kg(complete + 1):
            complete += 1
        if complete > self._complete:
            clock.start(self._commission(self._complete, complete - self._complete, dict(self._trace.record.waits)))
            self._complete = complete

    def commission(self, number: int) -> None:
        """Commission a unit that the plant has made for itself; numbers go on from those that were flown in."""
        self._clock.start(self._commission(number, 1, {}))

    def _commission(self, number: int, units: int, waits: DaysByCause) -> Process[None]:
        """Commission units that landed together, from one number on, each in a time of its own."""
        clock, station = self._clock, self._station
        if self._lack() is not None:
            yield from self._wait_for_station(number, waits)
        nominal = commissioning_days(self._plant)
        each = [nominal] * units
        if self._waits.commissioning:
            multiplier, ln_sd = station.commissioning_multiplier, station.commissioning_ln_sd
            normals = (self._draws.normal("plant", "commissioning", number + unit) for unit in range(units))
            each = sorted(nominal * (multiplier * math.exp(ln_sd * normal)) for normal in normals)
            step = math.ceil(units / MOST_STEPS)
            each = [each[min(unit - unit % step + step, units) - 1] for unit in range(units)]
        began = clock.now
        for days, together in itertools.groupby(each):
            yield clock.wait(max(days + self._first_soil_days - (clock.now - began), 0.0))
            if number == 0 and days == each[0]:
                self._trace.product_waits = waits | {"commissioning": days - nominal}
                self.first_unit_commissioned.emit()
            self._add_units(len(list(together)))

    def _wait_for_station(self, number: int, waits: DaysByCause) -> Process[None]:
        """Wait until a unit lacks nothing any more, and book the time on why it did."""
        clock, trace, notes, first, note = self._clock, self._trace, self._notes, number == 0, 0
        while (lack := self._lack()) is not None:
            since = clock.now
            if first:
                trace.open_wait = OpenWait(waits, lack.cause, since)
            if first and notes is not None:
                notes.append(MissionWait(since, trace.record, lack.cause, clock.horizon_days))
                note = len(notes) - 1
            if self._lacked is None:
                self._lacked, self._changed = lack, clock.conclusion()
            yield self._changed
            waits[lack.cause] = waits.get(lack.cause, 0.0) + clock.now - since
            if first and notes is not None:
                notes[note] = MissionWait(since, trace.record, lack.cause, clock.now)
        if first:
            trace.open_wait, trace.product_waits = None, waits

    def station_changed(self) -> None:
        """Look again at what units lack that have landed."""
        if self._lacked is not None and self._lack() != self._lacked:
            self._lacked = None
            self._changed.conclude()
