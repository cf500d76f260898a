"""Flights that keep a station alive: spares and replacements, on landers that compete with the build-out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from lunarsim.physics.logistics.manifesting import (
    Part,
    joined,
    load_flight,
    load_kg,
    partial_delivery,
    rebuilt,
)
from lunarsim.scenario.groups.upkeep import Upkeep
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.vehicle import Vehicle
from lunarsim.words.draws import Draws
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.flight import Fly
from lunarsim.world.flights.order import Order
from lunarsim.world.money.needs import DRY_SHARE
from lunarsim.world.prepared import PlannedMission
from lunarsim.world.purposes import UPKEEP
from lunarsim.world.station.hardware import Item
from lunarsim.world.trace import PARTIAL, SUCCESS, HardwareId, MissionRecord
from lunarsim.world.upkeep.orders import Replacement
from lunarsim.world.upkeep.stocks import Stock

SUPPLIES_PRIORITY = 2
"""Supplies fly behind what keeps the loads of highest priority at work."""

Deliver: TypeAlias = Callable[[HardwareId, Asset, MissionRecord, Item], None]


class Supply(NamedTuple):
    """A stock that flights fill up.

    ``wanted_kg`` gives what it is filled up to now, and what it must not fall below [kg]; ``came`` is called when some
    has come.
    """

    stock: Stock
    wanted_kg: Callable[[], tuple[float, float]]
    came: Callable[[], None]


class Line:
    """The landers that fly for a station: who flies them on what, and what a flight lands and costs.

    Parameters
    ----------
    name : str
        Name of the flights, which owns their draws.
    program : str
        Program that leads the station and pays.
    vehicle_name, vehicle : str, Vehicle
        What they fly on.
    """

    def __init__(self, name: str, program: str, vehicle_name: str, vehicle: Vehicle) -> None:
        self.name = name
        self._program = program
        self._vehicle_name = vehicle_name
        self._vehicle = vehicle

    @property
    def capacity_kg(self) -> float:
        """Return what a flight lands [kg]."""
        return self._vehicle.landed_payload_kg

    def order(self, mass_kg: float) -> Order:
        """Return the order of a flight with cargo; launches are paid whole, landers built for what they land [kg]."""
        vehicle = self._vehicle
        sent_kg = vehicle.tli_payload_kg * mass_kg / vehicle.landed_payload_kg
        craft_kg = 0.0 if vehicle.price_includes_craft else max(DRY_SHARE * sent_kg - mass_kg, 0.0)
        return Order(
            mission=self.name,
            program=self._program,
            developer=self._program,
            purpose=UPKEEP,
            vehicle=self._vehicle_name,
            launches=1,
            window="month",
            lands=True,
            sent_kg=sent_kg,
            landed_kg=mass_kg,
            hardware_kg=mass_kg + craft_kg,
            delivery_kg=0.0,
            launch_cost_musd=vehicle.launch_cost_musd,
        )


class CargoFlights:
    """The flights for the upkeep of one station.

    What the landers of the line can carry waits on one list, is packed by priority and flown as often as their interval
    allows. What they cannot, a satellite or a module too heavy, flies by itself as the mission that brought the first
    one did; where no mission did, a mission that brings its like.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    rules : Upkeep
        Intervals and stocks.
    line : Line
        The landers.
    carriers : mapping
        Missions of the manifest by key.
    order_of : callable
        From a mission to the order of its flight.
    fly : callable
        Flies an order.
    partial_share : float
        Share of a load that a partial landing brings down [1].
    deliver : callable
        Brings a replacement to the station, in place of an item.
    supplies : mapping
        Stocks that are filled up, by their name on a load.
    draws : Draws
        The draws of the run.
    last_day : float
        End of the support of the station [day].
    """

    def __init__(
        self,
        clock: Clock,
        rules: Upkeep,
        line: Line,
        *,
        carriers: Mapping[str, PlannedMission],
        order_of: Callable[[PlannedMission], Order],
        fly: Fly,
        partial_share: float,
        deliver: Deliver,
        supplies: Mapping[str, Supply],
        draws: Draws,
        last_day: float,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._line = line
        self._carriers = carriers
        self._order_of = order_of
        self._fly = fly
        self._partial_share = partial_share
        self._deliver = deliver
        self._supplies = supplies
        self._ordered_kg = dict.fromkeys(supplies, 0.0)
        self._draws = draws
        self._last_day = last_day
        self._waiting: tuple[Part, ...] = ()
        self._replacements: dict[str, Replacement] = {}
        self._next_day = 0.0
        self._look_day = -1.0
        self._flights = 0

    def built(self, replacement: Replacement) -> None:
        """Fly a replacement that has been built."""
        asset = replacement.of.asset
        if asset.landed and replacement.mass_kg <= self._line.capacity_kg:
            name = replacement.hardware.text
            self._replacements[name] = replacement
            part = Part(name, replacement.mass_kg, asset.priority, ready_day=self._clock.now)
            self._waiting = joined(self._waiting, (part,))
            self.look()
            return
        carrier = self._carrier(replacement.of)
        if carrier is not None:
            self._clock.start(self._fly_alone(replacement, carrier))

    def look(self) -> None:
        """Order spares if they run low, and fly what is ready if a lander may go."""
        clock, now = self._clock, self._clock.now
        if now >= self._last_day or self._line.capacity_kg <= 0.0:
            return
        for name, supply in self._supplies.items():
            self._fill_up(name, supply)
        if not self._waiting:
            return
        ready_day = min(part.ready_day for part in self._waiting)
        day = max(self._next_day, ready_day)
        if day > now:
            if self._look_day != day:
                self._look_day = day
                clock.after(day - now, self._look_again, day)
            return
        load = load_flight(self._waiting, self._line.capacity_kg, now)
        self._waiting = load.waiting
        self._next_day = now + self._rules.flight_interval_days
        clock.start(self._fly_load(load.aboard))
        if self._waiting:
            self.look()

    def _fill_up(self, name: str, supply: Supply) -> None:
        """Order what a stock lacks, if it is too low with all that is to come."""
        wanted_kg, least_kg = supply.wanted_kg()
        coming_kg = supply.stock.left_kg() + self._ordered_kg[name]
        if coming_kg < least_kg:
            mass_kg = wanted_kg - coming_kg
            self._ordered_kg[name] += mass_kg
            ready_day = self._clock.now + self._rules.supply_days
            part = Part(name, mass_kg, SUPPLIES_PRIORITY, divisible=True, ready_day=ready_day)
            self._waiting = joined(self._waiting, (part,))

    def _look_again(self, day: float) -> None:
        if self._look_day == day:
            self._look_day = -1.0
            self.look()

    def _fly_load(self, aboard: tuple[Part, ...]) -> Process[None]:
        clock, line, number = self._clock, self._line, self._flights
        self._flights += 1
        record = MissionRecord(clock.now)
        record.arrivals = number
        flight = yield from self._fly(line.order(load_kg(aboard)), number, record)
        assert flight is not None, "only missions of the manifest are withdrawn"
        landed: Iterable[Part] = aboard if flight.outcome == SUCCESS else ()
        lost: Iterable[Part] = () if flight.outcome == SUCCESS else aboard
        if flight.outcome == PARTIAL:
            units = [self._draws.uniform(line.name, f"partial_cargo_{number}", index) for index in range(len(aboard))]
            landed, lost = partial_delivery(aboard, self._partial_share, units)
        for part in landed:
            if part.name in self._supplies:
                supply = self._supplies[part.name]
                self._ordered_kg[part.name] -= part.mass_kg
                supply.stock.add(part.mass_kg)
                supply.came()
            else:
                self._hand_over(self._replacements.pop(part.name), record)
        rules = self._rules
        again = rebuilt(lost, clock.now, rules.replacement_days, rules.supply_days)
        self._waiting = joined(self._waiting, again)
        self.look()

    def _fly_alone(self, replacement: Replacement, carrier: PlannedMission) -> Process[None]:
        """Fly a replacement as the first one was flown, again after each loss."""
        clock, attempt, record = self._clock, 0, MissionRecord(self._clock.now)
        template, mass_kg = self._order_of(carrier), replacement.mass_kg
        share = mass_kg / max(carrier.landed.nominal + carrier.in_orbit.nominal, mass_kg)
        order = template._replace(
            mission=replacement.hardware.text,
            purpose=UPKEEP,
            sent_kg=template.sent_kg * share,
            landed_kg=mass_kg if template.lands else 0.0,
            hardware_kg=mass_kg + carrier.craft_kg * share,
            first_outcome=None,
        )
        while clock.now < self._last_day:
            flight = yield from self._fly(order, attempt, record)
            assert flight is not None, "only missions of the manifest are withdrawn"
            if flight.outcome in (SUCCESS, PARTIAL):
                self._hand_over(replacement, record)
                return
            attempt += 1
            yield clock.wait(self._rules.replacement_days)

    def _hand_over(self, replacement: Replacement, record: MissionRecord) -> None:
        self._deliver(replacement.hardware, replacement.of.asset, record, replacement.of)

    def _carrier(self, item: Item) -> PlannedMission | None:
        """Return the mission that brought an item or the first like it, or one that brings its like; None for none."""
        mission = item.hardware.mission.partition("~")[0]
        if mission in self._carriers:
            return self._carriers[mission]
        likes = (
            planned
            for planned in self._carriers.values()
            if planned.mission.program == item.asset.program and planned.mission.kind in ("relay", "orbiter")
        )
        return next(likes, None) if not item.asset.landed else None
