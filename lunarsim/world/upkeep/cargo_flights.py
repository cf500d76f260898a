"""Cargo flights to a station: spares and replacements that keep it alive, and what no mission brings of its parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import count
from typing import NamedTuple, TypeAlias

from lunarsim.physics.logistics.manifesting import (
    CRUMB_KG,
    Part,
    load_kg,
    partial_delivery,
    rebuilt,
)
from lunarsim.physics.logistics.stocks import order_due_days
from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.scenario.library.asset import Asset
from lunarsim.words.draws import Draws
from lunarsim.world.causes import cause_of_loss
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.flight import Fly
from lunarsim.world.history.flight_outcomes import PARTIAL, SUCCESS
from lunarsim.world.history.missions import HardwareId, MissionRecord
from lunarsim.world.history.upkeep import HARDWARE, PARTS, CargoFlight, UpkeepTrace
from lunarsim.world.signal import Connections
from lunarsim.world.station.hardware import Item
from lunarsim.world.upkeep.lines import Carriers, Line
from lunarsim.world.upkeep.orders import Replacement
from lunarsim.world.upkeep.packing import Cargo, NewParts, Waiting
from lunarsim.world.upkeep.stocks import Stock
from lunarsim.world.upkeep.timer import Timer

SUPPLIES_PRIORITY = 2
"""Supplies fly behind what keeps the loads of highest priority at work."""

URGENT_PRIORITY = 2
"""Least important hardware for which an extra flight is made when it is dead: power, command and houses of crews."""

PARTS_OF_A_LOAD = 32
"""Numbers that are drawn for a load that comes down in part."""

LOOK_DAYS = 1.0
"""How long after the stock has come to its least an order is made: a look at it a moment before would be in vain."""

Deliver: TypeAlias = Callable[[HardwareId, Asset, MissionRecord, Item | None], None]


class Supply(NamedTuple):
    """A stock that flights fill up.

    ``wanted_kg`` gives what it is filled up to now, and what it must not fall below [kg]; ``came`` is called when some
    has come; ``is_hardware`` is whether it is paid for as hardware is.
    """

    stock: Stock
    wanted_kg: Callable[[], tuple[float, float]]
    came: Callable[[], None]
    is_hardware: bool


class CargoFlights:
    """The cargo flights to one station.

    What the landers of the line can carry waits on one list, is packed by priority as long as this costs at most one
    landing, nothing before what it needs, and is flown at regular intervals, where something is ready for it, and at
    once where something important is dead and its replacement is ready. What they cannot carry, a satellite or a module
    too heavy, flies by itself. No supplies fly before the station works, and nothing after the end of its support.
    Parts of the station that no mission brings stand on the same list from a day on.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        Intervals and stocks.
    line : Line
        The landers.
    carriers : Carriers
        What flies by itself what they cannot carry.
    fly : callable
        Flies an order.
    partial_share : float
        Share of a load that a partial landing brings down [1].
    deliver : callable
        Brings hardware to the station, in place of an item or, with None, as a new one.
    functions : callable
        Gives what the station offers now, as bits.
    supplies : mapping
        Stocks that are filled up, by their name on a load.
    parts : NewParts
        Parts of the station that no mission brings.
    draws : Draws
        The draws of the run.
    last_day : float
        End of the support of the station [day].
    trace : UpkeepTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        rules: Upkeep,
        line: Line,
        *,
        carriers: Carriers,
        fly: Fly,
        partial_share: float,
        deliver: Deliver,
        functions: Callable[[], int],
        supplies: Mapping[str, Supply],
        parts: NewParts,
        draws: Draws,
        last_day: float,
        trace: UpkeepTrace,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._line = line
        self._carriers = carriers
        self._fly = fly
        self._partial_share = partial_share
        self._deliver = deliver
        self._functions = functions
        self._supplies = supplies
        self._ordered_kg = dict.fromkeys(supplies, 0.0)
        self._draws = draws
        self._last_day = last_day
        self._trace = trace
        self._started = False
        self._waiting = Waiting(line.capacity_kg)
        self._cargo: dict[str, Cargo] = {}
        self._parts = parts
        self._next_day = 0.0
        self._load_timer = Timer(clock)
        self._supply_timers = {name: Timer(clock) for name in supplies}
        self._flights = 0

    def connect(self, connections: Connections) -> None:
        """Let what is looked at again be looked at in its time."""
        connections.connect(self._load_timer.due, self.look)
        for name, timer in self._supply_timers.items():
            connections.connect(timer.due, partial(self.supply, name))
        if self._parts.items() and self._parts.ready_day < self._clock.horizon_days:
            self._clock.after(self._parts.ready_day, self._add_parts, None)

    def _add_parts(self, _: None) -> None:
        for name, part in self._parts.items():
            self._cargo[name] = part
            self._waiting.add(part.part(self._clock.now))
        self.look()

    def start(self) -> None:
        """Begin to fill the stocks up: the station works."""
        self._started = True
        for name in self._supplies:
            self.supply(name)

    def built(self, replacement: Replacement) -> None:
        """Fly a replacement that has been built."""
        asset = replacement.of.asset
        if self._line.takes(asset):
            cargo = Cargo(replacement.hardware, replacement.of, replacement.of)
            self._cargo[cargo.hardware.text] = cargo
            self._waiting.add(cargo.part(self._clock.now))
            # Others may be built on the same day.
            self._load_timer.at(self._clock.now)
            return
        if self._clock.now < self._last_day:
            self._clock.start(self._fly_alone(replacement))

    def supply(self, name: str) -> None:
        """Order what a stock lacks, if it is too low with all that is to come, and look again when it will be."""
        clock, supply = self._clock, self._supplies[name]
        if not self._started or clock.now >= self._last_day or self._line.capacity_kg <= 0.0:
            return
        wanted_kg, least_kg = supply.wanted_kg()
        left_kg, ordered_kg = supply.stock.left_kg(), self._ordered_kg[name]
        missing_kg = wanted_kg - left_kg - ordered_kg
        if left_kg + ordered_kg < least_kg and missing_kg > CRUMB_KG:
            self._ordered_kg[name] = ordered_kg + missing_kg
            ready_day = clock.now + self._rules.supply_days
            self._waiting.add(Part(name, missing_kg, SUPPLIES_PRIORITY, divisible=True, ready_day=ready_day))
            self.look()
            ordered_kg += missing_kg
        due_days = order_due_days(left_kg, ordered_kg, supply.stock.kg_per_day, 0.0, least_kg)
        if due_days > 0.0:
            self._supply_timers[name].at(clock.now + due_days + LOOK_DAYS)

    def look(self) -> None:
        """Fly what is ready if a lander may go, and look again when the next one may."""
        clock, now = self._clock, self._clock.now
        while self._waiting and now < self._last_day:
            items = {name: cargo.like for name, cargo in self._cargo.items()}
            waiting = self._waiting.look(items, self._functions())
            regular_day = self._regular_day(min([part.ready_day for part in waiting]))
            if regular_day < now - LOOK_DAYS:
                # What was ready then was held up by what it needed: it takes the next one.
                regular_day = self._regular_day(now)
            day = min([regular_day, *[part.ready_day for part in waiting if self._is_urgent(part)]])
            if day > now:
                self._load_timer.at(day)
                return
            if regular_day <= now:
                self._next_day = now + self._rules.flight_interval_days
            clock.start(self._fly_load(self._waiting.load(waiting, now)))

    def functions_changed(self, functions: int) -> None:
        """Look again at what is held up by what it needs."""
        if self._waiting.holds_up:
            self.look()

    def _regular_day(self, ready_day: float) -> float:
        """Return the first day of a regular flight by which something is ready [day]."""
        interval_days = self._rules.flight_interval_days
        missed = math.ceil((ready_day - self._next_day) / interval_days)
        return self._next_day + max(missed, 0) * interval_days

    def _is_urgent(self, part: Part) -> bool:
        """Return whether a part need not wait for the next regular flight: what it replaces is dead and important."""
        if part.priority > URGENT_PRIORITY or part.divisible:
            return False
        replaced = self._cargo[part.name].replaced
        return replaced is not None and not replaced.units_working

    def _fly_load(self, aboard: tuple[Part, ...]) -> Process[None]:
        clock, line, number = self._clock, self._line, self._flights
        self._flights += 1
        record = MissionRecord(clock.now)
        record.arrivals = number
        for part in aboard:
            self._parts.launched(part.name, clock.now)
        supplies = self._supplies
        bought = [part for part in aboard if part.name in supplies and not supplies[part.name].is_hardware]
        flight = yield from self._fly(line.order(load_kg(aboard), load_kg(bought)), number, record)
        assert flight is not None, "only missions of the manifest are withdrawn"
        landed: Iterable[Part] = aboard if flight.outcome == SUCCESS else ()
        lost: Iterable[Part] = () if flight.outcome == SUCCESS else aboard
        if flight.outcome == PARTIAL:
            draw, first = self._draws.uniform, number * PARTS_OF_A_LOAD
            units = [draw(line.name, "partial_cargo", first + index % PARTS_OF_A_LOAD) for index in range(len(aboard))]
            landed, lost = partial_delivery(aboard, self._partial_share, units)
            flight.landed_kg = load_kg(landed)
        self._trace.flights.append(CargoFlight(clock.now, flight.outcome, self._by_stock(landed), self._by_stock(lost)))
        for part in lost:
            self._parts.lost(part.name, cause_of_loss(flight.outcome), flight.launched_day, record.waits)
        if lost:
            rules = self._rules
            self._waiting.take_back(rebuilt(lost, clock.now, rules.replacement_days, rules.supply_days))
        for part in landed:
            if part.name in supplies:
                self._ordered_kg[part.name] -= part.mass_kg
                supplies[part.name].stock.add(part.mass_kg)
                supplies[part.name].came()
                self.supply(part.name)
            else:
                self._hand_over(self._cargo.pop(part.name), record)
        self.look()

    def _by_stock(self, parts: Iterable[Part]) -> dict[str, float]:
        """Return the mass of some parts by stock, what is of none as hardware [kg]."""
        mass_kg: dict[str, float] = {}
        for part in parts:
            name = part.name if part.name in self._supplies else PARTS if part.name in self._parts else HARDWARE
            mass_kg[name] = mass_kg.get(name, 0.0) + part.mass_kg
        return mass_kg

    def _fly_alone(self, replacement: Replacement) -> Process[None]:
        """Fly a replacement by itself, again after each loss."""
        clock, record, mass_kg = self._clock, MissionRecord(self._clock.now), replacement.mass_kg
        order = self._carriers.order(replacement)
        for attempt in count():
            flight = yield from self._fly(order, attempt, record)
            assert flight is not None, "only missions of the manifest are withdrawn"
            saved = flight.outcome == SUCCESS
            if flight.outcome == PARTIAL:
                saved = self._draws.uniform(order.mission, "partial_cargo", attempt) < self._partial_share
                flight.landed_kg = order.landed_kg if saved else 0.0
            ends = {HARDWARE: mass_kg}
            landed_kg, lost_kg = (ends, {}) if saved else ({}, ends)
            self._trace.flights.append(CargoFlight(clock.now, flight.outcome, landed_kg, lost_kg))
            if saved:
                self._hand_over(Cargo(replacement.hardware, replacement.of, replacement.of), record)
                return
            yield clock.wait(self._rules.replacement_days)
            if clock.now >= self._last_day:
                return

    def _hand_over(self, cargo: Cargo, record: MissionRecord) -> None:
        if cargo.replaced is not None:
            self._trace.delivered_kg += cargo.asset.mass_kg
        else:
            record = self._parts.landed(cargo.hardware.text, record)
        self._deliver(cargo.hardware, cargo.asset, record, cargo.replaced)
