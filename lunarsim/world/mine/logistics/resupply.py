"""The flights that fill up the stocks of the plant and of its returns."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator

from lunarsim.words.sums import total
from lunarsim.world.clock import Clock, Process
from lunarsim.world.flights.flight import FlyFleet
from lunarsim.world.history.mine import CARGO, MineTrace
from lunarsim.world.history.missions import MissionRecord
from lunarsim.world.mine.logistics.cargo import MineCargo
from lunarsim.world.mine.logistics.return_plan import NOTHING_KG, ReturnSupplies

RESENT_TIMES = 2
"""Times that an order of resupply can be sent again, as far as it was lost, before the next interval."""


class Resupply:
    """The resupply flights of one run.

    Parameters
    ----------
    clock : Clock
        The time of the run.
    cargo : MineCargo
        What flights carry.
    interval_days : float
        Time from one order to the next; 0 for no resupply [day].
    fly : callable
        Flies orders on as many landers.
    plant_shortage_kg : callable
        Reagents and spares that the plant lacks of its full stocks now [kg].
    resupply_plant : callable
        Brings the plant reagents and spares [kg].
    missing_for_returns : callable
        What returns lack now.
    supply_returns : callable
        Brings craft and propellant for returns.
    trace : MineTrace
        Its slice of the trace.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        cargo: MineCargo,
        interval_days: float,
        fly: FlyFleet,
        plant_shortage_kg: Callable[[], tuple[float, float]],
        resupply_plant: Callable[[float, float], None],
        missing_for_returns: Callable[[], ReturnSupplies],
        supply_returns: Callable[[ReturnSupplies], None],
        trace: MineTrace,
    ) -> None:
        self._clock = clock
        self._cargo = cargo
        self._interval_days = interval_days
        self._fly = fly
        self._plant_shortage_kg = plant_shortage_kg
        self._resupply_plant = resupply_plant
        self._missing_for_returns = missing_for_returns
        self._supply_returns = supply_returns
        self._trace = trace
        # What other resupply flights bring now: reagents, spares, craft and propellant [kg].
        self._under_way_kg = [0.0] * 4

    def start(self) -> None:
        """Begin to resupply, if that is planned."""
        if self._interval_days > 0:
            self._clock.start(self._order_regularly())

    def _order_regularly(self) -> Process[None]:
        """Order what is short for the stocks of plant and returns at each interval, from start to start."""
        numbers = itertools.count()
        while True:
            yield self._clock.wait(self._interval_days)
            self._clock.start(self._fill_up(numbers))

    def _fill_up(self, numbers: Iterator[int]) -> Process[None]:
        """Fly in what is short next to what is under way; a lost flight is sent again from stock."""
        clock, cargo, under_way = self._clock, self._cargo, self._under_way_kg
        short = (*self._plant_shortage_kg(), *self._missing_for_returns())
        parts = [max(mass - coming, 0.0) for mass, coming in zip(short, under_way, strict=True)]
        reagents, spares, craft, propellant = parts
        ordered = missing = math.fsum(parts)
        under_way[:] = [coming + mass for coming, mass in zip(under_way, parts, strict=True)]
        record = MissionRecord(clock.now)
        left, rest = math.ceil(ordered / cargo.capacity_kg) * (1 + RESENT_TIMES), 0
        while left > 0 and missing > NOTHING_KG:
            loads_kg = cargo.loads_kg(missing)[: rest or left]
            orders = [cargo.resupply_order(mass_kg, parts) for mass_kg in loads_kg]
            self._trace.resupply_waits = record.waits
            record.arrivals, *_ = itertools.islice(numbers, len(orders))
            flights = yield from self._fly(orders, record.arrivals, record, rest > 0)
            left -= len(flights)
            rest = len(orders) - len(flights)
            landed_kg = total((flight.landed_kg for flight in flights), 0.0)
            share = landed_kg / ordered
            landed = (0.0, reagents * share, spares * share, craft * share, propellant * share)
            self._trace.cargo.append((clock.now, dict(zip(CARGO, landed, strict=True))))
            self._resupply_plant(reagents * share, spares * share)
            if craft + propellant > 0:
                self._supply_returns(ReturnSupplies(craft * share, propellant * share))
            missing -= landed_kg
            under_way[:] = [coming - mass * share for coming, mass in zip(under_way, parts, strict=True)]
        # What did not come down is short again.
        unmet = max(missing, 0.0) / ordered if ordered > 0 else 0.0
        under_way[:] = [max(coming - mass * unmet, 0.0) for coming, mass in zip(under_way, parts, strict=True)]
